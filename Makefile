# The whole build; MODE is debug, release, asan, cover or fuzz.
# make run        build, then start the demonstration on this computer only
# make check      install what the tests need and prove everything
# make check-all  the same with longer kill loops, fuzzing and figures
# make unit       the unit tests of this mode
# make fuzz       each fuzz target for FUZZ_SECONDS (20), with clang
# make house      the rules of STYLE.md
# make tour       walk through the demonstration: pictures in tour/
# make bench-text what reads languages, in figures
# make lang-table learn the languages anew (LANG_DATA=FOLDER)
# make clean      remove what was built
MODE ?= debug
BUILD ?= build
OUT := $(BUILD)/$(MODE)
CC := gcc
PKG_CONFIG ?= pkg-config
PACKAGES := libsodium sqlite3 libcurl icu-i18n icu-uc libxml-2.0 jansson
LATE := pangocairo pangoft2 fontconfig # only their headers, which do not keep to our warnings
WARN := -Wall -Wextra -Wshadow -Wconversion -Wvla -Wstrict-prototypes -Wundef -Wformat=2 \
	-Wmissing-prototypes -Wold-style-definition -Wcast-qual -Wwrite-strings \
	-Wpointer-arith -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE -fno-common \
	-fno-delete-null-pointer-checks -fno-strict-overflow
FLAGS_debug := -O1 -g
FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -ftrivial-auto-var-init=zero
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_cover := -O0 -g --coverage
FLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined
LINK_asan := -fsanitize=address,undefined
LINK_fuzz := $(LINK_asan)
LINK_cover := --coverage
ifeq ($(MODE),fuzz)
CC := clang
endif
WERROR ?= -Werror

CFLAGS := -std=c11 -pedantic -D_GNU_SOURCE $(WARN) $(WERROR) $(HARDEN) \
	$(FLAGS_$(MODE)) -Isrc -I$(OUT)/gen -ffile-prefix-map=$(CURDIR)=. \
	$(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null) $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(LATE) 2>/dev/null))
LDFLAGS := -pie -Wl,-z,relro,-z,now,-z,noexecstack $(LINK_$(MODE))
LDLIBS := $(shell $(PKG_CONFIG) --libs libsodium sqlite3 jansson icu-i18n icu-uc 2>/dev/null) -lmd4c -lgfshare -lseccomp

SRC := $(filter-out src/main.c,$(wildcard src/*/*.c))
TMPL := $(wildcard src/page/*.tmpl)
GEN := $(patsubst src/page/%.tmpl,$(OUT)/gen/page/%,$(TMPL))
ASSET := $(patsubst src/%,$(OUT)/gen/%.c,$(wildcard src/page/*.css src/page/*.js src/*/*.table src/*/*.terms))
GEN_C := $(GEN:=.c) $(ASSET) $(OUT)/gen/page/words.c
OBJ := $(SRC:src/%.c=$(OUT)/%.o) $(GEN_C:.c=.o)
# For the build's own tools; lang.c needs what they make, spelling.c needs it.
FLOOR := $(patsubst src/%.c,$(OUT)/%.o,$(wildcard src/base/*.c) \
	$(filter-out src/text/lang.c src/text/spelling.c,$(wildcard src/text/*.c)))
RUN := ASAN_OPTIONS=detect_leaks=0 $(OUT)/tool
LIB := $(OUT)/libbothy.a
TESTS := $(patsubst test/%.c,$(OUT)/test/%,$(wildcard test/*/*_test.c))
BIN := $(OUT)/bothy

.PHONY: all bench bench-text lang-table fuzz peek unit clean help floors house run check check-all tour
all: $(BIN)
$(BIN): $(OUT)/main.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIB): $(OBJ)
	@rm -f $@
	@$(AR) rcs $@ $^

$(OUT)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# Pages, words and assets become C before anything is compiled.
$(filter-out $(FLOOR),$(SRC:src/%.c=$(OUT)/%.o)) $(OUT)/main.o $(GEN_C:.c=.o): \
	| $(GEN:=.h)

$(OUT)/tool/%: tool/%.c $(FLOOR)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(FLOOR) $(LDLIBS)
$(OUT)/tool/tmplc: tool/compiled.c tool/directive.c tool/place.c
$(OUT)/tool/lang_train: tool/lang_latin.c
$(OUT)/tool/lang_train: LDLIBS += -lm

$(OUT)/gen/page/%.c $(OUT)/gen/page/%.h: src/page/%.tmpl $(OUT)/tool/tmplc
	@mkdir -p $(@D)
	@$(RUN)/tmplc $< $(OUT)/gen/page/$*.c $(OUT)/gen/page/$*.h page/$*.h

.SECONDARY:
$(OUT)/gen/%.c: src/% $(OUT)/tool/embed
	@mkdir -p $(@D)
	@$(RUN)/embed $< >$@

$(OUT)/gen/strings: $(TMPL) $(SRC) $(OUT)/tool/tmplc
	@mkdir -p $(@D)
	@$(RUN)/tmplc --strings $(TMPL) $(SRC) | LC_ALL=C sort -u >$@

$(OUT)/gen/page/words.c: $(OUT)/gen/strings $(wildcard po/*.po) $(OUT)/tool/po2c
	@mkdir -p $(@D)
	@$(RUN)/po2c $@ $(OUT)/gen/strings po

$(OUT)/gen/%.o: $(OUT)/gen/%.c
	@$(CC) $(CFLAGS) -Wno-unused-parameter -MMD -MP -c -o $@ $<

strings: $(OUT)/gen/strings $(OUT)/tool/po2c
	@sh tool/strings.sh $(OUT)/gen/strings >$(BUILD)/bothy.pot
	@$(RUN)/po2c --missing $(OUT)/gen/strings po

# One program for each test file; each is a cmocka main.
$(OUT)/test/%: test/%.c $(LIB)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -Itest -MMD -MP $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS) -lcmocka

# Programs of the demonstration, fuzz targets, measurements.
$(OUT)/demo/live: WITH := demo/visitor.c demo/picture.c
$(OUT)/%: %.c $(LIB)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -I$(*D) -Itest -MMD -MP $(LDFLAGS) -o $@ $< $(WITH) $(LIB) $(LDLIBS)

unit: $(TESTS) floors
	@sh tool/run_tests.sh $(TESTS)

floors:
	@awk -f tool/floors.awk floors $$(git ls-files 'src/*.[ch]' 'src/**/*.[ch]')

check check-all: node_modules/.package-lock.json
	@sh tool/check.sh $(subst check,,$(subst check-,,$@))

node_modules/.package-lock.json: package-lock.json
	@sh tool/deps.sh test
	@npm ci --loglevel=error

run:
	@sh tool/deps.sh build
	@$(MAKE) --no-print-directory -s -j2 MODE=release all $(BUILD)/release/demo/live
	@sh demo/run.sh

# make peek [WORDS=…]: what the demonstration's line keeps, searched for words
peek: $(OUT)/demo/peek
	@$(OUT)/demo/peek $(BUILD)/demonstration/line $(WORDS)

lang-table: $(OUT)/tool/lang_train
	@$< src/text/lang.table $(or $(LANG_DATA),../shared/data) data/lang

house fuzz bench bench-text tour:
	@sh tool/$@.sh
help:
	@sed -n 's/^# \(make .*\)/  \1/p' Makefile

clean:
	rm -rf $(BUILD)

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
