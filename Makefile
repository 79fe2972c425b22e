# gongkai. `make help` lists the verbs.

VERSION := 0.1.0
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
BUILD ?= build
CC ?= cc
# A batch takes 3 % less time than with -O2.
CFLAGS ?= -O3 -g
FUZZ_SECONDS ?= 60
# What makes an overrun end the program instead of serving whoever caused it.
SECURE ?= -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2
SECURE_LINK ?= -pie -Wl,-z,relro,-z,now,-z,noexecstack
# Set to -Werror by those who change the program; others may have a compiler that warns of more.
WERROR ?=
PACKAGES := harfbuzz harfbuzz-subset freetype2 fontconfig expat yajl libdeflate nettle freexl
# Loaded when needed (src/base/libraries.c), by the names they have where this is built.
LAZY_PACKAGES := cairo cairo-svg libmicrohttpd libqpdf xlsxwriter libxml-2.0 libzip pango
TEST_PACKAGES := cmocka pangocairo pangoft2

# Looked up only when something is compiled, since `make deps` may have to install pkg-config first.
LIBS = $(shell pkg-config --libs $(PACKAGES)) -lhpdf -lunistring
TEST_LIBS = $(shell pkg-config --libs $(TEST_PACKAGES) $(LAZY_PACKAGES)) $(LIBS)
SONAMES = $(foreach lib,cairo microhttpd pango-1.0 qpdf xlsxwriter xml2 zip,-DSONAME_$(shell echo $(lib) | tr a-z.- A-Z__)='"$(shell \
	objdump -p $$($(CC) -print-file-name=lib$(lib).so) | awk '/SONAME/ {print $$2}')"')
ALL_CFLAGS = -std=gnu11 -Wall -Wextra -Wcast-qual $(WERROR) -fPIC -fvisibility=hidden -MMD -MP -D_GNU_SOURCE -Iinclude -Isrc $(EXTRA) \
	$(SECURE) $(CFLAGS) -ffile-prefix-map=$(CURDIR)=. \
	-DGONGKAI_VERSION='"$(VERSION)"' -DGONGKAI_DATADIR='"$(PREFIX)/share/gongkai"' \
	-DGONGKAI_BINDIR='"$(PREFIX)/bin"' \
	$(shell pkg-config --cflags $(PACKAGES) $(LAZY_PACKAGES))

