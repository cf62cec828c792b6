# Tests. tests/unit/FLOOR/test_x.c is one cmocka program that links FLOOR and the floors below it, and nothing above.
#
#   make unit            builds and runs all of them
#   make unit T=test_day runs those whose name holds the text

floors_upto = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call floors_upto,$(1),$(wordlist 2,99,$(2))))
UNIT_SRC  = $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN  = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))
T ?=

define unit_rule
$(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(1)): $(1) $(foreach f,$(call floors_upto,$(2),$(FLOORS)),$(BUILD)/lib/$(f).a)
	@mkdir -p $$(@D)
	$(CC) $(CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes -MMD -MP -o $$@ $(1) $(if $(filter people measure,$(2)),$(TEMPLATE_OBJ)) -Wl,--start-group $(foreach f,$(call floors_upto,$(2),$(FLOORS)),$(BUILD)/lib/$(f).a) -Wl,--end-group $(LIBS) -lcmocka
endef
$(foreach s,$(UNIT_SRC),$(eval $(call unit_rule,$(s),$(word 3,$(subst /, ,$(s))))))

.PHONY: unit
## unit          build and run the unit tests (T=name runs some)
unit: $(if $(T),$(foreach b,$(UNIT_BIN),$(if $(findstring $(T),$(b)),$(b))),$(UNIT_BIN))
	tools/run_tests.sh $^
