/* Nicknames: groups of given names that one person may go by, for linking.
 *
 *     nicknames:
 *       - [william, will, bill, billy]
 *
 * Names stand as linking folds them (linkage/fold.h): lower case letters of ASCII, single spaces within. */
#include <string.h>

#include "base/mem.h"
#include "catalogue/parts.h"

static const struct key_rule nicknames_rules[] = {
	{ "nicknames", VALUE_LIST, 0, MUST, NULL },
	{ 0 }
};

static bool
is_folded(const char *name)
{
	char before = ' ';

	for (; *name; before = *name++)
		if ((*name < 'a' || *name > 'z') && (*name != ' ' || before == ' '))
			return false;
	return before != ' ';
}

static bool
stands_before(const struct texts *names, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(names->at[k], names->at[i]) == 0)
			return true;
	return false;
}

static void
read_group(struct reader *r, const struct node *node)
{
	static const struct key_rule group_rule = { "", VALUE_TEXTS, 0, MUST, NULL };
	struct nicknames *group = &r->k->nicknames[r->k->n_nicknames];
	struct texts names = {0};

	if (!read_value(r, node, "nicknames", &group_rule, &names))
		return;
	if (names.n < 2)
		reader_fault(r, node->line, "`%s` stands alone: a group has two names at least", names.at[0]);
	group->name = mem_new_array(r->c->mem, struct view, names.n);
	for (size_t i = 0; i < names.n; i++) {
		if (!is_folded(names.at[i]))
			reader_fault(r, node->line, "`%s` should be letters from a to z, with single spaces at most", names.at[i]);
		if (stands_before(&names, i))
			reader_fault(r, node->line, "`%s` stands twice in its group", names.at[i]);
		group->name[group->n++] = view_of(names.at[i]);
	}
	r->k->n_nicknames++;
}

void
read_nicknames(struct reader *r, const struct node *root)
{
	const struct node *groups = NULL;

	(void)read_keys(r, root, "the file", nicknames_rules, &groups);
	if (!groups)
		return;
	r->k->nicknames = mem_new_array(r->c->mem, struct nicknames, groups->n + 1);
	yaml_each(node, groups)
		read_group(r, node);
}

enum err
catalogue_nicknames(struct ctx *c, const char *file, struct view text, const struct nicknames **out, size_t *n)
{
	struct catalogue k = {0};
	struct faults faults = {0};
	struct reader r = {.c = c, .faults = &faults, .k = &k, .file = file};
	struct node *root;

	TRY(yaml_parse(c, file, text, &root));
	read_nicknames(&r, root);
	faults_sort(&faults);
	*out = k.nicknames;
	*n = k.n_nicknames;
	return faults.n ? fail(c, ERR_INPUT, "%s", faults.item[0].sentence) : OK;
}
