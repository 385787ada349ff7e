#!/bin/sh
# Compiles the crates of this project with counters of lines, and no others.
exec "$@" -Cinstrument-coverage
