# The two commands are `make run` and `make test`; `make` alone lists all.

.DEFAULT_GOAL := help
.PHONY: help install run dev test lint benchmark requirements translations clean environment test-environment

BIN := .venv/bin
COMPILED := $(patsubst %.po,%.mo,$(wildcard src/assessment/translations/*/LC_MESSAGES/*.po))
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

install: environment $(COMPILED)  ## make .venv with the pinned packages, or mend it

run: install  ## start web server and background worker (HOST=127.0.0.1 PORT=8000)
	@exec $(BIN)/assessment serve --demonstration

dev: install  ## the same, reloading when code or a template changes
	@exec $(BIN)/assessment serve --demonstration --reload

test: lint  ## all checks and all tests, in a real browser and on both databases
	@tools/test.sh

lint: install test-environment  ## style, types, layers and translations
	@tools/lint.sh

benchmark: install test-environment  ## what pages cost the server with 10,000 clusters, on both databases
	@PYTHONPATH=src:tools $(BIN)/python -m benchmarks.web.inside $(OPTIONS)

requirements:  ## pin the packages anew from pyproject.toml (needs uv; UPGRADE=1 takes newer ones)
	$(LOCK) $(if $(UPGRADE),--upgrade) --group build pyproject.toml -o requirements/run.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group test -c requirements/run.txt pyproject.toml -o requirements/test.txt

translations: environment  ## gather new wording into the message files, and compile them
	@tools/translations.sh extract update compile

clean:  ## remove what was made here, but never instance/
	@tools/clean.sh

environment:
	@tools/setup.sh run

test-environment: environment
	@tools/setup.sh test

%.mo: %.po | environment
	@$(BIN)/pybabel -q compile -i $< -o $@
