#!/bin/sh
# deps.sh - installs what the build, the tests and the documents need, where it is missing.
#
# On Debian and its kin with apt-get, as root or through sudo; elsewhere it says what to install.
# What looks at pages and captures besides, chromium and tshark, and what many machines need, Open MPI
# (libopenmpi-dev) and GNU parallel, is too large for that: where they are missing the tests say that they
# are skipped, and build/eleven-mpi is not built.
# Exit status: 0 nothing is missing, 4 something is and cannot be installed.

missing=

# need PACKAGE COMMAND...: the command says whether it is there
need() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

has_header() {
    echo "#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <$1>" | "${CC:-cc}" -E -x c - >/dev/null 2>&1
}

need gcc command -v "${CC:-cc}"
need libc6-dev has_header stdio.h
need make command -v make
need spin command -v spin
need libcmocka-dev has_header cmocka.h
need libjansson-dev has_header jansson.h
need graphviz command -v neato
need tcpdump command -v tcpdump
need libxml2-utils command -v xmllint

[ -z "$missing" ] && exit 0

echo "eleven needs these packages, which are missing:$missing" >&2
if ! command -v apt-get >/dev/null 2>&1; then
    echo "There is no apt-get here: install them with your system's package manager, then run make again." >&2
    exit 4
fi
if [ "$(id -u)" -eq 0 ]; then
    sudo=
elif command -v sudo >/dev/null 2>&1; then
    sudo=sudo
else
    echo "Run this as root, then run make again:  apt-get install$missing" >&2
    exit 4
fi
echo "Installing them with apt-get." >&2
# shellcheck disable=SC2086 # lists of words
if ! { $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y $missing; } >&2
then
    echo "apt-get failed; mend that, or install by hand:$missing" >&2
    exit 4
fi
