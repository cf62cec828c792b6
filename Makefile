# Bairn's one Makefile; tools/*.mk hold its parts. `make help` lists what a person asks for.
#
# Objects of each floor go into an archive of their own, and a test links only its floor and those below: what the
# design forbids to include does not even link.

.DEFAULT_GOAL = all
MAKEFLAGS += --no-print-directory
BUILD    ?= build
PREFIX   ?= /usr/local
CHILDREN ?= 20000
SEED     ?= 1
SERVE    ?= 1
SECONDS  ?= 60
SAN      ?=
V        ?= 0
VERSION  := $(shell sed -n 's/^\#define VERSION "\(.*\)"/\1/p' src/main.c)

# Targets that start other targets build on every core unless -j was given.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

ifeq ($(origin CC),default)
CC = gcc
endif
# For what is linked by the hundred and not given to anybody: tests.
QUICK_LINKER := $(if $(shell command -v ld.gold),-fuse-ld=gold)
, := ,
ifneq ($(SAN),)
override BUILD := $(BUILD)/$(SAN)
# The address sanitizer's build looks for undefined behaviour as well: the two go together, and one run serves both.
SANFLAGS = -fsanitize=$(SAN)$(if $(filter address,$(SAN)),$(,)undefined) -fno-omit-frame-pointer
ifneq ($(SAN),thread)
SANFLAGS += -fno-sanitize-recover=all
endif
# What a sanitizer puts in is half as long to compile at this level, and of the lines alone a quarter less long to link than with every
# variable. Warnings are the other builds': they mislead in this one.
SANFLAGS += -w $(QUICK_LINKER)
CFLAGS ?= -O1 -g1
endif

# A recipe says in one line what it makes; V=1 shows the commands instead.
ifeq ($(V),1)
say = @:
else
say = @printf '  %-5s %s\n'
Q   = @
endif

WARN    = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS  ?= -O2 -g
CPPFLAGS += -D_GNU_SOURCE -Isrc -I$(BUILD)/gen
ALL_CFLAGS = -std=c17 $(CFLAGS) $(LEVEL) $(WARN) $(SANFLAGS) -pthread
# Linking is loops over arrays: a twentieth less time. Not where somebody says how to compile.
ifeq ($(origin CFLAGS)$(SAN),file)
$(BUILD)/obj/linkage/%.o: LEVEL = -O3
endif
PACKAGES = sqlite3 libpq libmicrohttpd yaml-0.1 libxml-2.0 libsodium xlsxwriter zlib jansson
LIB_CFLAGS := $(shell pkg-config --cflags libxml-2.0 libpq 2>/dev/null)
LIBS    := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lRmath -lm

ifeq ($(filter deps% demo check% lint bench clean help,$(MAKECMDGOALS)),)
ifneq ($(shell pkg-config --exists $(PACKAGES) 2>/dev/null && echo all),all)
$(warning Some of the libraries that Bairn is built on are missing here: run `make deps` first)
endif
endif

# The floors, from the ground; rooms last. A later floor may use an earlier one.
FLOORS  = base store catalogue stats linkage access web people measure demo
floors_upto = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call floors_upto,$(1),$(wordlist 2,99,$(2))))
libs_upto   = $(foreach f,$(call floors_upto,$(1),$(FLOORS)),$(BUILD)/lib/$(f).a)
src_of  = $(sort $(wildcard src/$(1)/*.c) $(wildcard src/$(1)/*/*.c))
obj_of  = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(call src_of,$(1)))
TEMPLATES = $(sort $(wildcard templates/*/*.html))
TEMPLATE_OBJ = $(patsubst templates/%.html,$(BUILD)/obj/templates/%.o,$(filter-out templates/partials/%,$(TEMPLATES)))
ARCHIVES = $(foreach f,$(FLOORS),$(BUILD)/lib/$(f).a)

# A source archive (make dist) carries the generated C in generated/. There the generators are built but run only for a
# file that somebody changes: `target: files $(call made_by,TOOL)`.
made_by = $(if $(wildcard generated),|,) $(1)
ifneq ($(wildcard generated),)
$(shell mkdir -p $(BUILD)/gen && cp -rpn generated/. $(BUILD)/gen)
endif

.PHONY: all help clean lib
## make [V=1]                       build bairn: build/bairn
all: $(BUILD)/bairn

## make help                        show this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

include tools/tmpl.mk $(filter-out tools/tmpl.mk,$(sort $(wildcard tools/*.mk)))

lib: $(ARCHIVES)

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(LIB_CFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

define archive_rule
$(BUILD)/lib/$(1).a: $(call obj_of,$(1)) $$(EXTRA_$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(say) AR $$@
	$$(Q)ar rcs $$@ $$(filter %.o,$$^)
endef
$(foreach f,$(FLOORS),$(eval $(call archive_rule,$(f))))

$(BUILD)/bairn: $(BUILD)/obj/main.o $(TEMPLATE_OBJ) $(ARCHIVES)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(BUILD)/obj/main.o $(TEMPLATE_OBJ) -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS)

## make clean                       remove the build folder
clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
