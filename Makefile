# Build, install and test. Everything stays inside this checkout, except for what
# `make install` puts under PREFIX and the caches of cargo and go.
# `make help` prints each line that begins with `##`, with the target below it.

CARGO ?= cargo
PREFIX ?= /usr/local
DESTDIR ?=
CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO CARGO_TARGET_DIR
# `no` leaves bin/cos-standin, the local stand-in for COS, out of `make install`.
INSTALL_STANDIN ?= yes
# `no` leaves bin/cos-err, which needs a C compiler (CC), out of it.
INSTALL_COMMAND ?= yes
export INSTALL_COMMAND
STANDIN_TARGET := $(CARGO_TARGET_DIR)/standin
# Empty where it is left out.
STANDIN_PROGRAM := $(if $(filter-out no,$(INSTALL_STANDIN)),$(STANDIN_TARGET)/$(if $(CARGO_BUILD_TARGET),$(CARGO_BUILD_TARGET)/)release/cos-standin)

.PHONY: all help build standin install header constants check test test-load fuzz proof coverage sanitize demo live bench curves soak prose reference wasm portable cross dist clean

all: build

## Prints this list.
help:
	@awk '/^## / { text = substr($$0, 4) } \
	  /^[a-z-]+:/ && text { sub(/:.*/, ""); printf "  %-10s %s\n", $$0, text; text = "" }' Makefile

## Builds the library as it is shipped (target/release); takes minutes.
build:
	$(CARGO) build --release --locked

## Builds the local stand-in for COS.
standin:
	$(CARGO) build --release --locked --manifest-path tests/standin/Cargo.toml --target-dir "$(STANDIN_TARGET)"

## Builds and installs: PREFIX=/usr/local [DESTDIR=/where/to/stage/it] [INSTALL_STANDIN=no] [INSTALL_COMMAND=no].
install: build $(if $(STANDIN_PROGRAM),standin)
	sh bindings/c/install.sh "$(CARGO_TARGET_DIR)" "$(PREFIX)" "$(DESTDIR)" "$(STANDIN_PROGRAM)"

## Writes include/cos_err.h and include/cos_err.symbols from src/ffi.
# Nothing else writes these two files.
header:
	COS_ERR_WRITE_HEADER=1 $(CARGO) check --locked

## Writes the constants of all bindings from the header, and calls from the table of operations. Needs python3, go and node.
# The tests of the bindings compare them with the header.
constants: header
	python3 bindings/cpp/generate.py include/cos_err.h include/cos_err/constants.hpp
	cd bindings/go && go run ./internal/gen ../../include/cos_err.h > codes.new && mv codes.new codes.go
	python3 bindings/python/native/generate.py .
	python3 bindings/python/native/generate_operations.py .
	node bindings/node/native/generate.js .
	node bindings/node/native/generate_operations.js .
	cp bindings/node/lib/constants.js bindings/node/lib/constants.d.ts bindings/node/lib/sdk_error.js bindings/web/lib/
	python3 bindings/java/generate.py include/cos_err.h bindings/java/src/main/java/io/github/cos_err

## After an edit: format, lint, unit tests; T=name also runs the C tests of that name.
check:
	@bash tests/lib/check.sh "$(T)"

## Builds the WebAssembly module (build/web/cos_err.wasm). Needs rust-src, or Debian's packages.
wasm:
	@bash bindings/web/build

## Links the library again for glibc 2.17 (build/portable/tree), and tests it: [TARGET=aarch64-unknown-linux-gnu] [TEST=no].
# That of another processor is in build/portable/TARGET, and an emulator runs its tests of C and C++.
ifeq ($(filter-out $(shell uname -m)-unknown-linux-gnu,$(TARGET)),)
portable:
	$(MAKE) --no-print-directory install PREFIX=build/prefix
	bash bindings/dist/portable build/prefix build/portable/tree
	[ "$(TEST)" = no ] || bash tests/dist/suites build/portable/tree build/portable/suites 2.17
else
portable: standin
	bash bindings/dist/cross "$(TARGET)" "build/cross/$(TARGET)"
	bash bindings/dist/portable "build/cross/$(TARGET)" "build/portable/$(TARGET)" "$(firstword $(subst -, ,$(TARGET)))"
	[ "$(TEST)" = no ] || bash tests/dist/cross "$(TARGET)" "build/portable/$(TARGET)" "build/portable/tests/$(TARGET)"
endif

## Builds for another target (build/cross/TARGET), and tests it: TARGET=aarch64-unknown-linux-gnu [TEST=no].
# The other one is x86_64-unknown-linux-musl. bindings/dist/README.md says what an emulator does not prove.
cross: TARGET ?= aarch64-unknown-linux-gnu
cross: standin
	bash bindings/dist/cross "$(TARGET)" "build/cross/$(TARGET)"
	[ "$(TEST)" = no ] || bash tests/dist/cross "$(TARGET)" "build/cross/$(TARGET)" "build/cross/tests/$(TARGET)"

## Makes the packages of a release (build/dist/out): VERSION=0.1.0 [TARGETS=...] [GO_MODULE=...].
dist:
	bash bindings/dist/build "$(VERSION)" build/dist/out

## Runs every test of every language; takes half an hour on two cores.
test:
	bash tests/lib/suites.sh

## After `make test`: the tests that wait, ten times each on a busy machine.
test-load:
	bash tests/lib/load.sh

## Runs each fuzz target for T seconds (60). Needs clang and a nightly toolchain.
# tests/fuzz/README.md says which one.
fuzz: T ?= 60
fuzz:
	@bash tests/fuzz/run.sh $(T)

## Plants a fault for each check, which must then fail. PLANTS=names: only these.
PLANTS ?=
proof:
	@bash tests/proof/plant.sh $(PLANTS)

## Lists the lines of the readers, the transport and the C ABI that no test runs.
coverage:
	@bash tests/proof/coverage.sh

## Runs the library under ThreadSanitizer and AddressSanitizer. Needs a nightly toolchain and clang.
sanitize:
	@bash tests/proof/sanitize.sh

## Makes calls that fail, against a local stand-in for COS, and prints each error.
demo:
	sh tests/demo/run

## Checks the assumptions about COS in a bucket of yours: BUCKET=... REGION=...
# The credentials are in COS_SECRET_ID and COS_SECRET_KEY.
live:
	@sh tests/live/run "$(BUCKET)" "$(REGION)"

## Measures the library and its peers, and fails if a bound is missed.
bench:
	sh tests/bench/run

## Measures what calls cost as one thing grows; writes tables and pictures of the reference (curves.md).
curves:
	sh tests/bench/run curves
	cp -R build/bench/curves/page/. bindings/reference/

## Makes calls of all kinds for MINUTES (30), with faults, and fails if the process then holds more than before.
soak: MINUTES ?= 30
soak:
	$(MAKE) --no-print-directory install PREFIX=build/prefix
	bash tests/load/soak.sh $(MINUTES)

## Counts what the language rules forbid in the public texts.
prose:
	@python3 tests/lib/prose.py

## Builds the reference into build/reference: C API, codes, reasons, guides; a search, a diagnosis page.
reference:
	$(MAKE) --no-print-directory install PREFIX=build/prefix
	bash bindings/web/build || [ $$? -eq 77 ]
	sh bindings/reference/site/build build/reference build/prefix build/reference-check

## Removes everything that was built.
clean:
	$(CARGO) clean
	rm -rf build
