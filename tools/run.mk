# What is run rather than built: dependencies, the demonstration, installing, archives.

.PHONY: deps deps-packages demo install uninstall dist dist-check deb gen
FOR ?= build test lint bench

## make deps [FOR="build test"]     install what is missing: apt packages (tools/packages.txt), npm's locked packages
deps: $(if $(filter build,$(FOR)),deps-assets) $(if $(filter test,$(FOR)),deps-browser)
deps-packages:
	@tools/deps.sh $(FOR)

## make demo [CHILDREN=] [SEED=] [SERVE=0] [DB=postgresql://…]   a county that does not exist: import, link, measure, scorecard, pages
demo:
	@$(MAKE) deps FOR=build
	@$(MAKE) $(JOBS) all
	@tools/demo.sh $(BUILD)/bairn $(BUILD)/demo $(CHILDREN) $(SEED) $(SERVE) $(if $(DB),'$(DB)')

## make install [PREFIX=] [DESTDIR=]  the program, its manual and the unit file for systemd
install: $(BUILD)/bairn
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/doc/bairn
	install -m 755 $(BUILD)/bairn $(DESTDIR)$(PREFIX)/bin/bairn
	install -m 644 README.md CHANGELOG.md LICENSE docs/*.md $(DESTDIR)$(PREFIX)/share/doc/bairn
	sed 's,@BIN@,$(PREFIX)/bin,' packaging/bairn.service > $(DESTDIR)$(PREFIX)/share/doc/bairn/bairn.service

uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/bairn $(DESTDIR)$(PREFIX)/share/doc/bairn

# Every generated file that an archive carries.
gen: $(BUILD)/gen/embedded_schema.c $(BUILD)/gen/embedded_catalogue.c $(BUILD)/gen/embedded_assets.c $(PARTIALS_H) \
    $(patsubst templates/%.html,$(BUILD)/gen/templates/%.c,$(TEMPLATES))

## make dist                        a source archive that builds without network and npm
dist:
	@packaging/dist.sh $(BUILD)/dist $(VERSION)
##   dist-check                     unpack it and build it where there is no node
dist-check: dist
	@packaging/dist_check.sh $(BUILD)/dist/bairn-$(VERSION).tar.gz

## make deb                         a Debian package
deb: $(BUILD)/bairn
	@packaging/deb.sh $(BUILD) $(VERSION)
