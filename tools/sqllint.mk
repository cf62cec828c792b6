# The reader of SQL that `make lint` runs over the program and the catalogue: it holds the catalogue floor's own list.

$(BUILD)/tools/sqllint: tools/sqllint.c $(BUILD)/lib/catalogue.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(say) TOOL $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $^

lint-run: $(BUILD)/tools/sqllint
