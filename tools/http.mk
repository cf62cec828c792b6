# Tests of the server over real sockets, of its pages in a real browser, and what the audit costs.
#
#   make http            the server's own tests, over raw sockets
#   make templates-test  templates that must not compile do not
#   make browser         pages of the test server in chromium: axe, console, 360 px, without JavaScript
#   make bench-web       requests a second, with and without the audit, against bare libmicrohttpd

HTTP_FLAGS = $(CPPFLAGS) -Itests/http $(ALL_CFLAGS) -Wno-missing-prototypes
HTTP_LIBS  = -Wl,--start-group $(foreach f,base store access web,$(BUILD)/lib/$(f).a) -Wl,--end-group $(LIBS)
HTTP_OBJ   = $(BUILD)/http/routes.o $(BUILD)/http/recorder.o $(BUILD)/http/pages.o

$(BUILD)/gen/http/pages.c: tests/http/pages.html $(BUILD)/tools/tmpl
	@mkdir -p $(@D)
	$(BUILD)/tools/tmpl $< > $@.new && mv $@.new $@
$(BUILD)/http/pages.o: $(BUILD)/gen/http/pages.c $(PARTIALS_H)
	@mkdir -p $(@D)
	$(CC) $(HTTP_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/http/%.o: tests/http/%.c
	@mkdir -p $(@D)
	$(CC) $(HTTP_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/http/server: $(BUILD)/http/server_main.o $(HTTP_OBJ) $(foreach f,base store access web,$(BUILD)/lib/$(f).a)
	$(CC) $(ALL_CFLAGS) -o $@ $(BUILD)/http/server_main.o $(HTTP_OBJ) $(HTTP_LIBS)
$(BUILD)/http/bare: tests/http/bare.c
	@mkdir -p $(@D)
	$(CC) $(HTTP_FLAGS) -o $@ $< -lmicrohttpd
$(BUILD)/http/test_%: $(BUILD)/http/test_%.o $(BUILD)/http/client.o $(HTTP_OBJ) $(foreach f,base store access web,$(BUILD)/lib/$(f).a)
	$(CC) $(ALL_CFLAGS) -o $@ $< $(BUILD)/http/client.o $(HTTP_OBJ) $(HTTP_LIBS) -lcmocka
-include $(wildcard $(BUILD)/http/*.d)

HTTP_TESTS = $(patsubst tests/http/%.c,$(BUILD)/http/%,$(sort $(wildcard tests/http/test_*.c)))
.SECONDARY: $(patsubst %,%.o,$(HTTP_TESTS)) $(HTTP_OBJ)

.PHONY: http templates-test browser bench-web deps-browser
## http          test the server over raw sockets
http: $(HTTP_TESTS) $(BUILD)/http/server
	BAIRN_TEST_SERVER=$(BUILD)/http/server tools/run_tests.sh $(HTTP_TESTS)

## templates-test  templates that must be refused are refused
templates-test: $(BUILD)/tools/tmpl $(PARTIALS_H)
	BUILD=$(BUILD) CC="$(CC)" tests/http/templates.sh

# Part of `make deps`.
deps-browser:
	@if ! cmp -s tests/browser/package-lock.json tests/browser/node_modules/.bairn-lock; then \
	echo "npm: playwright-core and axe-core, pinned in tests/browser/package-lock.json"; \
	(cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) && \
	cp tests/browser/package-lock.json tests/browser/node_modules/.bairn-lock; fi

## browser       look at the test server's pages in chromium
browser: $(BUILD)/http/server
	tests/browser/run.sh $(BUILD)/http/server

## bench-web     requests a second, as ratios
bench-web: $(BUILD)/http/server $(BUILD)/http/bare
	bench/web.sh $(BUILD)/http/server $(BUILD)/http/bare
