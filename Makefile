# Procedure Pages: `make` lists what there is.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PYTHON_NEWER ?= python3.13
PORT ?= 8000
# How many tests run at once, which often wait for a browser or a server, and which database their
# coverage is counted under.
JOBS ?= 3
SUITE ?= sqlite
ARGS ?=

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

# Named for what was installed, so nothing is installed twice and any change is seen.
hash = $(shell { $(PYTHON) --version 2>&1 || :; cat $(1); } | sha256sum | cut -c 1-16)
RUN := .venv/run-$(call hash,requirements/run.txt)
DEV := .venv/dev-$(call hash,requirements/run.txt requirements/dev.txt)
NODE := requirements/node
AUDIT := .venv/audit-$(call hash,requirements/audit.txt)
NEWER := .venv/newer-$(call hash,requirements/dev.txt requirements/newer.txt)
PICTURES := .venv/pictures-$(call hash,requirements/run.txt)
CHECKERS := $(NODE)/node_modules/checkers-$(call hash,$(NODE)/package-lock.json)
LIGHTHOUSE := $(NODE)/node_modules/lighthouse-$(call hash,$(NODE)/package-lock.json)

# The site as a clinic would run it, for Django's own advice on that.
PRODUCTION = DEBUG=off ALLOWED_HOSTS=pages.example SITE_URL=https://pages.example \
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	CLINIC_NAME="Example Clinic" CLINIC_PHONE="020 7946 0000" CLINIC_EMAIL=care@pages.example \
	CLINIC_OUT_OF_HOURS="Call 111" EMERGENCY_NUMBER=999

TEMPLATES = $$(find templates -name '*.html')
PIP_INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
NPM_CI = npm --prefix $(NODE) ci --ignore-scripts --no-audit --no-fund --loglevel error
NPM_LOCK = npm --prefix $(NODE) install --package-lock-only --ignore-scripts --no-audit --no-fund \
	--loglevel error --omit-lockfile-registry-resolved
PIN = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(ARGS)
LOCK = $(PIN) --python-version 3.11 pyproject.toml

.PHONY: help run fresh test coverage check format bench audit newer lock database

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: database ## The site on this machine, from nothing: http://127.0.0.1:8000/ (PORT=8001 moves it)
	@echo "Starting the site: open http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@exec $(MANAGE) runserver 127.0.0.1:$(PORT)

