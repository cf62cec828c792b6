# Tests of the server over real sockets, of its pages in a real browser, and what the audit costs.

HTTP_FLAGS = $(CPPFLAGS) $(LIB_CFLAGS) -Itests/http -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes
HTTP_ARCHIVES = $(foreach f,base store access web,$(BUILD)/lib/$(f).a)
HTTP_LIBS  = -Wl,--start-group $(HTTP_ARCHIVES) -Wl,--end-group $(LIBS)
HTTP_OBJ   = $(BUILD)/http/routes.o $(BUILD)/http/recorder.o $(BUILD)/http/pages.o
HTTP_DB    = $(patsubst tests/http/%.c,$(BUILD)/http/%,$(shell grep -l '"app.h"' tests/http/test_*.c))
HTTP_TESTS = $(patsubst tests/http/%.c,$(BUILD)/http/%,$(sort $(wildcard tests/http/test_*.c)))

$(BUILD)/gen/http/pages.c: tests/http/pages.html $(BUILD)/tools/tmpl
	@mkdir -p $(@D)
	$(say) TMPL $<
	$(Q)$(BUILD)/tools/tmpl $< > $@.new && mv $@.new $@
$(BUILD)/http/pages.o: $(BUILD)/gen/http/pages.c $(PARTIALS_H)
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(HTTP_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/http/%.o: tests/http/%.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(HTTP_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/http/server: $(BUILD)/http/server_main.o $(HTTP_OBJ) $(HTTP_ARCHIVES)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(BUILD)/http/server_main.o $(HTTP_OBJ) $(HTTP_LIBS)
$(BUILD)/http/bare: tests/http/bare.c
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(HTTP_FLAGS) -o $@ $< -lmicrohttpd
$(BUILD)/http/test_%: $(BUILD)/http/test_%.o $(BUILD)/http/client.o $(HTTP_OBJ) $(HTTP_ARCHIVES)
	$(say) TEST $@
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(BUILD)/http/client.o $(HTTP_OBJ) $(HTTP_LIBS) -lcmocka
-include $(wildcard $(BUILD)/http/*.d)

.SECONDARY: $(patsubst %,%.o,$(HTTP_TESTS)) $(HTTP_OBJ) $(BUILD)/http/client.o

.PHONY: http http-build templates-test browser bench-web deps-browser
http-build: $(HTTP_TESTS) $(BUILD)/http/server

## make http                        test the server over raw sockets
http: http-build $(BUILD)/bairn
	@BAIRN_TEST_SERVER=$(BUILD)/http/server tools/run_tests.sh $(HTTP_TESTS)

## make templates-test              test that templates which must be refused are refused
templates-test: $(BUILD)/tools/tmpl $(PARTIALS_H)
	@BUILD=$(BUILD) CC="$(CC)" tests/http/templates.sh

# Part of `make deps`.
deps-browser: deps-packages
	@if ! cmp -s tests/browser/package-lock.json tests/browser/node_modules/.bairn-lock; then \
	echo "npm: playwright-core and axe-core, pinned in tests/browser/package-lock.json"; \
	(cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) && \
	cp tests/browser/package-lock.json tests/browser/node_modules/.bairn-lock; fi

## make browser                     look at pages in chromium: axe, console, 360 px, no JavaScript, print
browser: $(BUILD)/http/server $(BUILD)/bairn
	@tools/run_tests.sh 'tests/browser/run.sh $(BUILD)/http/server' 'tests/browser/app.sh $(BUILD)/bairn' \
	    $(if $(BAIRN_DB),'tests/browser/app.sh $(BUILD)/bairn $(BAIRN_DB)')

bench-web: $(BUILD)/http/server $(BUILD)/http/bare
	@bench/web.sh $(BUILD)/http/server $(BUILD)/http/bare
