#!/bin/sh
# Makes .venv with the pinned packages: `setup.sh run` for the product, `setup.sh test` adds what
# checks and tests need. The stamp is written last, so an interrupted set-up is mended by running
# it again, and a whole one costs a few milliseconds.
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh

kind=$1
stamp=.venv/.installed-$kind

state() {
    {
        echo "$PWD"
        .venv/bin/python -c 'import sys; print(sys.version)' 2>/dev/null
        cat pyproject.toml hatch_build.py "requirements/$kind.txt"
    } | sha256sum
}

is_installed() {
    [ -f "$stamp" ] && [ -x .venv/bin/assessment ] && [ "$(cat "$stamp")" = "$(state)" ]
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            return
        fi
    done
    fail "Python 3.11 or newer is needed, and none was found (python3, python3.11, ...)." \
        "Install it, or say where it is: make run PYTHON=/where/it/is/python3"
}

note_missing_packages() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    # What WeasyPrint loads; the other libraries that it loads come along with these.
    for pair in libpango-1.0.so.0:libpango-1.0-0 libpangoft2-1.0.so.0:libpangoft2-1.0-0 \
        libharfbuzz-subset.so.0:libharfbuzz-subset0; do
        "$python" -c "import ctypes; ctypes.CDLL('${pair%%:*}')" 2>/dev/null || need "${pair##*:}"
    done
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[ot]tf' 2>/dev/null)" ] ||
        need fonts-dejavu-core
}

# The folder's own name is written into the scripts of .venv, so a moved one is made anew.
is_venv_usable() {
    set -- .venv/lib/python3*/site-packages/pip-*.dist-info/RECORD
    [ -f "$1" ] && grep -qF "$PWD/.venv/" .venv/bin/pip &&
        .venv/bin/python -m pip --version >/dev/null 2>&1
}

make_venv() {
    is_venv_usable && return
    echo "Making .venv with $("$python" -V)"
    "$python" -m venv --clear .venv
}

# RECORD is the last thing that pip writes: a package without it was cut short.
forget_half_installed() {
    for info in .venv/lib/python3*/site-packages/*.dist-info; do
        [ -f "$info/RECORD" ] || rm -rf "$info"
    done
}

install() {
    .venv/bin/python -m pip -qq --disable-pip-version-check install "$@"
}

is_installed && exit 0
exec 9<Makefile
if command -v flock >/dev/null 2>&1; then
    flock 9
    is_installed && exit 0
fi

rm -f "$stamp"
find_python
if [ "$kind" = run ]; then
    note_missing_packages
    provide
    make_venv
fi
forget_half_installed
echo "Installing the pinned packages of requirements/$kind.txt (a minute or two the first time)"
install --require-hashes -r "requirements/$kind.txt"
if [ "$kind" = run ]; then
    install --no-deps --no-build-isolation --editable .
fi
state >"$stamp.draft"
mv "$stamp.draft" "$stamp"
