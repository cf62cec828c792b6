# Templates: partials into the web floor, pages into the program (and the tests of the rooms).

$(BUILD)/tools/tmpl: tools/tmpl.c tools/tmpl_html.c tools/tmpl.h
	@mkdir -p $(@D)
	$(say) TOOL $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ tools/tmpl.c tools/tmpl_html.c

PARTIALS     = $(sort $(wildcard templates/partials/*.html))
PARTIALS_H   = $(BUILD)/gen/templates/partials.h
PARTIAL_OBJ  = $(patsubst templates/%.html,$(BUILD)/obj/templates/%.o,$(PARTIALS))

$(PARTIALS_H): $(PARTIALS) $(call made_by,$(BUILD)/tools/tmpl)
	@mkdir -p $(@D)
	$(say) TMPL $@
	$(Q)$(BUILD)/tools/tmpl --header $(PARTIALS) > $@.new && mv $@.new $@

$(BUILD)/gen/templates/%.c: templates/%.html $(call made_by,$(BUILD)/tools/tmpl)
	@mkdir -p $(@D)
	$(say) TMPL $<
	$(Q)$(BUILD)/tools/tmpl $< > $@.new && mv $@.new $@

$(BUILD)/obj/templates/%.o: $(BUILD)/gen/templates/%.c $(PARTIALS_H)
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# page.c puts the layout, which is a partial, around every page.
$(call obj_of,web): | $(PARTIALS_H)

EXTRA_web = $(PARTIAL_OBJ) $(BUILD)/obj/gen/embedded_assets.o

.SECONDARY: $(patsubst templates/%.html,$(BUILD)/gen/templates/%.c,$(TEMPLATES))
