/* Code lists, and which source's word counts for what: the plain look-ups of the catalogue. */
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/parts.h"

struct raw_list {
	struct code_list list;
	const struct node *codes;
};

#define AT(member) offsetof(struct raw_list, member)
static const struct key_rule list_rules[] = {
	{ "list", VALUE_NAME, AT(list.name), MUST, NULL },
	{ "title", VALUE_TEXT, AT(list.title), MUST, NULL },
	{ "source", VALUE_TEXT, AT(list.source), MAY, NULL },
	{ "open", VALUE_YES_NO, AT(list.open), MAY, NULL },
	{ "codes", VALUE_MAP, AT(codes), MUST, NULL },
	{ 0 }
};
#undef AT

#define AT(member) offsetof(struct code, member)
static const struct key_rule code_rules[] = {
	{ "label", VALUE_TEXT, AT(label), MUST, NULL },
	{ "parent", VALUE_TEXT, AT(parent), MAY, NULL },
	{ 0 }
};
#undef AT

static size_t
slot_of(const struct code_list *list, struct view code)
{
	return (size_t)hash_mix(0, code.at, code.n) & (list->n_slots - 1);
}

/* A table at most half full, so that the intake asks a million times a second without a thought. */
static void
index_codes(struct mem *m, struct code_list *list)
{
	list->n_slots = 2;
	while (list->n_slots < 2 * list->n + 1)
		list->n_slots *= 2;
	list->slot = mem_new_array(m, uint32_t, list->n_slots);
	for (size_t i = 0; i < list->n; i++) {
		size_t s = slot_of(list, view_of(list->code[i].code));
		while (list->slot[s])
			s = (s + 1) & (list->n_slots - 1);
		list->slot[s] = (uint32_t)i + 1;
	}
}

const struct code *
code_find(const struct code_list *list, struct view code)
{
	for (size_t s = slot_of(list, code); list->slot[s]; s = (s + 1) & (list->n_slots - 1))
		if (view_is(code, list->code[list->slot[s] - 1].code))
			return &list->code[list->slot[s] - 1];
	return NULL;
}

const char *
code_label(const struct code_list *list, struct view code)
{
	const struct code *found = code_find(list, code);

	return found ? found->label : NULL;
}

static void
read_codes(struct reader *r, const struct node *codes, struct code_list *list)
{
	list->code = mem_new_array(r->c->mem, struct code, codes->n + 1);
	yaml_each(node, codes) {
		struct code *code = &list->code[list->n++];
		code->code = node->key;
		code->label = node->text;
		if (node->kind != NODE_TEXT)
			(void)read_keys(r, node, "a code", code_rules, code);
		else if (!*node->text)
			reader_fault(r, node->line, "the code `%s` has no label", node->key);
	}
}

void
read_code_list(struct reader *r, const struct node *root)
{
	struct raw_list raw = {0};
	struct code_list *list = &raw.list;

	list->file = r->file;
	(void)read_keys(r, root, "the code list", list_rules, &raw);
	if (list->name && strcmp(list->name, r->stem) != 0)
		reader_fault(r, root->line, "`list: %s` should be the file's name, `%s`", list->name, r->stem);
	if (!list->name)
		list->name = r->stem;
	if (raw.codes)
		read_codes(r, raw.codes, list);
	index_codes(r->c->mem, list);
	r->k->list[r->k->n_lists++] = *list;
}

/* ---- survivorship ------------------------------------------------------------------------------------------- */

static const char *const person_fields[] = { "name", "born", "due", "died", "sex", "gender", "ethnicity", NULL };

static const struct key_rule survivorship_rules[] = {
	{ "survivorship", VALUE_MAP, 0, MUST, NULL },
	{ 0 }
};

void
read_survivorship(struct reader *r, const struct node *root)
{
	static const struct key_rule sources = { "", VALUE_TEXTS, 0, MUST, domain_words };
	const struct node *fields = NULL;

	if (!read_keys(r, root, "the file", survivorship_rules, &fields))
		return;
	r->k->survivorship = mem_new_array(r->c->mem, struct survivorship, fields->n + 1);
	yaml_each(node, fields) {
		struct texts agencies = {0};
		if (word_index(node->key, person_fields) < 0)
			reader_fault(r, node->line, "`%s` is no field of a person%s", node->key,
			    did_you_mean(r->c->mem, node->key, person_fields));
		if (read_value(r, node, node->key, &sources, &agencies))
			r->k->survivorship[r->k->n_survivorship++] =
			    (struct survivorship){.field = node->key, .source = agencies.at, .n = agencies.n};
	}
}
