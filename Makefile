# eleven: TCP's state machine, verified, simulated and explained.
#
#   make            build/fsmc and build/eleven; build/eleven-mpi where Open MPI is
#   make demo       the main job, in about two minutes
#   make test       all tests
#   make check      the quick tests, before each commit
#   make verify     every bound under SPIN
#   make agree      every bound in both engines: the same counts, verdicts and rows
#   make kernel-agree  the simulator against recorded runs of a kernel, in TRACES=tests/kernel
#   make mutants    the broken tables, and every small change: does something notice?
#   make docs       the generated documents (explores every bound)
#   make gallery    docs/gallery alone, of MUTANTS="NAME..." or all
#   make bench      how fast it is here, in figures; BENCH="SECTION..." or all
#   make golden     the expected outputs of tests, to be looked at before they are committed
#   make fuzz       random inputs for the compiler's reader, for FUZZ_SECONDS=60
#   make deps       installs what is missing (Debian packages)
#   make install    to PREFIX=/usr/local, below DESTDIR
#   make clean      removes BUILD=build

BUILD  ?= build
TRACES ?= tests/kernel
PREFIX ?= /usr/local
CC     ?= cc
CFLAGS ?= -O2 -g
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all

# Says what is made; the commands themselves with V=1.
ifneq ($(V),1)
Q = @echo "  $(@:$(CURDIR)/%=%)" &&
endif

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror $(CFLAGS)
SIM_CFLAGS = $(ALL_CFLAGS) -Isim -I$(BUILD)
SIM_LIBS   = -ljansson -lpthread -ldl -lm

