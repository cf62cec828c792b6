# Fuzzing with clang's libFuzzer. fuzz/fuzz_NAME.c is one target; its seeds are the files of fuzz/seeds/NAME/. A line
# `fuzz floor: NAME` in the target's opening comment links that floor and those below it; without one it links base.
#
# What is found lies in $(FUZZ_BUILD)/found/NAME-… until it is mended, and then becomes a seed.

FUZZ_BUILD   = $(BUILD)/fuzz
FUZZ_SRC     = $(sort $(wildcard fuzz/fuzz_*.c))
FUZZ_NAMES   = $(patsubst fuzz/fuzz_%.c,%,$(FUZZ_SRC))
FUZZ_FLAGS   = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# Rounded up: to libFuzzer no seconds means for ever.
FUZZ_EACH    = $(shell echo $$(( ($(SECONDS) + $(words $(FUZZ_NAMES)) - 1) / $(words $(FUZZ_NAMES)) )))
fuzz_floor   = $(or $(shell sed -n 's/.*fuzz floor: \([a-z]*\).*/\1/p' $(1)),base)
fuzz_libs    = $(foreach f,$(call floors_upto,$(call fuzz_floor,$(1)),$(FLOORS)),$(FUZZ_BUILD)/lib/$(f).a)

.PHONY: fuzz fuzz-build fuzz-libs fuzz-seeds seeds-build
# The archives once more, with clang and its instruments, in a build folder of their own.
fuzz-libs:
	@$(MAKE) BUILD=$(FUZZ_BUILD) CC=clang SAN= CFLAGS="-O1 -g -fsanitize=fuzzer-no-link $(FUZZ_FLAGS)" \
	    $(sort $(foreach s,$(FUZZ_SRC),$(call fuzz_libs,$(s))))

define fuzz_rule
$(FUZZ_BUILD)/fuzz_$(1): fuzz/fuzz_$(1).c fuzz-libs
	$$(Q)clang $(CPPFLAGS) $(LIB_CFLAGS) -std=c17 -O1 -g $(WARN) $(FUZZ_FLAGS) -fsanitize=fuzzer -pthread -o $$@ fuzz/fuzz_$(1).c \
	    -Wl,--start-group $$(call fuzz_libs,fuzz/fuzz_$(1).c) -Wl,--end-group $(LIBS)
endef
ifneq ($(filter fuzz fuzz-build,$(MAKECMDGOALS)),)
$(foreach n,$(FUZZ_NAMES),$(eval $(call fuzz_rule,$(n))))
endif

fuzz-build: $(patsubst %,$(FUZZ_BUILD)/fuzz_%,$(FUZZ_NAMES))

## make fuzz [SECONDS=60]            fuzz every target, from the seeds and what earlier runs kept
fuzz: fuzz-build
	@for name in $(FUZZ_NAMES); do \
		mkdir -p $(FUZZ_BUILD)/corpus/$$name $(FUZZ_BUILD)/found; \
		echo "fuzzing $$name for $(FUZZ_EACH) seconds"; \
		$(FUZZ_BUILD)/fuzz_$$name -max_total_time=$(FUZZ_EACH) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		    -verbosity=0 -artifact_prefix=$(FUZZ_BUILD)/found/$$name- $(FUZZ_BUILD)/corpus/$$name fuzz/seeds/$$name || exit 1; \
	done

# A target over its seeds alone wants no libFuzzer: fuzz/seeds.c hands them to it, in whatever build this is.
define seeds_rule
$(BUILD)/seeds/$(1): fuzz/fuzz_$(1).c fuzz/seeds.c $(call libs_upto,$(call fuzz_floor,fuzz/fuzz_$(1).c))
	@mkdir -p $$(@D)
	$$(say) TEST $$<
	$$(Q)$$(CC) $$(CPPFLAGS) $$(LIB_CFLAGS) $$(ALL_CFLAGS) -o $$@ $$(filter %.c,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $$(LIBS)
endef
$(foreach n,$(FUZZ_NAMES),$(eval $(call seeds_rule,$(n))))

seeds-build: $(patsubst %,$(BUILD)/seeds/%,$(FUZZ_NAMES))

##   fuzz-seeds                     run every fuzz target over its seeds once (SAN=address: and look for faults of memory)
fuzz-seeds: seeds-build
	@for name in $(FUZZ_NAMES); do \
		$(BUILD)/seeds/$$name fuzz/seeds/$$name/* >$(BUILD)/seeds/$$name.log || { tail -1 $(BUILD)/seeds/$$name.log; exit 1; }; \
		echo "ok - $$name: $$(wc -l <$(BUILD)/seeds/$$name.log) seeds passed"; \
	done
