# `make help` lists the targets. Needs Python 3.11 or newer, git and make; the rest goes into .venv and node_modules.
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
# The course's networks are small: threads cost more than they bring.
export OMP_NUM_THREADS ?= 1
# Containers often set these: each Python that a test starts would compile the course and the tests anew, and each
# dot of pytest would be written by itself.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONUNBUFFERED
LOG := _build/pip.log
VENDORED := book/_assets/vendor/.done
PYTEST := $(PY) -m pytest -n logical --maxprocesses 4
LONG := slow or kernel or browser
FIND_PYTHON = for p in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; p=; done

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help book test test-long test-all serve exercises lab bench mutants lint format lock clean anew

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##  */  make \1 : /p' Makefile | awk -F' : ' '{ printf "%-18s %s\n", $$1, $$2 }'

book: $(VENV)/.have-book $(VENDORED)  ## run the chapters and build the site into _build/html
	@$(PY) book/_ext/build_site.py

test: $(VENV)/.have-test  ## the quick tests, in a few minutes (ARGS="tests/ops" or ARGS="-k xor" for some)
	$(PYTEST) --dist worksteal -m "not ($(LONG))" $(ARGS)

test-long: $(VENV)/.have-test book  ## the others: long experiments, kernels that grade, the site in a browser
	$(PYTEST) --dist loadfile --no-loadscope-reorder -m "$(LONG)" $(or $(ARGS),tests)

test-all: $(VENV)/.have-test book  ## all tests
	$(PYTEST) --dist loadfile --no-loadscope-reorder $(ARGS)

serve: book  ## show the site on this machine (PORT=8000)
	@echo "The course is at http://127.0.0.1:$(PORT) (stop with Ctrl-C)"
	@$(PY) -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

exercises: $(VENV)/.have-grading  ## make exercises/ again from solutions/
	$(VENV)/bin/dlcourse release

lab: $(VENV)/.have-grading $(VENV)/.have-book $(VENV)/.have-widgets  ## open my_work, your copy of the exercises
	@$(VENV)/bin/dlcourse work
	$(VENV)/bin/jupyter lab my_work

bench: $(VENV)/.have-bench  ## ratios against other libraries (ARGS="--workloads W2 --seconds 60")
	$(PY) -m benchmarks $(ARGS)

mutants: $(VENV)/.have-test  ## flip signs and drop factors: does a test turn red? (ARGS="ops/" for some files)
	PYTHONPATH=tests $(PY) -m mutation $(ARGS)

lint: $(VENV)/.have-dev  ## look for mistakes and for formatting that differs
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

format: $(VENV)/.have-dev  ## format the code and fix what can be fixed
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

lock:  ## choose new versions: writes requirements.lock and package-lock.json
	@$(FIND_PYTHON); rm -rf _build/lock && $$p -m venv _build/lock
	@_build/lock/bin/python -m pip install --quiet --upgrade setuptools "$(CURDIR)[test,torch,onnx,widgets,dev,node]"
	@{ sed -n '/^#/p' requirements.lock; _build/lock/bin/python -m pip freeze --all \
	  | sed -e '/^pip==/d' -e '/^dlcourse /d' -e 's/+[a-z0-9.]*$$//'; } > _build/lock/new
	@mv _build/lock/new requirements.lock && rm -rf _build/lock
	npm update --package-lock-only --omit-lockfile-registry-resolved

clean:  ## remove the site, the environment and everything else that was made here
	rm -rf _build $(VENV) node_modules book/_assets/vendor dlcourse.egg-info .pytest_cache .ruff_cache .hypothesis

# An environment that was moved, or whose Python is gone, is made anew.
ifneq ($(shell $(PY) -c '' 2>/dev/null && cat $(VENV)/.made 2>/dev/null),$(CURDIR))
$(VENV)/.made: anew
endif

$(VENV)/.made:
	@$(FIND_PYTHON); \
	test -n "$$p" || { echo "No Python 3.11 or newer found: install one, or say make PYTHON=/path/to/python3" >&2; exit 1; }; \
	$$p -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$$p has no venv module: install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }; \
	rm -rf $(VENV); $$p -m venv $(VENV) && echo "$(CURDIR)" > $@

# The stamps say which extras of pyproject.toml are installed; the lock holds for what builds the package, too.
# `test` brings these others, as pyproject.toml says: pip need not look for them again.
BROUGHT_test := book grading widgets search
# pip compiles on one core, and the tests of packages, too, a fifth of all, which nobody imports. The rest must be there:
# a sandbox cannot write it. Some packages hold files for other Pythons, which do not compile.
$(VENV)/.have-%: $(VENV)/.made pyproject.toml requirements.lock
	@mkdir -p $(dir $(LOG))
	@echo "Installing what '$*' needs into $(VENV) (a few minutes the first time)"
	@PIP_CONSTRAINT=requirements.lock PIP_BUILD_CONSTRAINT=requirements.lock \
	  $(PY) -m pip install --no-compile --no-input --disable-pip-version-check -e ".[$*]" > $(LOG) 2>&1 || { \
	  if grep -qiE 'Connection|timed out|Max retries|name resolution' $(LOG); \
	  then echo "No network? pip cannot reach the package index; connect, then run make again (details: $(LOG))" >&2; \
	  else echo "pip failed: $$(grep -m 1 ERROR $(LOG)) (details: $(LOG))" >&2; fi; exit 1; }
	@$(PY) -m compileall -q -j 0 -x '/tests?/' $(VENV)/lib >> $(LOG) || true
	@touch $@ $(BROUGHT_$*:%=$(VENV)/.have-%)

$(VENDORED): $(VENV)/.made package.json package-lock.json book/_ext/vendor.py
	@$(PY) book/_ext/vendor.py
