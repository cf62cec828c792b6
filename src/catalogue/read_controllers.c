/* Who answers for what, in an authority's own catalogue folder. The built-in data sets belong to a county that does not
 * exist; this says for each agency who its controller is and under which agreement its data are shared.
 *
 *     controllers:
 *       social_care: {controller: northshire-council, ref: ISA-2026-04, expires: 2028-03-31}
 *       education: {controller: northshire-council, ref: ISA-2026-05, expires: 2028-08-31}
 */
#include <string.h>

#include "base/mem.h"
#include "catalogue/parts.h"

struct raw_terms {
	const char *controller, *ref;
	int32_t expires;
};

#define AT(member) offsetof(struct raw_terms, member)
static const struct key_rule terms_rules[] = {
	{ "controller", VALUE_TEXT, AT(controller), MUST, NULL },
	{ "ref", VALUE_TEXT, AT(ref), MUST, NULL },
	{ "expires", VALUE_DAY, AT(expires), MUST, NULL },
	{ 0 }
};
#undef AT
static const struct key_rule controllers_rules[] = {
	{ "controllers", VALUE_MAP, 0, MUST, NULL },
	{ 0 }
};

static void
read_agency(struct reader *r, const struct node *node)
{
	struct raw_terms raw = {0};

	if (word_index(node->key, domain_words) < 0)
		reader_fault(r, node->line, "`%s` is no agency%s", node->key, did_you_mean(r->c->mem, node->key, domain_words));
	if (node->kind != NODE_MAP) {
		reader_fault(r, node->line, "`%s` should say controller, ref and expires", node->key);
		return;
	}
	if (!read_keys(r, node, "the agency", terms_rules, &raw))
		return;
	for (size_t i = 0; i < r->k->n_datasets; i++) {
		struct dataset *d = &r->k->dataset[i];

		if (d->terms != TERMS_PLACEHOLDER || strcmp(d->agency, node->key) != 0)
			continue;
		d->terms = TERMS_OWN;
		d->controller = raw.controller;
		d->agreement = raw.ref;
		d->expires = raw.expires;
		d->terms_file = r->file;
	}
}

void
read_controllers(struct reader *r, const struct node *root)
{
	const struct node *agencies = NULL;

	if (!read_keys(r, root, "the file", controllers_rules, &agencies))
		return;
	yaml_each(node, agencies)
		read_agency(r, node);
	for (size_t i = 0; i < r->k->n_datasets; i++)
		if (r->k->dataset[i].terms == TERMS_PLACEHOLDER) {
			r->k->dataset[i].terms = TERMS_MISSING;
			r->k->dataset[i].terms_file = r->file;
		}
}
