#!/bin/sh
# Removes what was made in the checkout. instance/ holds people's work and is never touched.
set -eu
cd "$(dirname "$0")/.."
rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
rm -rf .coverage htmlcov
find src tests tools -type d -name __pycache__ -prune -exec rm -rf {} +
find src/assessment/translations -name '*.mo' -exec rm -f {} +
