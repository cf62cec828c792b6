# Files inside the binary: each group becomes one C file made by tools/embed.c, added to the floor that serves it.

$(BUILD)/tools/%: tools/%.c
	@mkdir -p $(@D)
	$(say) TOOL $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $<

SCHEMA_FILES    = $(sort $(wildcard schema/*.sql))
CATALOGUE_FILES = $(sort $(shell find catalogue -name '*.yml' 2>/dev/null))

# A folder is as new as the last file that came, went or was renamed in it.
SCHEMA_FOLDERS    = schema
CATALOGUE_FOLDERS = $(shell find catalogue -type d 2>/dev/null)

# embed NAME FILE… writes `const struct embedded embedded_NAME[]`, ended by a NULL path.
$(BUILD)/gen/embedded_schema.c: $(SCHEMA_FILES) $(SCHEMA_FOLDERS) $(call made_by,$(BUILD)/tools/embed)
	@mkdir -p $(@D)
	$(say) EMBED $@
	$(Q)$(BUILD)/tools/embed schema $(SCHEMA_FILES) > $@.new && mv $@.new $@
$(BUILD)/gen/embedded_catalogue.c: $(CATALOGUE_FILES) $(CATALOGUE_FOLDERS) $(call made_by,$(BUILD)/tools/embed)
	@mkdir -p $(@D)
	$(say) EMBED $@
	$(Q)$(BUILD)/tools/embed catalogue $(CATALOGUE_FILES) > $@.new && mv $@.new $@

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

EXTRA_store     = $(BUILD)/obj/gen/embedded_schema.o
EXTRA_catalogue = $(BUILD)/obj/gen/embedded_catalogue.o
