# Tests. tests/unit/FLOOR/test_x.c is one cmocka program that links FLOOR and the floors below it, and nothing above.

floors_upto = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call floors_upto,$(1),$(wordlist 2,99,$(2))))
unit_libs   = $(foreach f,$(call floors_upto,$(1),$(FLOORS)),$(BUILD)/lib/$(f).a)
unit_pages  = $(if $(filter people measure,$(1)),$(TEMPLATE_OBJ))
UNIT_SRC  = $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN  = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))
T ?=
UNIT_CHOSEN = $(if $(T),$(foreach b,$(UNIT_BIN),$(if $(findstring $(T),$(notdir $(b))),$(b))),$(UNIT_BIN))

define unit_rule
$(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(1)): $(1) $(call unit_libs,$(2)) $(call unit_pages,$(2))
	@mkdir -p $$(@D)
	$$(say) TEST $(1)
	$$(Q)$$(CC) $$(CPPFLAGS) $$(LIB_CFLAGS) -Itests/unit $$(ALL_CFLAGS) -Wno-missing-prototypes -MMD -MP -o $$@ $(1) $(call unit_pages,$(2)) \
	    -Wl,--start-group $(call unit_libs,$(2)) -Wl,--end-group $$(LIBS) -lcmocka
endef
$(foreach s,$(UNIT_SRC),$(eval $(call unit_rule,$(s),$(word 3,$(subst /, ,$(s))))))
-include $(wildcard $(BUILD)/unit/*/*.d)

.PHONY: unit unit-build
## make unit [T=name]               build and run the unit tests (those whose file's name holds the text)
unit: $(UNIT_CHOSEN)
	@tools/run_tests.sh $^

unit-build: $(UNIT_BIN)
