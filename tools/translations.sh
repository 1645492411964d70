#!/bin/sh
# The wording of the interface: `extract` gathers it from code and templates, `update` carries it
# into each language's message file, `compile` makes what the product reads, and `check`
# (after `extract`) fails when a language lacks anything.
set -eu
cd "$(dirname "$0")/.."
pot=build/messages.pot
folder=src/assessment/translations

extract() {
    mkdir -p build
    .venv/bin/pybabel -q extract -F pyproject.toml -k lazy_gettext -k _l -k lazy_ngettext:1,2 \
        --no-location --omit-header --sort-output -o "$pot" .
}

update() {
    .venv/bin/pybabel -q update -i "$pot" -d "$folder" --no-wrap \
        --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
}

compile() {
    for source in "$folder"/*/LC_MESSAGES/*.po; do
        .venv/bin/pybabel -q compile -i "$source" -o "${source%.po}.mo"
    done
}

check() {
    .venv/bin/python tools/check_translations.py "$pot" "$folder"
}

for step in "$@"; do
    "$step"
done
