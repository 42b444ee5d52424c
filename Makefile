# Ratchet's commands; `make` alone lists them.
# Every target that needs the toolchain first lets scripts/bootstrap check it and install missing system packages.

PREFIX ?= /usr/local
# On macOS the Swift runtime is part of the system; everywhere else it goes into the binary.
RELEASE := -c release $(if $(filter Darwin,$(shell uname -s)),,--static-swift-stdlib)
BIN := .build/release

.DEFAULT_GOAL := help
.PHONY: help run test soak build bench fuzz differential install clean bootstrap

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: bootstrap ## build a release binary and start the demo (Ctrl-C stops it)
	swift build $(RELEASE) --product ratchet
	@$(BIN)/ratchet demo

# Eight at once: with all at once, every wait of a test that talks to a server queues behind hundreds that have not begun.
test: bootstrap ## build and run all tests
	swift test --parallel --experimental-maximum-parallelization-width 8

# In release mode a crash point is nothing and a test reaches no internals: debug it is.
# One part after the other, each alone on the machine and giving way to whatever else it does.
SOAK ?= StoreTests.ModelTests StoreTests.PowerCutTests StoreTests.FaultTests StoreTests.InterruptedSchemaTests EngineTests.RaceTests \
	EndToEndTests.CrashTests EndToEndTests.CrashPointTests EndToEndTests.SwapTests EndToEndTests.ChangeKillTests
soak: bootstrap ## run the reliability tests for an hour instead of seconds; SOAK=StoreTests.ModelTests for one part
	nice swift build --build-tests
	@failed=; for part in $(SOAK); do \
		echo "== $$part, $$(date +%H:%M:%S)"; RATCHET_SOAK=1 nice swift test --skip-build --filter "$$part/" || failed="$$failed $$part"; \
	done; echo "== the end, $$(date +%H:%M:%S)"; test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

build: bootstrap ## build the release binaries
	swift build $(RELEASE)

bench: bootstrap ## run the benchmarks in release mode; ARGS='--filter NAME --json' narrows them
	swift build $(RELEASE)
	@$(BIN)/ratchet-bench $(ARGS)

fuzz: bootstrap ## try a million damaged and random inputs; ARGS='--seed 7 --count 1000' for others
	swift build $(RELEASE) --product ratchet-fuzz
	@$(BIN)/ratchet-fuzz run $(ARGS) || { $(BIN)/ratchet-fuzz last; exit 1; }

# Needs Python 3.11 or later, on Linux or macOS, for the wheel of Google's implementation.
SEED ?= 1
COUNT ?= 100000
DIFFERENTIAL := .build/differential
differential: bootstrap ## compare 100,000 random expressions with Google's CEL; SEED=2 COUNT=1000 for others
	swift build $(RELEASE) --product ratchet-fuzz
	@test -d $(DIFFERENTIAL)/venv || { python3 -m venv $(DIFFERENTIAL)/venv && $(DIFFERENTIAL)/venv/bin/pip install --quiet cel-expr-python==0.1.3; }
	@echo "seed $(SEED)"
	@$(BIN)/ratchet-fuzz differential write --seed $(SEED) --count $(COUNT) > $(DIFFERENTIAL)/cases.jsonl
	@$(DIFFERENTIAL)/venv/bin/python Tests/Differential/google_cel.py < $(DIFFERENTIAL)/cases.jsonl > $(DIFFERENTIAL)/outcomes.jsonl
	@$(BIN)/ratchet-fuzz differential compare $(DIFFERENTIAL)/cases.jsonl $(DIFFERENTIAL)/outcomes.jsonl

install: build ## install the commands into PREFIX/bin (PREFIX=/usr/local; SUDO=sudo where that needs root)
	$(SUDO) install -d "$(DESTDIR)$(PREFIX)/bin"
	$(SUDO) install -s -m 755 $(BIN)/ratchet "$(DESTDIR)$(PREFIX)/bin"
	@if [ -x $(BIN)/ratchet-sidecar ]; then set -x; $(SUDO) install -s -m 755 $(BIN)/ratchet-sidecar "$(DESTDIR)$(PREFIX)/bin"; fi

clean: ## delete what was built; the demo's history stays
	rm -rf .build

bootstrap:
	@scripts/bootstrap
