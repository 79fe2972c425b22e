# gongkai. `make help` lists the verbs.

VERSION := 0.1.0
PREFIX ?= /usr/local
BUILD ?= build
CC ?= cc
CFLAGS ?= -O2 -g
PACKAGES := harfbuzz harfbuzz-subset freetype2 fontconfig expat yajl libdeflate libqpdf nettle cairo cairo-svg xlsxwriter
TEST_PACKAGES := cmocka

# Looked up only when something is compiled, since `make deps` may have to install pkg-config first.
LIBS = $(shell pkg-config --libs $(PACKAGES)) -lhpdf
TEST_LIBS = $(shell pkg-config --libs $(TEST_PACKAGES)) $(LIBS)
ALL_CFLAGS = -std=gnu11 -Wall -Wextra -Werror -MMD -MP -D_GNU_SOURCE -Iinclude -Isrc $(EXTRA) $(CFLAGS) \
	-DGONGKAI_VERSION='"$(VERSION)"' -DGONGKAI_DATADIR='"$(PREFIX)/share/gongkai"' \
	$(shell pkg-config --cflags $(PACKAGES))

SOURCES := $(filter-out src/command/main.c,$(wildcard src/*/*.c src/*/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o)
LIBRARY := $(BUILD)/libgongkai.a
PROGRAM := $(BUILD)/gongkai
TESTS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/test_*.c))
FUZZERS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/fuzz_*.c))
TOOLS := $(BUILD)/synthesize $(BUILD)/bench $(BUILD)/peersource
EXAMPLE := examples/yangquan-2024.json
FORMATTED := include/*.h $(wildcard src/*/*.[ch] src/*/*/*.[ch] tests/*.[ch])

.PHONY: help demo check test build bench asan fuzz lint format regen install clean deps
.DELETE_ON_ERROR:

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

demo: ## install what is missing, build, make an example disclosure
	@scripts/deps build
	@$(MAKE) -s --no-print-directory build
	@$(PROGRAM) render $(EXAMPLE) -o $(BUILD)/yangquan-2024.pdf
	@echo "made $(BUILD)/yangquan-2024.pdf from $(EXAMPLE)"

check: ## install what is missing, build, pass all tests
	@scripts/deps build check
	@$(MAKE) -s --no-print-directory test

test: build $(TOOLS) $(TESTS) ## pass all tests, installing nothing
	@scripts/run-tests $(TESTS)

build: $(PROGRAM) ## build the library and the program

bench: build ## measure stages, sizes, memory, batches; BENCH_FULL=1 takes 10,000 agencies
	@scripts/deps build
	@$(MAKE) -s --no-print-directory $(TOOLS)
	@scripts/bench $(BUILD)

asan: ## run the whole suite under AddressSanitizer and UBSan
	@scripts/deps build check
	@$(MAKE) -s --no-print-directory test BUILD=$(BUILD)/asan CFLAGS="-O1 -g" \
		EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"

fuzz: ## fuzz the readers for a minute each
	@scripts/deps build fuzz
	@$(MAKE) -s --no-print-directory BUILD=$(BUILD)/fuzz CC=clang CFLAGS="-O1 -g" \
		EXTRA="-fsanitize=fuzzer-no-link,address,undefined" fuzzers
	@for f in $(notdir $(FUZZERS)); do echo "$$f"; mkdir -p $(BUILD)/fuzz/corpus-$$f; \
		$(BUILD)/fuzz/$$f -max_total_time=60 -close_fd_mask=3 $(BUILD)/fuzz/corpus-$$f || exit 1; done

.PHONY: fuzzers
fuzzers: $(FUZZERS)

lint: ## clang-format, clang-tidy and cppcheck
	@scripts/deps build check lint
	@clang-format --dry-run -Werror $(FORMATTED)
	@cppcheck -q --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
		--language=c --suppress=missingIncludeSystem --suppress=unknownMacro \
		--suppress=duplicateAssignExpression --suppress=CastIntegerToAddressAtReturn -Iinclude -Isrc src
	@clang-tidy --quiet --warnings-as-errors="*" $(SOURCES) src/command/main.c -- $(filter-out -MMD -MP,$(ALL_CFLAGS)) 2>/dev/null
	@echo "lint: clean"

format: ## format all C files
	@clang-format -i $(FORMATTED)

regen: build $(TESTS) ## show how the goldens would change, and replace them if you agree
	@scripts/regen $(TESTS)

# The library looks for its data below the PREFIX it is installed to, whatever it was built for.
install: build ## install the program, the library and their data below PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include \
		$(DESTDIR)$(PREFIX)/share/gongkai $(DESTDIR)$(PREFIX)/share/man/man1
	install $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/gongkai
	cp $(LIBRARY) $(DESTDIR)$(PREFIX)/lib/libgongkai.a
	@$(CC) $(ALL_CFLAGS) -c -o $(BUILD)/house.o src/press/house.c
	ar r $(DESTDIR)$(PREFIX)/lib/libgongkai.a $(BUILD)/house.o
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: gongkai' 'Version: $(VERSION)' \
		'Description: disclosures of final accounts (部门决算公开) as PDF' 'Requires: $(PACKAGES)' \
		'Cflags: -I$${prefix}/include' 'Libs: -L$${prefix}/lib -lgongkai -lhpdf' \
		>$(DESTDIR)$(PREFIX)/lib/pkgconfig/gongkai.pc
	install -m 644 include/gongkai.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 docs/gongkai.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	cp -R templates subjects fonts examples $(DESTDIR)$(PREFIX)/share/gongkai/

deps: ## install everything the other verbs need
	@scripts/deps build check lint fuzz

clean:
	rm -rf $(BUILD)

$(PROGRAM): $(BUILD)/obj/command/main.o $(LIBRARY)
	@$(CC) $(EXTRA) $(CFLAGS) -o $@ $^ $(LIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/test_%: tests/test_%.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -DSOURCE_ROOT='"$(CURDIR)"' -DPROGRAM='"$(abspath $(PROGRAM))"' -DSYNTHESIZE='"$(abspath $(BUILD))/synthesize"' -o $@ $< $(LIBRARY) $(TEST_LIBS)

$(BUILD)/bench: tests/bench.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/synthesize $(BUILD)/peersource: $(BUILD)/%: tests/%.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/fuzz_%: tests/fuzz_%.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -DSOURCE_ROOT='"$(CURDIR)"' -o $@ $< $(LIBRARY) $(LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
