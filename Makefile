# Build, install and test. Everything stays inside this checkout, but for what
# `make install` puts under PREFIX and the caches of cargo and go.

CARGO ?= cargo
PREFIX ?= /usr/local
DESTDIR ?=
CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO CARGO_TARGET_DIR
# `no` leaves bin/cos-standin, the local stand-in for COS, out of `make install`.
INSTALL_STANDIN ?= yes
STANDIN_TARGET := $(CARGO_TARGET_DIR)/standin
# Empty where it is left out.
STANDIN_PROGRAM := $(if $(filter-out no,$(INSTALL_STANDIN)),$(STANDIN_TARGET)/$(if $(CARGO_BUILD_TARGET),$(CARGO_BUILD_TARGET)/)release/cos-standin)

.PHONY: all build standin install header constants test test-load fuzz proof coverage sanitize demo live bench clean

all: build

build:
	$(CARGO) build --release --locked

standin:
	$(CARGO) build --release --locked --manifest-path tests/standin/Cargo.toml --target-dir "$(STANDIN_TARGET)"

# PREFIX=/where/it/will/live [DESTDIR=/where/to/stage/it] [INSTALL_STANDIN=no]
install: build $(if $(STANDIN_PROGRAM),standin)
	sh bindings/c/install.sh "$(CARGO_TARGET_DIR)" "$(PREFIX)" "$(DESTDIR)" "$(STANDIN_PROGRAM)"

# The only writer of include/cos_err.h and include/cos_err.symbols.
header:
	COS_ERR_WRITE_HEADER=1 $(CARGO) check --locked

# What the bindings take from the header, written anew; their tests compare it.
# Needs python3, go and node.
constants: header
	python3 bindings/cpp/generate.py include/cos_err.h include/cos_err/constants.hpp
	cd bindings/go && go run ./internal/gen ../../include/cos_err.h > codes.new && mv codes.new codes.go
	python3 bindings/python/native/generate.py .
	node bindings/node/native/generate.js .
	python3 bindings/java/generate.py include/cos_err.h bindings/java/src/main/java/io/github/cos_err

test:
	bash tests/lib/suites.sh

# The tests that wait, ten times each on a machine that is busy. After `make test`.
test-load:
	bash tests/lib/load.sh

# Each fuzz target for T seconds. Needs clang and a nightly toolchain (tests/fuzz/README.md).
T ?= 60
fuzz:
	@bash tests/fuzz/run.sh $(T)

# Plants a fault for each check, which must fail on it. PLANTS=names: these only.
PLANTS ?=
proof:
	@bash tests/proof/plant.sh $(PLANTS)

# Lines of the readers, the transport and the C ABI that no test runs.
coverage:
	@bash tests/proof/coverage.sh

# The library itself under ThreadSanitizer and AddressSanitizer. Needs a nightly toolchain and clang.
sanitize:
	@bash tests/proof/sanitize.sh

demo:
	sh tests/demo/run

# Against the real COS: BUCKET=... REGION=..., keys in COS_SECRET_ID and COS_SECRET_KEY.
live:
	@sh tests/live/run "$(BUCKET)" "$(REGION)"

bench:
	sh tests/bench/run

clean:
	$(CARGO) clean
	rm -rf build
