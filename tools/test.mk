# Tests. tests/unit/FLOOR/test_x.c is one cmocka program that links FLOOR and the floors below it, and nothing above.

unit_pages  = $(if $(filter people measure demo,$(1)),$(TEMPLATE_OBJ))
UNIT_SRC  = $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN  = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))
# Those that open a database run on both engines (tests/unit/database.h); of these, some look at PostgreSQL alone.
unit_with = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(shell grep -lE $(1) $(UNIT_SRC))))
UNIT_DB   := $(call unit_with,'^.include "([a-z]+/)?(database|scratch|copying|server|proxy|desk|town)\.h"')
UNIT_SERVER := $(call unit_with,'return .*no_server')
T ?=
chosen = $(foreach b,$(1),$(if $(T),$(if $(findstring $(T),$(notdir $(b))),$(b)),$(b)))
UNIT_CHOSEN = $(call chosen,$(UNIT_BIN))

# The test itself is compiled as quickly as can be: what it tests was compiled as it is used.
define unit_rule
$(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(1)): $(1) $(call libs_upto,$(2)) $(call unit_pages,$(2))
	@mkdir -p $$(@D)
	$$(say) TEST $(1)
	$$(Q)$$(CC) $$(CPPFLAGS) $$(LIB_CFLAGS) -Itests/unit $$(ALL_CFLAGS) -O0 $$(QUICK_LINKER) -Wno-missing-prototypes -Wno-format-truncation -MMD -MP -o $$@ $(1) $(call unit_pages,$(2)) \
	    -Wl,--start-group $(call libs_upto,$(2)) -Wl,--end-group $$(LIBS) -lcmocka
endef
$(foreach s,$(UNIT_SRC),$(eval $(call unit_rule,$(s),$(word 3,$(subst /, ,$(s))))))
-include $(wildcard $(BUILD)/unit/*/*.d)

.PHONY: unit unit-postgres unit-build
## make unit [T=name]               build and run the unit tests (those whose file's name holds the text)
unit: $(UNIT_CHOSEN)
	@tools/run_tests.sh $^

## make unit-postgres [T=name]      those of them that open a database, on a PostgreSQL of their own
unit-postgres: $(call chosen,$(UNIT_DB))
	@tests/postgres.sh tools/run_tests.sh $^

unit-build: $(UNIT_BIN)
