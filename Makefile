# The commands of the project. `make run` serves, `make test` checks everything.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: help run build web test check-rust check-web test-rust test-browser soak fuzz bench bench-batch packages clean

TOOLS := $(CURDIR)/.tools
CARGO_DENY := $(shell command -v cargo-deny 2>/dev/null || echo $(TOOLS)/bin/cargo-deny)
CARGO_DENY_VERSION := 0.20.2
WEB_SOURCES := $(shell find web/src web/locales web/public -type f 2>/dev/null) \
	web/package.json web/package-lock.json web/vite.config.ts web/tsconfig.json

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: build ## Build and serve on 127.0.0.1:8080
	./target/release/sozialraum serve

build: web ## Build target/release/sozialraum
	cargo build --release --locked

web: web/dist/manifest.json ## Build the pages' scripts and styles

web/node_modules/.installed: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/manifest.json: $(WEB_SOURCES) web/node_modules/.installed
	cd web && npm run build
	@touch $@

test: check-web check-rust test-rust test-browser ## Everything: format, lint, unit, contract and browser tests

check-web: web
	cd web && npm run check && npm test

check-rust: web $(CARGO_DENY)
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
	$(CARGO_DENY) --locked check licenses bans sources

test-rust: web packages
	cargo test --locked

test-browser: web packages
	cargo build --locked
	cd web && SOZIALRAUM_BIN=$(CURDIR)/target/debug/sozialraum npm run test:browser

bench: web ## Measure searching among 100,000 offers and 95,000 streets
	cargo bench --locked --bench search --bench streets

PYTHON ?= python3
bench-batch: web ## Measure `sozialraum batch` beside the peers that $(PYTHON) has; ARGS go to tools/bench-batch
	$(PYTHON) tools/bench-batch $(ARGS)

soak: web ## Kill the program in the middle of its writes, 100 times each way
	SOAK_ROUNDS=100 cargo test --locked --test recovery -- --nocapture

fuzz: web ## Feed every importer with damaged files, two minutes each; SOZIALRAUM_FUZZ_SEED for others
	SOZIALRAUM_FUZZ_SECONDS=120 cargo test --locked --test fuzz -- --nocapture

$(TOOLS)/bin/cargo-deny:
	cargo install cargo-deny --version $(CARGO_DENY_VERSION) --locked --root $(TOOLS)

packages:
	tools/ensure-packages

clean: ## Remove everything that was built
	rm -rf target web/dist web/node_modules $(TOOLS)
