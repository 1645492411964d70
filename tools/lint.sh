#!/bin/sh
# Runs every check of style, types, layers and wording, and fails at the end when one failed.
set -u
cd "$(dirname "$0")/.." || exit 1
PATH=$PWD/.venv/bin:$PATH
failed=""

check() {
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}

check style ruff check
check format ruff format --check
check types mypy --strict src
check layers lint-imports --no-logo
check translations tools/translations.sh extract check

[ -z "$failed" ] || {
    echo "Failed:$failed" >&2
    exit 1
}