GEN = $(patsubst gen/%.c,%,$(sort $(wildcard gen/*.c)))
SIM = $(patsubst sim/%.c,%,$(sort $(wildcard sim/*.c)))

TABLE     = model/tcp.fsm
CITATIONS = docs/rfc9293.tsv
MODELS    = $(TABLE) model/world.fsm model/claims.fsm model/harness.pml.in
BOUNDS    = $(wildcard model/bounds/*.fsm)
READER    = $(patsubst %,gen/%.c,arena source lex names parse parse_bound parse_claims parse_expr \
                                 mutate parse_mutant parse_script parse_world rows check \
                                 check_claims check_expr check_groups ghosts world)

# A third program where Open MPI is: as its compiler says.
MPI_CFLAGS := $(patsubst -I%,-isystem %,$(shell mpicc --showme:compile 2>/dev/null))
MPI_LIBS   := $(shell mpicc --showme:link 2>/dev/null)
MPI         = main rounds gather

all: $(BUILD)/fsmc $(BUILD)/eleven $(if $(MPI_LIBS),$(BUILD)/eleven-mpi)

# ---------------------------------------------------------------- the programs

$(BUILD)/fsmc: $(GEN:%=$(BUILD)/gen/%.o)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/eleven: $(SIM:%=$(BUILD)/sim/%.o) $(BUILD)/tcp.o $(BUILD)/assets.o | $(BUILD)/links
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SIM_LIBS)

$(BUILD)/eleven-mpi: $(MPI:%=$(BUILD)/sim/mpi/%.o) $(patsubst %,$(BUILD)/sim/%.o,$(filter-out main,$(SIM))) \
                     $(BUILD)/tcp.o $(BUILD)/assets.o | $(BUILD)/links
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(MPI_LIBS) $(SIM_LIBS)

$(BUILD)/sim/mpi/%.o: sim/mpi/%.c $(wildcard sim/*.h sim/mpi/*.h) $(BUILD)/tcp.h | $(BUILD)/dirs
	@mkdir -p $(@D)
	$(Q)$(CC) $(SIM_CFLAGS) $(MPI_CFLAGS) -c -o $@ $<

$(BUILD)/gen/%.o: gen/%.c $(wildcard gen/*.h) | $(BUILD)/dirs
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/sim/%.o: sim/%.c $(wildcard sim/*.h) $(BUILD)/tcp.h | $(BUILD)/dirs
	$(Q)$(CC) $(SIM_CFLAGS) -c -o $@ $<

$(BUILD)/tcp.o $(BUILD)/assets.o: $(BUILD)/%.o: $(BUILD)/%.c $(BUILD)/tcp.h
	$(Q)$(CC) $(SIM_CFLAGS) -c -o $@ $<

$(BUILD)/tcp.h $(BUILD)/tcp.c: $(BUILD)/tcp.%: $(BUILD)/fsmc $(TABLE) $(CITATIONS)
	$(Q)$(BUILD)/fsmc --tcp-$* --citations $(CITATIONS) -o $@ $(TABLE)

# Files that are part of eleven (sim/assets.h): of each, its bytes.
ASSETS = sim/ladder.css sim/page.html sim/page.css sim/page.js sim/search.sh docs/machine.svg

$(BUILD)/assets.c: $(ASSETS) sim/assets.sh | $(BUILD)/dirs
	$(Q)sh sim/assets.sh $(ASSETS) >$@

$(BUILD)/dirs:
	@mkdir -p $(BUILD)/gen $(BUILD)/sim $(BUILD)/tests
	@touch $@

# eleven finds its models, documents and headers beside itself.
$(BUILD)/links: | $(BUILD)/dirs
	@ln -sfn "$(CURDIR)/model" $(BUILD)/model
	@ln -sfn "$(CURDIR)/docs" $(BUILD)/docs
	@ln -sfn "$(CURDIR)/sim" $(BUILD)/include
	@touch $@

# ---------------------------------------------------------------- documents


docs: all
	@sh tests/fresh.sh --update
	@BUILD=$(BUILD) sh tests/states.sh --update
	@BUILD=$(BUILD) sh tests/old_duplicates.sh --update
	@BUILD=$(BUILD) sh tests/worst.sh --update
	@BUILD=$(BUILD) sh tests/plot.sh --update
	@BUILD=$(BUILD) sh tests/gallery.sh --update

gallery: all
	@BUILD=$(BUILD) sh tests/gallery.sh --update $(MUTANTS)

# ---------------------------------------------------------------- tests

TESTS = clock ddmin exact explore fit graph histogram lex page pair parse pick plot report roots scenario simulate trace waves

$(BUILD)/tests/lex $(BUILD)/tests/parse: $(BUILD)/tests/%: tests/test_%.c $(READER) $(wildcard gen/*.h)
	$(Q)$(CC) $(ALL_CFLAGS) $(SANITIZE) -DARENA_CHUNK=0 -Igen -o $@ tests/test_$*.c $(READER) -lcmocka

# What the simulator's and the explorer's tests need of sim/, built with the sanitizers.
SIM_TESTED = $(filter-out main cmd_%,$(SIM))

$(BUILD)/tests/%.o: sim/%.c $(wildcard sim/*.h) $(BUILD)/tcp.h | $(BUILD)/dirs
	$(Q)$(CC) $(SIM_CFLAGS) $(SANITIZE) -c -o $@ $<

$(BUILD)/tests/tcp.o $(BUILD)/tests/assets.o: $(BUILD)/tests/%.o: $(BUILD)/%.c
	$(Q)$(CC) $(SIM_CFLAGS) $(SANITIZE) -c -o $@ $<

$(BUILD)/tests/libsim.a: $(SIM_TESTED:%=$(BUILD)/tests/%.o) $(BUILD)/tests/tcp.o $(BUILD)/tests/assets.o
	@rm -f $@
	$(Q) ar rcs $@ $^

$(BUILD)/tests/%: tests/test_%.c tests/records.c tests/toy.c $(wildcard tests/*.h) $(BUILD)/tests/libsim.a
	$(Q)$(CC) $(SIM_CFLAGS) $(SANITIZE) -Itests -o $@ tests/test_$*.c tests/records.c tests/toy.c \
	    $(BUILD)/tests/libsim.a -lcmocka $(SIM_LIBS)

# The simulator against what a kernel did.
AGREE = kernel_agree recording sha256 translate

$(BUILD)/tests/kernel_agree: $(AGREE:%=tests/%.c) $(wildcard tests/*.h) $(BUILD)/tests/libsim.a
	$(Q)$(CC) $(SIM_CFLAGS) $(SANITIZE) -Itests -o $@ $(AGREE:%=tests/%.c) $(BUILD)/tests/libsim.a \
	    $(SIM_LIBS)

# fsmc with the sanitizers: what the wrong inputs are given to.
$(BUILD)/tests/fsmc: $(GEN:%=gen/%.c) $(wildcard gen/*.h) | $(BUILD)/dirs
	$(Q)$(CC) $(ALL_CFLAGS) $(SANITIZE) -Igen -o $@ $(GEN:%=gen/%.c)

$(BUILD)/tests/fuzz_replay: tests/fuzz_read.c $(READER) $(wildcard gen/*.h) | $(BUILD)/dirs
	$(Q)$(CC) $(ALL_CFLAGS) $(SANITIZE) -DARENA_CHUNK=0 -DFUZZ_REPLAY -Igen -o $@ \
	    tests/fuzz_read.c $(READER)

TEST_PROGRAMS = $(TESTS:%=$(BUILD)/tests/%) $(BUILD)/tests/fsmc $(BUILD)/tests/fuzz_replay \
                $(BUILD)/tests/kernel_agree

# Fast enough to run before each commit.
check: all $(TEST_PROGRAMS)
	@BUILD=$(BUILD) sh tests/run.sh quick

test: deps
	@$(MAKE) --no-print-directory all $(TEST_PROGRAMS)
	@BUILD=$(BUILD) sh tests/run.sh full

agree: all
	@ELEVEN=$(BUILD)/eleven sh tests/agree.sh

kernel-agree: all $(BUILD)/tests/kernel_agree
	@$(BUILD)/tests/kernel_agree $(TRACES)

verify: all
	@$(BUILD)/eleven verify

bench: all
	@BUILD=$(BUILD) sh tests/bench.sh $(BENCH)

mutants: all
	@BUILD=$(BUILD) sh tests/mutants.sh >$(BUILD)/named || { cat $(BUILD)/named; false; }
	@BUILD=$(BUILD) sh tests/mutations.sh >$(BUILD)/by-rule || { cat $(BUILD)/by-rule; false; }
	@BUILD=$(BUILD) sh tests/mutants_page.sh $(BUILD)/by-rule >docs/MUTANTS.md

fuzz:
	@BUILD=$(BUILD) sh tests/fuzz.sh

golden: all $(BUILD)/tests/fsmc
	@FSMC=$(BUILD)/tests/fsmc sh tests/errors.sh --update
	@BUILD=$(BUILD) sh tests/sim.sh --update
	@BUILD=$(BUILD) sh tests/explain.sh --update
	@BUILD=$(BUILD) sh tests/pin.sh

# ---------------------------------------------------------------- demo, set-up, installation

demo: deps
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) sh tests/demo.sh

deps:
	@sh tests/deps.sh

install: all
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/eleven"
	install -d "$(DESTDIR)$(PREFIX)/share/eleven/include" "$(DESTDIR)$(PREFIX)/share/eleven/docs"
	install -m 755 $(BUILD)/eleven "$(DESTDIR)$(PREFIX)/bin/eleven"
	$(if $(MPI_LIBS),install -m 755 $(BUILD)/eleven-mpi "$(DESTDIR)$(PREFIX)/bin/eleven-mpi")
	install -m 755 $(BUILD)/fsmc "$(DESTDIR)$(PREFIX)/libexec/eleven/fsmc"
	cp -R model "$(DESTDIR)$(PREFIX)/share/eleven/"
	install -m 644 sim/engine.h sim/world.h "$(DESTDIR)$(PREFIX)/share/eleven/include"
	install -m 644 $(CITATIONS) "$(DESTDIR)$(PREFIX)/share/eleven/docs"

clean:
	rm -rf $(BUILD)

help:
	@sed -n '/^#   make/s/^#   //p' Makefile

.PHONY: all docs gallery check test agree kernel-agree verify mutants bench fuzz golden demo deps install clean help
