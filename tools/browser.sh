#!/bin/sh
# Prints the path of a Chromium for the tests, installing the system's own where it may.
# Without one it says what to do; that is a failure in CI, and elsewhere up to the caller.
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh

find_browser() {
    for name in ${CHROMIUM:-} chromium google-chrome-stable google-chrome chromium-browser; do
        # Ubuntu's chromium-browser may be a stub that only names a snap: it has no version.
        if "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            exit 0
        fi
    done
}

is_ubuntu() {
    [ "$(. /etc/os-release 2>/dev/null && echo "${ID:-}")" = ubuntu ]
}

find_browser
if is_ubuntu; then
    fail "The browser tests need Chromium or Google Chrome. Ubuntu has no package of it, only a snap:" \
        "    sudo snap install chromium" \
        "or install google-chrome-stable from its makers, then run the same command again."
fi
need chromium
provide >&2
find_browser
fail "Chromium was installed, but does not start: try 'chromium --version'."
