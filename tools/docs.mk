# Documents made from the catalogue.

.PHONY: docs check-docs
## make docs                        write docs/datasets.md and docs/indicators.md from the catalogue
docs: $(BUILD)/bairn
	@for page in datasets indicators; do \
	    $(BUILD)/bairn catalogue docs $$page > docs/$$page.md.new && mv docs/$$page.md.new docs/$$page.md; done

# Part of `make lint`: the pages in the repository must be those that the catalogue makes.
check-docs: $(BUILD)/bairn
	@for page in datasets indicators; do \
	    $(BUILD)/bairn catalogue docs $$page > $(BUILD)/$$page.md; \
	    cmp -s $(BUILD)/$$page.md docs/$$page.md || { echo "docs/$$page.md is stale: run make docs"; exit 1; }; done

.PHONY: picture
## make picture                     take the README's picture of the scorecard from build/demo
picture:
	@$(MAKE) deps FOR="build test"
	@$(MAKE) demo SERVE=0 >/dev/null
	@tests/browser/picture.sh $(BUILD)/bairn $(BUILD)/demo/wearshire.db /scorecard docs/scorecard.png
