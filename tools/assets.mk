# The one style sheet, made with npm's sass at build time and put inside the binary. A source archive carries the made
# file (assets/built/bairn.css), so a council's machine needs neither npm nor a network.

ASSET_SOURCES = assets/package-lock.json $(sort $(wildcard assets/scss/*.scss))
ASSET_IMAGES  = $(sort $(wildcard assets/images/*.svg))
SASS          = assets/node_modules/.bin/sass
SASS_FLAGS    = --style=compressed --no-source-map --no-charset --quiet-deps --silence-deprecation=import,mixed-decls \
	--load-path=assets/node_modules

.PHONY: deps-assets assets
assets: $(BUILD)/gen/assets/bairn.css

# Part of `make deps`, which alone may touch the network. Does nothing when the locked versions are there.
deps-assets: deps-packages
	@if [ -e assets/built/bairn.css ]; then :; \
	elif cmp -s assets/package-lock.json assets/node_modules/.bairn-lock; then :; \
	else echo "npm: GOV.UK Frontend and sass, pinned in assets/package-lock.json"; \
	(cd assets && npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error) && \
	cp assets/package-lock.json assets/node_modules/.bairn-lock; fi

$(BUILD)/gen/assets/bairn.css: $(ASSET_SOURCES) $(wildcard assets/built/bairn.css)
	@mkdir -p $(@D)
	$(say) SASS $@
	@if [ -e assets/built/bairn.css ]; then cp assets/built/bairn.css $@; \
	elif [ ! -x $(SASS) ]; then echo "The style sheet needs npm's sass: run make deps first."; exit 1; \
	else $(SASS) $(SASS_FLAGS) assets/scss/bairn.scss $@; fi

$(BUILD)/gen/embedded_assets.c: $(BUILD)/gen/assets/bairn.css $(ASSET_IMAGES) $(call made_by,$(BUILD)/tools/embed)
	$(say) EMBED $@
	$(Q)$(BUILD)/tools/embed assets assets/bairn.css=$(BUILD)/gen/assets/bairn.css $(ASSET_IMAGES) > $@.new && mv $@.new $@
