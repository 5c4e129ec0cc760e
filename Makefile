# Two commands do everything: `make demo` and `make test`.
PORT ?= 8000
PYTHON := .venv/bin/python
SOURCES := lms competencies scenarios compensation demo tests

.PHONY: demo demo-reset test setup browser lint pytest test-postgresql vendor messages lock \
	bench bench-engine bench-allocation clean

demo: setup
	@$(PYTHON) manage.py demo --port $(PORT)

demo-reset: setup
	@$(PYTHON) manage.py demo_reset --port $(PORT)

# The environment only: idempotent, quiet, part of both commands.
setup: .venv/.ready

.venv/.ready: pyproject.toml requirements.txt bin/setup bin/compile_messages.py $(wildcard locale/*/LC_MESSAGES/*.po)
	@sh bin/setup

test: setup browser lint pytest

browser: setup
	@sh bin/browser

lint: setup
	@echo "ruff";        $(PYTHON) -m ruff check -q $(SOURCES) bin && $(PYTHON) -m ruff format -q --check $(SOURCES) bin
	@echo "mypy";        $(PYTHON) -m mypy $(SOURCES)
	@echo "imports";     .venv/bin/lint-imports --no-logo
	@echo "templates";   .venv/bin/djlint templates --lint --quiet
	@echo "django";      DJANGO_SETTINGS_MODULE=lms.settings.test $(PYTHON) manage.py check --fail-level WARNING
	@echo "migrations";  DJANGO_SETTINGS_MODULE=lms.settings.test $(PYTHON) manage.py makemigrations --check --dry-run -v 0
	@echo "deployment";  sh bin/check_deploy

pytest: setup
	$(PYTHON) -m pytest -n 2

# The same suite on PostgreSQL; DATABASE_URL names any database of the server, the suite makes its own beside it.
test-postgresql: setup browser
	DATABASE_URL=$${DATABASE_URL:-postgresql://postgres@127.0.0.1:5432/postgres} $(PYTHON) -m pytest -n 2

bench: bench-engine bench-allocation

bench-engine: setup
	@$(PYTHON) -m tests.bench.bench_engine

bench-allocation: setup
	@$(PYTHON) -m tests.bench.bench_allocation

# Needs Node: rebuilds static/vendor from package-lock.json, to the same bytes.
vendor: setup
	@$(PYTHON) -m lms.ui.vendor

# Collects the strings of both languages into locale/ (needs GNU gettext).
messages: setup
	@$(PYTHON) bin/make_messages.py

lock: setup
	.venv/bin/uv pip compile --system-certs --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url -q --extra dev pyproject.toml -o requirements.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
