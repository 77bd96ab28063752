# Everything that is done with Hikae, each by one word. `make run` needs Rust, git and a C compiler and fetches the rest;
# `make test` also needs Node.js, Chromium, PostgreSQL and Go, and says so (as root on Debian it installs the latter three).
# Why the browser part is built here, step by step: docs/decisions/0001-build-without-cargo-leptos.md

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

TARGET := $(or $(CARGO_TARGET_DIR),target)
SITE := target/site
HIKAE := $(TARGET)/release/hikae
HIKAE_DEBUG := $(TARGET)/debug/hikae
WASM := $(TARGET)/wasm32-unknown-unknown/wasm-release
STYLES := $(patsubst %,style/%.css,main tokens base layout components pages work print)
PUBLIC := $(shell find public -type f 2>/dev/null)

# The same selection of crates in every step, so that their features agree and nothing is compiled twice.
SERVER := -p domain -p app --features app/ssr -p server -p migrations
BROWSER := -p frontend -p verifier --target wasm32-unknown-unknown

help: ## this list
	@sed -nE 's/^([a-z0-9-]+):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# --- live with it ---------------------------------------------------------------------------------------------------

run: site release ## build, migrate, seed an empty database, serve http://localhost:3000
	$(HIKAE) serve --demo

reset: ## throw away all local data: database, keys, demo
	rm -rf var
	mkdir var

openapi: debug ## write docs/openapi.json anew
	$(HIKAE_DEBUG) openapi > docs/openapi.json

release:
	cargo build --release -p server

# --- the browser parts ----------------------------------------------------------------------------------------------

site: wasm style public ## everything below target/site

wasm: target-wasm32 ## the browser bundle, and the module that verifies receipts
	cargo build $(BROWSER) --profile wasm-release
	@$(MAKE) --no-print-directory $(SITE)/pkg/hikae_bg.wasm $(SITE)/pkg/verifier_bg.wasm $(SITE)/pkg/verify.js

$(SITE)/pkg/hikae_bg.wasm: $(WASM)/frontend.wasm
$(SITE)/pkg/verifier_bg.wasm: $(WASM)/verifier.wasm
$(SITE)/pkg/%_bg.wasm:
	bindgen=$$(scripts/wasm-bindgen); $$bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
		--out-name $* --out-dir $(@D) $<

$(SITE)/pkg/verify.js: frontend/verifier/verify.js
	cp $< $@

style: $(SITE)/pkg/hikae.css ## the style sheet

$(SITE)/pkg/hikae.css: $(STYLES)
	@mkdir -p $(@D)
	cat $(STYLES) > $@

public: $(PUBLIC:public/%=$(SITE)/%)

$(SITE)/%: public/%
	@mkdir -p $(@D)
	cp $< $@

# --- what has to hold -----------------------------------------------------------------------------------------------

test: tools check-server tests-and-browser openapi-same e2e ## everything, as CI does

check: check-server check-browser ## format and lints, server and browser builds

check-server: need-lints
	cargo fmt --check
	cargo clippy $(SERVER) --all-targets -- -D warnings

check-browser: target-wasm32 need-lints
	cargo clippy $(BROWSER) -- -D warnings

unit: ## unit and property tests; ARGS=choice for those with that word in their names
	cargo test $(SERVER) --lib $(ARGS)

it: need-postgresql need-go ## the server's stories, on SQLite and on a throw-away PostgreSQL; ARGS as above
	cargo test $(SERVER) --test it $(ARGS)

all-rust-tests: need-postgresql need-go
	cargo test $(SERVER) --no-fail-fast

# The tests of Rust wait for disks and clocks: meanwhile the browser parts are built and linted.
tests-and-browser: target-wasm32
	nice $(MAKE) --no-print-directory site check-browser & browser=$$!; trap 'kill $$browser 2> /dev/null || true' EXIT; \
	$(MAKE) --no-print-directory all-rust-tests; wait $$browser

# The server as the tests build it: they have compiled it already.
debug:
	cargo test $(SERVER) --test it --no-run

openapi-same: debug
	$(HIKAE_DEBUG) openapi | diff docs/openapi.json - || { echo 'docs/openapi.json is not what the code says: make openapi' >&2; exit 1; }

e2e: debug site need-browser end2end/node_modules ## the product in Chromium; ARGS='choices --project=js-ja' for a part
	cd end2end && npx tsc --noEmit && npx tsc --noEmit -p ../frontend/verifier && E2E_SERVER=$(abspath $(HIKAE_DEBUG)) npx playwright test $(ARGS)

hammer: need-postgresql ## decide, read, kill and verify without pause, for HAMMER_SECONDS=60
	HAMMER_SECONDS=$(or $(HAMMER_SECONDS),60) cargo test $(SERVER) --test it the_hammer_on -- --nocapture --test-threads 1

bench: site release ## checks and decisions per second on this machine
	scripts/bench $(HIKAE)
	scripts/bench-decisions $(HIKAE)

# --- what has to be there -------------------------------------------------------------------------------------------

tools: target-wasm32 need-lints need-browser need-postgresql need-go end2end/node_modules

target-wasm32 need-lints need-browser need-postgresql need-go:
	@scripts/need $@

end2end/node_modules: end2end/package-lock.json
	cd end2end && npm ci --no-audit --no-fund
	@touch $@

.PHONY: help run reset openapi release site wasm style public test check check-server check-browser unit it all-rust-tests tests-and-browser debug openapi-same e2e hammer bench \
	tools target-wasm32 need-lints need-browser need-postgresql need-go
