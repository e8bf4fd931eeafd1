# `make help` lists the targets. There is one profile, release, for the program, the
# tests and the benchmarks: the dependencies are compiled once.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# cargo uses the cores by itself; two of them at once would wait for one another.
.NOTPARALLEL:

TARGET := $(or $(CARGO_TARGET_DIR),target)
XTASK := $(TARGET)/release/xtask
# The same choice of packages everywhere, so that cargo settles on the same features.
# Versions are exact; elsewhere than in CI a new plugin may add itself to Cargo.lock.
LOCKED := $(if $(CI),--locked)
BUILD := --workspace --release $(LOCKED)
NEXTEST := cargo nextest run --workspace --cargo-profile release $(LOCKED)

.PHONY: run build test test-plugins test-unit test-integration coverage lint format bench plugins examples alerts deny soak dev deps clean help

run: plugins ## Build what is missing and start: the bot if TELEGRAM_BOT_TOKEN is set, else the playground
	@exec scripts/run.sh "$(TARGET)/release/vinbot"

build: ## Build the program into target/release/vinbot
	@cargo build $(BUILD) --bin vinbot --bin xtask

test-plugins: build
	@$(XTASK) plugins --tests

plugins: build ## Build the plugins into target/plugins, fetching compiler and vPIC data if need be
	@$(XTASK) plugins

examples: plugins ## Build the examples, in all three languages, into target/examples-plugins
	@scripts/tools.sh node python
	@$(XTASK) examples

test: ## Run everything: lint, documentation tests, unit tests, journeys
	@scripts/tools.sh nextest redis docker-registry tesseract chromium
	@$(MAKE) --no-print-directory lint test-plugins examples
	cargo test $(BUILD) --doc
	$(NEXTEST)

test-unit: ## Run the tests that stand beside the code
	@scripts/tools.sh nextest redis
	$(NEXTEST) --lib --bins

test-integration: test-plugins examples ## Run the tests in tests/: the journeys through the real program
	@scripts/tools.sh nextest redis docker-registry tesseract chromium
	$(NEXTEST) --test '*'

coverage: test-plugins examples ## Measure which lines of host and SDK the tests run; fails below 80 %
	@scripts/coverage.sh "$(TARGET)"

lint: ## Check format, clippy's advice (no warning passes), shell scripts, alerts and fly.toml
	cargo fmt --all --check
	cargo clippy $(BUILD) --all-targets --quiet -- --deny warnings
	@scripts/shellcheck.sh
	@scripts/alerts.sh
	@ops/fly_check.py

alerts: ## Check the alerts (each must fire when it should) and the dashboard
	@scripts/alerts.sh

deny: ## Check licences, sources and advisories of all dependencies
	@scripts/tools.sh deny
	cargo deny --locked check

soak: plugins ## Hold 200 chats on the bot for half an hour (MINUTES=5: shorter) and look at its memory
	@debug/soak.py "$(TARGET)/release/vinbot" --plugins "$(TARGET)/plugins" --minutes "$(or $(MINUTES),30)"

format: ## Format the code
	cargo fmt --all

bench: plugins test-plugins ## Run the benchmarks and print the ratios
	cargo bench --workspace $(LOCKED) --bench '*'

dev: plugins ## Run the playground; build and start again whenever a source changes
	@exec scripts/dev.sh "$(TARGET)"

deps: ## Write workspace-hack anew after a change of dependencies
	@scripts/tools.sh hakari
	cargo hakari generate

clean: ## Remove what was built here; the cache outside the checkout stays
	cargo clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
