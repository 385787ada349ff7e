# Build, install and test. Everything stays inside this checkout, but for what
# `make install` puts under PREFIX and the caches of cargo and go.

CARGO ?= cargo
PREFIX ?= /usr/local
DESTDIR ?=
CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO CARGO_TARGET_DIR

.PHONY: all build install header test demo bench clean

all: build

build:
	$(CARGO) build --release --locked

# PREFIX=/where/it/will/live [DESTDIR=/where/to/stage/it]
install: build
	sh bindings/c/install.sh "$(CARGO_TARGET_DIR)" "$(PREFIX)" "$(DESTDIR)"

# The only writer of include/cos_err.h and include/cos_err.symbols.
header:
	COS_ERR_WRITE_HEADER=1 $(CARGO) check --locked

test:
	bash tests/lib/suites.sh

demo:
	sh tests/demo/run

bench:
	sh tests/bench/run

clean:
	$(CARGO) clean
	rm -rf build