fresh: $(RUN) ## Delete the development database under var/ and make it anew
	@test -z "$${DATABASE_URL:-}" || { echo "Unset DATABASE_URL first: only the database under var/ is made anew"; exit 1; }
	@echo "Deleting the development database"
	@rm -f var/*.sqlite3 var/*.sqlite3-*
	@$(MAKE) --no-print-directory database

test: $(DEV) $(PICTURES) $(CHECKERS) ## All tests, in a real browser too (ARGS="-k recovery" chooses)
	@bash .ci/prepare browser
	@bash .ci/prepare sheets
	@bash .ci/prepare production
	@echo "Running the tests"
	@rm -f .coverage.$(SUITE).*
	@COVERAGE_FILE=.coverage.$(SUITE) $(BIN)/coverage run -m pytest -n $(JOBS) --dist worksteal $(ARGS)

coverage: $(DEV) ## What the last tests covered, on every database they ran on; it must be all
	@$(BIN)/coverage combine --keep --quiet .coverage.*.*
	@$(BIN)/coverage report --fail-under=100

check: $(DEV) ## Format, lint, types, import contracts, dangers, templates, pages, Django's advice, packages
	$(BIN)/ruff format --check --output-format concise
	$(BIN)/ruff check
	$(BIN)/djade --check $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit --quiet --recursive --severity-level medium procedures
	@mkdir -p var
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) checkcontent
	@echo "$(MANAGE) check --deploy --fail-level WARNING (as a clinic would run it)"
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	@if [ -f content/released.sha256 ]; then cd content && sha256sum --check --quiet released.sha256; fi
	$(BIN)/python -m pip check

format: $(DEV) ## Put code and templates in order
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	$(BIN)/djade $(TEMPLATES) || $(BIN)/djade --check $(TEMPLATES)

bench: $(DEV) $(LIGHTHOUSE) ## Measure speed and size, as a patient's phone sees them too
	@bash .ci/prepare browser
	@bash .ci/prepare load
	@$(BIN)/python -m tests.benchmarks $(ARGS)

audit: $(DEV) $(AUDIT) ## Look for ways in: Bandit, Wapiti at a served site, pip-audit where that can ask; var/sbom.json
	$(BIN)/bandit --quiet --recursive --severity-level medium procedures
	@mkdir -p var
	$(BIN)/python .ci/sbom.py > var/sbom.json
	DJANGO_SETTINGS_MODULE=procedures.settings $(BIN)/python -m tests.hostile.audit .venv/audit/bin/wapiti var/wapiti
	@rm -f var/advisories.json
	@if .venv/audit/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off --format json \
		--output var/advisories.json -r requirements/run.txt 2>var/advisories.log; \
		then echo "No advisory is known of what the site runs on"; \
		elif [ -s var/advisories.json ]; then cat var/advisories.json; exit 1; \
		else echo "Advisories cannot be asked for from here: of what is known since, this proves nothing"; fi
	@$(MAKE) --no-print-directory newer

newer: $(DEV) ## The tests without a browser on Django 6.1, where there is a Python 3.13 (PYTHON_NEWER names it)
	@if ! $(PYTHON_NEWER) --version >/dev/null 2>&1; \
		then echo "There is no $(PYTHON_NEWER): the tests on Django 6.1 are left out"; \
		else $(MAKE) --no-print-directory $(NEWER) && \
		PYTHONWARNINGS=default .venv/newer/bin/python -m pytest -n $(JOBS) --dist worksteal -m "not browser" \
		-W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning $(ARGS); fi

lock: $(DEV) ## Pin the packages in pyproject.toml and package.json (ARGS=--upgrade takes newer Python ones)
	@echo "Writing requirements/run.txt, dev.txt, audit.txt and newer.txt"
	@$(LOCK) --extra leaflets --output-file requirements/run.txt
	@$(LOCK) --all-extras --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	@$(PIN) --python-version 3.11 --group audit --output-file requirements/audit.txt
	@echo "Django~=6.1.0" | $(PIN) --python-version 3.12 --no-deps - --output-file requirements/newer.txt
	@bash .ci/prepare checkers
	@echo "Writing $(NODE)/package-lock.json"
	@$(NPM_LOCK) >/dev/null
	@# A part of lighthouse asks for the latest of two packages, which npm would look up each time.
	@sed -i 's/: "latest"/: "*"/' $(NODE)/package-lock.json

database: $(RUN)
	@echo "Bringing the database up to date"
	@mkdir -p var
	@$(MANAGE) migrate --no-input --verbosity 0
	@echo "Loading content/"
	@$(MANAGE) loadcontent || echo "Something in content/ was refused, as said above; the site still starts"

$(RUN):
	@bash .ci/prepare python $(PYTHON)
	@echo "Making the environment in .venv"
	@$(PYTHON) -m venv --clear .venv
	@echo "Installing the packages pinned in requirements/run.txt"
	@$(PIP_INSTALL) -r requirements/run.txt
	@bash .ci/prepare leaflets
	@touch $@

$(DEV): $(RUN)
	@echo "Installing the packages pinned in requirements/dev.txt"
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@

$(AUDIT): $(DEV)
	@echo "Installing what looks for ways in, pinned in requirements/audit.txt"
	@$(PYTHON) -m venv --clear .venv/audit
	@.venv/audit/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements/audit.txt
	@touch $@

# All that is pinned but Django, which is the next.
$(NEWER): $(DEV)
	@echo "Installing Django as pinned in requirements/newer.txt, and the rest as ever"
	@$(PYTHON_NEWER) -m venv --clear .venv/newer
	@awk '/^[a-z]/ { on = !/^django==/ } on' requirements/dev.txt > .venv/newer/rest.txt
	@.venv/newer/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
		-r .venv/newer/rest.txt -r requirements/newer.txt
	@touch $@

# Pillow's own test images, from the source of the very version that is pinned.
$(PICTURES): $(RUN)
	@echo "Getting the test images of Pillow"
	@rm -rf .venv/pictures-*
	@mkdir -p $@.part
	@awk '/^pillow==/ { on = 1 } on; on && !/\\$$/ { exit }' requirements/run.txt > $@.part/pillow.txt
	@$(BIN)/python -m pip download -qq --disable-pip-version-check --require-hashes --no-deps \
		--no-binary pillow --dest $@.part -r $@.part/pillow.txt
	@tar -xzf $@.part/*.tar.gz -C $@.part --wildcards --strip-components 2 '*/Tests/images'
	@rm $@.part/*.tar.gz
	@mv $@.part $@

$(CHECKERS):
	@bash .ci/prepare checkers
	@if command -v npm >/dev/null; then \
		echo "Installing the checkers of pages pinned in $(NODE)"; \
		$(NPM_CI) --omit=dev >/dev/null; touch $@; fi

# With Lighthouse come the others.
$(LIGHTHOUSE):
	@bash .ci/prepare checkers
	@if command -v npm >/dev/null; then \
		echo "Installing Lighthouse and the checkers of pages pinned in $(NODE)"; \
		$(NPM_CI) --include=dev >/dev/null; touch $@ $(CHECKERS); fi
