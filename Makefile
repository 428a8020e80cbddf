# Everything starts here. `make run` needs Python 3.11 or newer and nothing else.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; \
	done)
PORT ?= 8000
RECORDS ?= 10000
START = @exec "$(or $(PYTHON),python3)" -m launcher

.DEFAULT_GOAL := help
.PHONY: help run dev test lint messages lock bench-search bench

help:
	@echo 'make run       the portal with its content, on 127.0.0.1:8000 (PORT=8010 changes that)'
	@echo 'make dev       the same for developers: reloads when a file changes'
	@echo 'make test      all tests, two at a time'
	@echo 'make lint      style, types, templates, floors, migrations, message catalogues'
	@echo 'make messages  collect the texts to translate into locale/'
	@echo 'make lock      pin the dependencies of pyproject.toml anew'
	@echo 'make bench-search  how good the answers of the search are, by judged queries over sample/'
	@echo 'make bench     how fast it is, beside Wagtail (RECORDS=100000 changes the size)'

run dev:
	$(START) $@ --port "$(PORT)"

test lint messages lock bench-search:
	$(START) $@

bench:
	$(START) $@ --records "$(RECORDS)"
