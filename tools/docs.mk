# Documents made from the catalogue.

.PHONY: docs check-docs
## make docs                        write docs/datasets.md from the catalogue
docs: $(BUILD)/bairn
	@$(BUILD)/bairn catalogue docs > docs/datasets.md.new
	@mv docs/datasets.md.new docs/datasets.md

# Part of `make lint`: the page in the repository must be the one that the catalogue makes.
check-docs: $(BUILD)/bairn
	@$(BUILD)/bairn catalogue docs > $(BUILD)/datasets.md
	@cmp -s $(BUILD)/datasets.md docs/datasets.md || { echo "docs/datasets.md is stale: run make docs"; exit 1; }

.PHONY: picture
## make picture                     take the README's picture of the scorecard from build/demo
picture:
	@$(MAKE) deps FOR="build test"
	@$(MAKE) demo SERVE=0 >/dev/null
	@tests/browser/picture.sh $(BUILD)/bairn $(BUILD)/demo/wearshire.db /scorecard docs/scorecard.png
