# Every target sets up .venv by itself, works twice, and offline once installed. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# Choices, each of which may also come from the environment; empty means the default that the commands know.
PYTHON ?= python3
PORT ?= 8000
export PORT DATA_DIR AS_OF SITE_URL SITE_DIR YEAR OUT QUICK BASE HEAD FORMAT SITE_BEFORE SITE_AFTER
export PUBLISH_DIR

PY := .venv/bin/python
# A process a core; the tests of one file stay together, so that what they share is built once.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile

.PHONY: help serve demo site pages publish server offline bundle check changes test test-all test-core test-deploy bench lint lock clean schemas guide-pictures readme-picture

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 22
	@echo 'Choices: PORT= DATA_DIR= AS_OF=YYYY-MM-DD YEAR= SITE_DIR= SITE_URL= OUT= QUICK=1 PYTHON='

serve: .venv/installed ## serve the site with live reload at http://127.0.0.1:8000 (PORT=)
	@exec $(PY) -m macros serve

demo: .venv/installed ## serve an invented, complete year
	@DATA_DIR=$${DATA_DIR:-tests/demo/data} AS_OF=$${AS_OF:-2024-06-30} DEMO=1 exec $(PY) -m macros serve

site: .venv/installed ## build the site strictly into site/ (SITE_DIR=); on any error the old one stays
	@exec $(PY) -m macros site

publish: .venv/installed ## publish a commit (FROM=) as a new release in published/ (PUBLISH_DIR=); on any error readers keep the old one
	@exec $(PY) -m macros publish $(if $(FROM),--from '$(FROM)')

server: .venv/installed ## make a server: as root of the machine, else in PREFIX= (PORT=, SITE_URL=, FETCH_FROM=)
	@PREFIX='$(PREFIX)' FETCH_FROM='$(FETCH_FROM)' exec $(PY) -m macros server $(if $(filter command environment,$(firstword $(origin PORT))),--port $(PORT))

pages: .venv/installed ## write the whole site as plain Markdown into a new folder (OUT=)
	@exec $(PY) -m macros pages

offline: .venv/installed ## write the site as site-offline.zip, for reading from a disk without a server
	@exec $(PY) -m macros offline

bundle: .venv/installed ## write bundle.tar.gz: source and packages for machines of this kind without a network
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; mkdir "$$work/ke-hoach"
	git archive HEAD | tar -x -C "$$work/ke-hoach"
	$(PY) -m pip download -q --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -d "$$work/ke-hoach/wheels" -r requirements.lock
	tar -czf bundle.tar.gz -C "$$work" ke-hoach
	echo "Đã ghi bundle.tar.gz. Trên máy kia: tar -xzf bundle.tar.gz; cd ke-hoach; make serve, make test-core."

check: .venv/installed ## check the data and the hand-written pages (BASE= apart from what was there before, FORMAT=github|gitlab)
	@exec $(PY) -m macros check $${BASE:+--base "$$BASE"} $${FORMAT:+--format "$$FORMAT"}

changes: .venv/installed ## print the reviewers' report on the changes since BASE= (main), or from it to HEAD=
	@exec $(PY) -m macros changes $${SITE_BEFORE:+--site-before "$$SITE_BEFORE"} $${SITE_AFTER:+--site-after "$$SITE_AFTER"} "$${BASE:-main}" $${HEAD:+"$$HEAD"}

test: .venv/installed ## run every test that fits in 5 minutes, browser tests included
	@exec $(PY) -m pytest $(SIDE_BY_SIDE) -m 'not slow'

test-all: .venv/installed ## run every test
	@exec $(PY) -m pytest $(SIDE_BY_SIDE)

test-core: .venv/installed ## run the fast tests that need no browser and no network
	@exec $(PY) -m pytest $(SIDE_BY_SIDE) -m 'not slow and not browser'

test-deploy: .venv/installed ## run the tests of publishing with the real nginx, git and file system
	@exec $(PY) -m pytest $(SIDE_BY_SIDE) -m deploy

bench: .venv/installed ## measure every goal of speed beside its floor in 15 minutes: a table and bench.json (QUICK=1: small sizes)
	@exec $(PY) tests/benchmarks/bench.py

lint: .venv/installed ## check the style and the types of the code
	@.venv/bin/ruff check . && .venv/bin/mypy

lock: .venv/installed ## resolve requirements.lock anew from pyproject.toml
	@# Universal: one file for every Python >= 3.11 and both Linux architectures; it names no host.
	@lock() { UV_NO_CONFIG=1 .venv/bin/uv pip compile "$$@" --universal --python-version 3.11 --upgrade \
	  --generate-hashes --only-binary :all: --no-emit-index-url --no-emit-find-links --no-header --quiet; }
	lock pyproject.toml --group dev -o requirements.lock
	lock --group peers -o requirements-peers.lock

schemas: .venv/installed ## write the schemas by which editors complete and warn, into data/.schema/
	@exec $(PY) -m macros schemas

guide-pictures: .venv/installed ## take the pictures of the editors' guide from the running product
	@exec $(PY) -m tests.guide_pictures docs/assets/huong-dan

readme-picture: .venv/installed ## take README's picture of the home page from the running site
	@exec $(PY) -m tests.readme_picture .github/home.png

clean: ## remove everything that the other targets made
	@rm -rf .venv .venv-peers site .site-* .pytest_cache .hypothesis .ruff_cache .mypy_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Made from scratch when the lock says something else, so that nothing stays that it no longer names. The stamp is a copy of
# the lock: a file that git merely wrote again installs nothing. Of two at once, the second waits and finds it done.
define install
@exec 9<'$<' && if command -v flock >/dev/null; then flock 9; fi
if cmp -s '$<' '$@'; then touch '$@'; exit 0; fi
command -v '$(PYTHON)' >/dev/null && '$(PYTHON)' -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  || { echo 'Cần Python 3.11 trở lên có mô-đun venv (Debian, Ubuntu: apt install python3-venv); chọn bản khác bằng PYTHON=.' >&2; exit 1; }
echo 'Đang cài các gói vào $(@D) (chỉ lần đầu và khi $< thay đổi)…' >&2
'$(PYTHON)' -m venv --clear '$(@D)'
'$(@D)/bin/python' -m pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes --only-binary :all: $(if $(wildcard wheels/*.whl),--no-index --find-links wheels) -r '$<'
cp '$<' '$@'
endef

.venv/installed: requirements.lock
	$(install)

# What tests and benchmarks hold the site against; nobody else needs it.
.venv-peers/installed: requirements-peers.lock
	$(install)
