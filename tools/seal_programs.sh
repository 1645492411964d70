#!/bin/sh
# Installs, where it may, what the tests check seals with beside our own reading: another's program
# that verifies signatures, and a token made of software that holds a key.
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh

command -v pdfsig >/dev/null 2>&1 || need poppler-utils
command -v softhsm2-util >/dev/null 2>&1 || need softhsm2
provide >&2
