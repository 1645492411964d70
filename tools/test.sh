#!/bin/sh
# Runs the tests on two cores. What cannot run here is said first, and is a failure in CI.
set -eu
cd "$(dirname "$0")/.."
if CHROMIUM=$(tools/browser.sh); then
    export CHROMIUM
elif [ -n "${CI:-}" ]; then
    exit 1
else
    echo "Going on without a browser: the tests that need one are going to be skipped." >&2
    unset CHROMIUM
fi
if ! tools/seal_programs.sh; then
    [ -z "${CI:-}" ] || exit 1
    echo "Going on without them: the tests that need them are going to be skipped." >&2
fi
exec .venv/bin/python -m pytest -n "${WORKERS:-2}" --dist loadfile
