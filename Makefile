# Danganku. `make` alone lists what there is to do. Needs Go, Node 20 or newer with npm, and make; the tests find or
# fetch the rest (see internal/testkit).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

# One set of build flags everywhere: another set would compile every dependency a second time.
export CGO_ENABLED := 0

GO ?= go
UI := web/app
UI_SOURCES := $(shell find $(UI)/src $(UI)/public $(UI)/*.html $(UI)/*.ts $(UI)/*.js $(UI)/package.json -type f 2>/dev/null)
GENERATED := internal/api/apigen/api.gen.go $(UI)/src/api/schema.d.ts

# Generous: the first run on a machine builds two S3 servers and an OpenID provider, and packages share the cores.
TEST_TIMEOUT ?= 30m
BENCH ?= .

# What the browser tests in web/app/e2e drive.
export DANGANKU_BIN := $(CURDIR)/bin/danganku
export CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || true)

##@ Use

.PHONY: run
run: ui build ## Build all and start the program with its data in ./data
	bin/danganku serve --data data

.PHONY: build
build: ## Build bin/danganku with the user interface that is in web/dist
	$(GO) build -o bin/danganku ./cmd/danganku

.PHONY: ui
ui: web/dist/index.html ## Build the user interface into web/dist, if its source changed

web/dist/index.html: $(UI)/node_modules/.package-lock.json $(UI_SOURCES)
	npm --prefix $(UI) run build
	touch $@

$(UI)/node_modules/.package-lock.json: $(UI)/package-lock.json
	npm --prefix $(UI) ci --no-audit --no-fund
	touch $@

##@ Check

.PHONY: test
test: test-services ui test-go test-ui test-e2e ## Run every test: Go, user interface, browser

.PHONY: test-services
test-services: ## Make sure that S3 servers, PostgreSQL, an OpenID provider and Chromium can be had, and work
	$(GO) test -timeout $(TEST_TIMEOUT) ./internal/testkit

.PHONY: test-go
test-go: ## Vet, build and test the Go packages
	$(GO) vet ./...
	$(GO) build ./...
	$(GO) test -timeout $(TEST_TIMEOUT) ./...

.PHONY: test-ui
test-ui: $(UI)/node_modules/.package-lock.json ## Check the types and run the unit tests of the user interface
	npm --prefix $(UI) run typecheck
	npm --prefix $(UI) test

.PHONY: test-e2e
test-e2e: ui build ## Run the browser tests against the built program
	npm --prefix $(UI) run e2e

.PHONY: lint
lint: $(UI)/node_modules/.package-lock.json ## Run the linters
	$(GO) tool -modfile=internal/tools/lint/go.mod golangci-lint run ./...
	npm --prefix $(UI) run lint

.PHONY: vuln
vuln: ## Look for known vulnerabilities in the code that is called (needs the network)
	$(GO) tool -modfile=internal/tools/vuln/go.mod govulncheck ./...

.PHONY: bench
bench: ## Run the benchmarks; BENCH=regexp chooses
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout $(TEST_TIMEOUT) ./...

##@ Change

.PHONY: generate
generate: $(UI)/node_modules/.package-lock.json ## Make the code that follows from internal/api/openapi.yaml
	cd internal/api/apigen && \
		$(GO) tool -modfile=../../tools/openapi/go.mod oapi-codegen -config oapi-codegen.yaml ../openapi.yaml
	npm --prefix $(UI) run generate

.PHONY: check-generate
check-generate: ## Fail if the generated code does not follow from the contract
	before=$$(sha256sum $(GENERATED)); \
	$(MAKE) --no-print-directory generate; \
	if [ "$$before" != "$$(sha256sum $(GENERATED))" ]; then \
		echo 'generated code was stale; it is renewed now, commit it:' $(GENERATED) >&2; exit 1; \
	fi

.PHONY: clean
clean: ## Remove what was built; data and caches stay
	rm -rf bin $(UI)/node_modules
	find web/dist -mindepth 1 ! -name .gitkeep -delete

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
