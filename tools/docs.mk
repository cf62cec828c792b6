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
