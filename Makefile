# The whole build; MODE is debug, release, asan, cover or fuzz.
# make run        build, then start the demonstration on this computer only
# make check      install what the tests need and prove everything
# make check-all  the same with longer kill loops, fuzzing and figures
# make unit       the unit tests of this mode
# make house      the rules of STYLE.md
# make clean      remove what was built
MODE ?= debug
BUILD ?= build
OUT := $(BUILD)/$(MODE)
CC := gcc
PKG_CONFIG ?= pkg-config
PACKAGES := libsodium sqlite3 libcurl

WARN := -Wall -Wextra -Wshadow -Wconversion -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wundef -Wformat=2 \
	-Wcast-qual -Wwrite-strings -Wpointer-arith -Wswitch-enum \
	-Wimplicit-fallthrough -Wnull-dereference
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE -fno-common \
	-fno-delete-null-pointer-checks -fno-strict-overflow
FLAGS_debug := -O1 -g
FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -ftrivial-auto-var-init=zero
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
FLAGS_cover := -O0 -g --coverage
FLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined
LINK_asan := -fsanitize=address,undefined
LINK_cover := --coverage
ifeq ($(MODE),fuzz)
CC := clang
endif
WERROR ?= -Werror

CFLAGS := -std=c11 -pedantic -D_GNU_SOURCE $(WARN) $(WERROR) $(HARDEN) \
	$(FLAGS_$(MODE)) -Isrc -I$(OUT)/gen -ffile-prefix-map=$(CURDIR)=. \
	$(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
LDFLAGS := -pie -Wl,-z,relro,-z,now,-z,noexecstack $(LINK_$(MODE))
LDLIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null) \
	-lmd4c -lgfshare -lseccomp

SRC := $(filter-out src/main.c,$(wildcard src/*/*.c))
OBJ := $(SRC:src/%.c=$(OUT)/%.o)
LIB := $(OUT)/libbothy.a
TESTS := $(patsubst test/%.c,$(OUT)/test/%,$(wildcard test/*/*_test.c))
BIN := $(OUT)/bothy

.PHONY: all peek unit clean help floors house run check check-all
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

# One program for each test file; each is a cmocka main.
$(OUT)/test/%: test/%.c $(LIB)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -Itest -MMD -MP $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS) \
		-lcmocka

# The demonstration's own programs.
$(OUT)/demo/%: demo/%.c $(LIB)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -Idemo -MMD -MP $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS)

unit: $(TESTS) floors
	@sh tool/run_tests.sh $(TESTS)

floors:
	@awk -f tool/floors.awk floors $$(git ls-files 'src/*.[ch]' 'src/**/*.[ch]')

house:
	@sh tool/house.sh

check check-all: node_modules/.package-lock.json
	@sh tool/check.sh $(subst check,,$(subst check-,,$@))

node_modules/.package-lock.json: package-lock.json
	@sh tool/deps.sh test
	@npm ci --silent

run:
	@sh tool/deps.sh build
	@$(MAKE) --no-print-directory -s -j2 MODE=release all
	@sh demo/run.sh

# make peek [WORDS=…]: what the demonstration's line keeps, searched for words
peek: $(OUT)/demo/peek
	@$(OUT)/demo/peek $(BUILD)/demonstration/line $(WORDS)

help:
	@sed -n 's/^# \(make .*\)/  \1/p' Makefile

clean:
	rm -rf $(BUILD)

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