# What is the program's alone: its functions of memory, which end it when there is none.
OWN := src/command/main.c src/command/memory.c
# The library of others, which asks the program; its functions are those of src/press/library.c.
CLIENT := src/remote/client.c
SOURCES := $(filter-out $(OWN) $(CLIENT),$(wildcard src/*/*.c src/*/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/serve/page.o
# The page that `gongkai serve` shows, compiled in.
PAGE := $(wildcard src/serve/page/*)
# Every function, for the program and the tests.
LIBRARY := $(BUILD)/inside.a
# What others link shows the functions of gongkai.h only.
SONAME := libgongkai.so.0
SHARED := $(BUILD)/libgongkai.so.$(VERSION)
STATIC := $(BUILD)/libgongkai.a
LINKED := $(BUILD)/obj/remote/client.o $(BUILD)/obj/remote/parcel.o
PROGRAM := $(BUILD)/gongkai
TESTS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/test_*.c))
FUZZERS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/fuzz_*.c))
TOOLS := $(BUILD)/synthesize $(BUILD)/bench $(BUILD)/peersource
EXAMPLE := examples/yangquan-2024.json
FORMATTED := include/*.h $(wildcard src/*/*.[ch] src/*/*/*.[ch] tests/*.[ch])

.PHONY: help demo check test build bench asan tsan valgrind torture growth packages reproducible analyze coverage mutate fuzz lint format regen library manual pictures install uninstall clean deps
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

test: build library $(TOOLS) $(BUILD)/faults.so $(BUILD)/embed $(TESTS) ## pass all tests, installing nothing
	@scripts/run-tests $(TESTS)

build: $(PROGRAM) ## build the library and the program

bench: build ## measure stages, sizes, memory, batches; BENCH_FULL=1 takes 10,000 agencies
	@scripts/deps build
	@$(MAKE) -s --no-print-directory $(TOOLS)
	@scripts/bench $(BUILD)

asan: ## run the whole suite under AddressSanitizer and UBSan
	@scripts/deps build check
	@LSAN_OPTIONS=suppressions=$(CURDIR)/tests/leaks.txt:print_suppressions=0 \
		$(MAKE) -s --no-print-directory test BUILD=$(BUILD)/asan CFLAGS="-O1 -g" \
		SECURE= SECURE_LINK= \
		EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"

tsan: ## render in eight threads under ThreadSanitizer
	@scripts/deps build check
	@$(MAKE) -s --no-print-directory BUILD=$(BUILD)/tsan CFLAGS="-O1 -g" SECURE= SECURE_LINK= \
		EXTRA="-fsanitize=thread" build $(BUILD)/tsan/test_threads
	@TSAN_OPTIONS=suppressions=$(CURDIR)/tests/races.txt:print_suppressions=0 $(BUILD)/tsan/test_threads

valgrind: build ## read, render, verify under valgrind
	@scripts/deps build check fuzz
	@scripts/valgrind $(PROGRAM)

torture: build $(BUILD)/faults.so $(BUILD)/embed $(BUILD)/test_torture ## let each allocation fail in turn, and much else
	@GONGKAI_TORTURE=1 $(BUILD)/test_torture

growth: build $(BUILD)/test_growth ## time and memory of 100,000 of each thing that a file can hold many of
	@GONGKAI_GROWTH=100000 $(BUILD)/test_growth

packages: build $(BUILD)/test_packages ## make documents of 500 packages at random, and verify each
	@GONGKAI_PACKAGES=500 $(BUILD)/test_packages

reproducible: ## build the program in two folders, and compare
	@scripts/deps build
	@scripts/reproducible

analyze: ## look for faults on the paths through each file, with gcc -fanalyzer
	@scripts/deps build
	@set -e; for file in $(SOURCES) $(CLIENT); do \
		gcc $(filter-out -MMD -MP,$(ALL_CFLAGS)) $(SONAMES) -fanalyzer -fanalyzer-verbosity=0 \
			-fdiagnostics-plain-output -c -o /dev/null $$file; done

coverage: ## the share of lines that the suite runs, and the messages that it produces
	@scripts/deps build check
	@scripts/coverage $(BUILD)/coverage

mutate: ## change the program at 40 places, tell what no test notices; ARGS="--folder check --sample 9"
	@scripts/deps build check
	@scripts/mutate $(BUILD) $(ARGS)

# That nothing is copied from or compared with nowhere is no fault (and none in C from 2024 on).
fuzz: build ## fuzz each way in for FUZZ_SECONDS (60)
	@scripts/deps build fuzz
	@$(MAKE) -s --no-print-directory BUILD=$(BUILD)/fuzz CC=clang CFLAGS="-O1 -g" \
		SECURE= SECURE_LINK= \
		EXTRA="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=nonnull-attribute -fno-sanitize-recover=all" fuzzers
	@scripts/fuzz $(BUILD)/fuzz $(FUZZ_SECONDS)

.PHONY: fuzzers
fuzzers: $(FUZZERS)

lint: ## clang-format, clang-tidy and cppcheck
	@scripts/deps build check lint
	@clang-format --dry-run -Werror $(FORMATTED)
	@cppcheck -q --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
		--language=c --suppress=missingIncludeSystem --suppress=unknownMacro \
		--suppress=duplicateAssignExpression --suppress=CastIntegerToAddressAtReturn -Iinclude -Isrc src
	@clang-tidy --quiet --warnings-as-errors="*" $(SOURCES) $(CLIENT) src/command/main.c -- $(filter-out -MMD -MP,$(ALL_CFLAGS)) $(SONAMES) 2>/dev/null
	@echo "lint: clean"

format: ## format all C files
	@clang-format -i $(FORMATTED)

# The pages that the READMEs show.
pictures: build
	@for page in cover:yangquan-2024.json:1 table:yangquan-2024.json:9 chart:lezhi-2020.json:5 text:lezhi-2020.json:8; do \
		set -- $$(echo $$page | tr : ' '); \
		$(PROGRAM) --quiet render examples/$$2 --png docs/pictures/$$1.png --pages $$3-$$3 --dpi 72; done

# The manual pages say what the program says of itself.
manual: build
	@scripts/manual $(PROGRAM) en >docs/gongkai.1
	@scripts/manual $(PROGRAM) zh >docs/zh/gongkai.1

regen: build manual $(TESTS) ## show how the goldens would change, and replace them if you agree
	@scripts/regen $(TESTS)

library: $(PROGRAM) $(SHARED) $(STATIC)

# The library looks for its data below the PREFIX it is built for.
SHARE = $(DESTDIR)$(PREFIX)/share
install: build library ## install the program, the library and their data below PREFIX
	@install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include \
		$(SHARE)/gongkai $(SHARE)/man/man1 $(SHARE)/man/zh_CN/man1 $(SHARE)/doc/gongkai/zh \
		$(SHARE)/bash-completion/completions $(SHARE)/zsh/vendor-completions
	@install $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/gongkai
	@install -m 644 $(STATIC) $(SHARED) $(DESTDIR)$(LIBDIR)/
	@ln -sf libgongkai.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	@ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libgongkai.so
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'Name: gongkai' 'Version: $(VERSION)' \
		'Description: disclosures of final accounts (部门决算公开) as PDF' \
		'Cflags: -I$${prefix}/include' 'Libs: -L$${libdir} -lgongkai' \
		>$(DESTDIR)$(LIBDIR)/pkgconfig/gongkai.pc
	@install -m 644 include/gongkai.h $(DESTDIR)$(PREFIX)/include/
	@install -m 644 docs/gongkai.1 $(SHARE)/man/man1/
	@install -m 644 docs/zh/gongkai.1 $(SHARE)/man/zh_CN/man1/
	@install -m 644 README.md README.zh-CN.md NEWS NOTICE LICENSE $(wildcard docs/*.md docs/*.json) $(SHARE)/doc/gongkai/
	@install -m 644 $(wildcard docs/zh/*.md docs/zh/*.json) $(SHARE)/doc/gongkai/zh/
	@install -m 644 completions/gongkai.bash $(SHARE)/bash-completion/completions/gongkai
	@install -m 644 completions/_gongkai $(SHARE)/zsh/vendor-completions/
	@install -d $(DESTDIR)$(PREFIX)/lib/systemd/system $(SHARE)/doc/gongkai/deploy
	@sed 's|/usr/bin/|$(PREFIX)/bin/|' deploy/gongkai.service >$(DESTDIR)$(PREFIX)/lib/systemd/system/gongkai.service
	@install -m 644 deploy/nginx.conf deploy/Dockerfile $(SHARE)/doc/gongkai/deploy/
	@cp -R templates subjects fonts examples $(SHARE)/gongkai/
	@echo "installed below $(DESTDIR)$(PREFIX)"

uninstall: ## remove what install put below PREFIX
	@rm -rf $(DESTDIR)$(PREFIX)/bin/gongkai $(DESTDIR)$(PREFIX)/lib/systemd/system/gongkai.service $(DESTDIR)$(LIBDIR)/libgongkai.* \
		$(DESTDIR)$(LIBDIR)/pkgconfig/gongkai.pc $(DESTDIR)$(PREFIX)/include/gongkai.h \
		$(SHARE)/man/man1/gongkai.1 $(SHARE)/man/zh_CN/man1/gongkai.1 \
		$(SHARE)/bash-completion/completions/gongkai $(SHARE)/zsh/vendor-completions/_gongkai \
		$(SHARE)/doc/gongkai $(SHARE)/gongkai
	@echo "removed from $(DESTDIR)$(PREFIX)"

deps: ## install everything the other verbs need
	@scripts/deps build check lint fuzz

clean:
	rm -rf $(BUILD)

$(PROGRAM): $(OWN:src/%.c=$(BUILD)/obj/%.o) $(LIBRARY)
	@$(CC) $(EXTRA) $(SECURE) $(CFLAGS) $(SECURE_LINK) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/faults.so: tests/faults.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu11 -Wall -Wextra $(WERROR) -D_GNU_SOURCE -O1 -fPIC -shared -o $@ $< -ldl

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	@ar rcsD $@ $^

$(SHARED): $(LINKED)
	@$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=src/press/exports.map -Wl,-z,defs,-z,relro,-z,now $(EXTRA) $(CFLAGS) $(LDFLAGS) -o $@ $^
	@ln -sf $(@F) $(BUILD)/$(SONAME)
	@ln -sf $(SONAME) $(BUILD)/libgongkai.so

$(STATIC): $(LINKED)
	@ld -r -o $(BUILD)/libgongkai.o $^
	@objcopy --localize-hidden $(BUILD)/libgongkai.o
	@rm -f $@
	@ar rcs $@ $(BUILD)/libgongkai.o

$(BUILD)/obj/base/libraries.o: ALL_CFLAGS += $(SONAMES)

$(BUILD)/page.c: scripts/embed $(PAGE)
	@mkdir -p $(@D)
	@scripts/embed $(PAGE) >$@

$(BUILD)/obj/serve/page.o: $(BUILD)/page.c
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/test_%: tests/test_%.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -O1 -DSOURCE_ROOT='"$(CURDIR)"' -DBUILD='"$(abspath $(BUILD))"' -DPROGRAM='"$(abspath $(PROGRAM))"' -DSYNTHESIZE='"$(abspath $(BUILD))/synthesize"' -DFAULTS='"$(abspath $(BUILD))/faults.so"' -DEMBED='"$(abspath $(BUILD))/embed"' -o $@ $< $(LIBRARY) $(TEST_LIBS)

$(BUILD)/bench: tests/bench.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/synthesize $(BUILD)/peersource: $(BUILD)/%: tests/%.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

$(BUILD)/embed: tests/embed.c $(SHARED)
	@$(CC) $(ALL_CFLAGS) -o $@ $< -L$(BUILD) -lgongkai -Wl,-rpath,'$$ORIGIN'

$(BUILD)/fuzz_%: tests/fuzz_%.c $(LIBRARY)
	@$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -DSOURCE_ROOT='"$(CURDIR)"' -o $@ $< $(LIBRARY) $(LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
