/* Reading a model file: the catalogue's reader over tables of keys, then what one key says about another. */
#include "people/link_plan.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "catalogue/reader.h"
#include "people/link_plan_learned.h"

struct raw_plan {
	const char *name, *title;
	const struct node *id, *source, *fields, *nicknames, *blocking, *pairs, *ties, *overlap;
	struct texts declared, placeholders;
	double join, review;
};
struct raw_field {
	const char *name;
	int kind;
	bool optional, encoded, distance;
	const struct node *columns, *levels;
};
struct raw_level {
	double chance[LINK_CLASSES], support[LINK_CLASSES];
	const struct node *fixed;
};

#define ROUNDED 1e-6                    /* by how much chances that are written with some digits may miss 1 */

#define AT(member) offsetof(struct raw_plan, member)
static const struct key_rule plan_rules[] = {
	{ "model", VALUE_NAME, AT(name), MUST, NULL },
	{ "title", VALUE_TEXT, AT(title), MAY, NULL },
	{ "id", VALUE_ANY, AT(id), MAY, NULL },
	{ "source", VALUE_ANY, AT(source), MAY, NULL },
	{ "without_duplicates", VALUE_TEXTS, AT(declared), MAY, NULL },
	{ "join", VALUE_REAL, AT(join), MAY, NULL },
	{ "review", VALUE_REAL, AT(review), MAY, NULL },
	{ "fields", VALUE_LIST, AT(fields), MUST, NULL },
	{ "nicknames", VALUE_LIST, AT(nicknames), MAY, NULL },
	{ "placeholders", VALUE_TEXTS, AT(placeholders), MAY, NULL },
	{ "blocking", VALUE_LIST, AT(blocking), MAY, NULL },
	{ "pairs", VALUE_MAP, AT(pairs), MAY, NULL },
	{ "ties", VALUE_LIST, AT(ties), MAY, NULL },
	{ "overlap", VALUE_LIST, AT(overlap), MAY, NULL },
	{ 0 }
};
#undef AT

static const struct key_rule pairs_rules[] = {
	{ "match", VALUE_REAL, sizeof(double) * LINK_MATCH, MUST, NULL },
	{ "twin", VALUE_REAL, sizeof(double) * LINK_TWIN, MUST, NULL },
	{ "sibling", VALUE_REAL, sizeof(double) * LINK_SIBLING, MUST, NULL },
	{ "random", VALUE_REAL, sizeof(double) * LINK_RANDOM, MUST, NULL },
	{ 0 }
};

#define AT(member) offsetof(struct raw_level, member)
static const struct key_rule level_rules[] = {
	{ "match", VALUE_REAL, AT(chance[LINK_MATCH]), MAY, NULL },
	{ "twin", VALUE_REAL, AT(chance[LINK_TWIN]), MAY, NULL },
	{ "sibling", VALUE_REAL, AT(chance[LINK_SIBLING]), MAY, NULL },
	{ "random", VALUE_REAL, AT(chance[LINK_RANDOM]), MAY, NULL },
	{ "support", VALUE_REAL, AT(support[LINK_MATCH]), MAY, NULL },
	{ "twin_support", VALUE_REAL, AT(support[LINK_TWIN]), MAY, NULL },
	{ "sibling_support", VALUE_REAL, AT(support[LINK_SIBLING]), MAY, NULL },
	{ "random_support", VALUE_REAL, AT(support[LINK_RANDOM]), MAY, NULL },
	{ "fixed", VALUE_ANY, AT(fixed), MAY, NULL },
	{ 0 }
};
#undef AT

static const char *const class_keys[LINK_CLASSES + 1] = {
	[LINK_MATCH] = "match", [LINK_TWIN] = "twin", [LINK_SIBLING] = "sibling", [LINK_RANDOM] = "random",
};

const char *
link_class_key(enum link_class k)
{
	return class_keys[k];
}

/* Which part of which kind a key may hold; every kind may be held whole. */
static const struct { enum link_part part; enum link_kind kind; } suiting[] = {
	{ LINK_SOUND, LINK_GIVEN }, { LINK_SOUND, LINK_FAMILY }, { LINK_SOUND, LINK_TEXT },
	{ LINK_INITIAL, LINK_GIVEN }, { LINK_INITIAL, LINK_FAMILY }, { LINK_INITIAL, LINK_TEXT },
	{ LINK_YEAR, LINK_BORN }, { LINK_MONTH, LINK_BORN }, { LINK_DAY_MONTH, LINK_BORN },
	{ LINK_DISTRICT, LINK_POSTCODE }, { LINK_EITHER, LINK_GIVEN },
};

static bool
part_suits(enum link_part part, enum link_kind kind)
{
	for (size_t i = 0; i < sizeof suiting / sizeof *suiting; i++)
		if (suiting[i].part == part && suiting[i].kind == kind)
			return true;
	return part == LINK_WHOLE || part == LINK_LACKING;
}

/* One text or a list of them. */
static struct link_names
names_read(struct reader *r, const struct node *node, const char *key)
{
	static const struct key_rule one = { "", VALUE_TEXT, 0, MUST, NULL }, many = { "", VALUE_TEXTS, 0, MUST, NULL };
	struct texts texts = {0};

	if (node->kind == NODE_LIST) {
		(void)read_value(r, node, key, &many, &texts);
	} else {
		texts.at = mem_new_array(r->c->mem, const char *, 1);
		texts.n = read_value(r, node, key, &one, texts.at) ? 1 : 0;
	}
	return (struct link_names){texts.at, texts.n};
}

/* ---- fields ------------------------------------------------------------------------------------------------------- */

/* Which of a level's chances stay as given: all that stand there, or those of the classes that are named. False: none. */
static bool
fixed_read(struct reader *r, struct link_model *m, int f, int level, const struct node *line)
{
	static const char *const answers[] = {"no", "false", "yes", "true", NULL};
	const struct node *fixed = yaml_get(line, "fixed");
	int answer = fixed && fixed->kind == NODE_TEXT ? word_index(fixed->text, answers) : -1;
	struct link_names named = {0};
	bool any = false;

	if (!fixed || answer == 0 || answer == 1)
		return false;
	if (answer < 0)
		named = names_read(r, fixed, "fixed");
	for (int k = 0; k < LINK_CLASSES && answer > 0; k++)
		any |= m->fixed[k][f][level] = yaml_get(line, class_keys[k]) != NULL;
	if (answer > 0 && !any)
		reader_fault(r, line->line, "`%s` has `fixed: yes` and no chance that could stay: match, twin, sibling or random",
		    line->key);
	for (size_t i = 0; i < named.n; i++) {
		int k = word_index(named.at[i], class_keys);

		if (k < 0)
			reader_fault(r, fixed->line, "`fixed` of `%s` should be yes, no, or some of match, twin, sibling and random, not `%s`%s",
			    line->key, named.at[i], did_you_mean(r->c->mem, named.at[i], class_keys));
		else if (!yaml_get(line, class_keys[k]))
			reader_fault(r, line->line, "`%s` fixes `%s` and lacks the key `%s`", line->key, class_keys[k], class_keys[k]);
		else
			m->fixed[k][f][level] = true;
	}
	return true;
}

/* How likely a level is in each class; all of them are wanted of a trained model, those that are fixed of another. */
static void
level_read(struct reader *r, struct link_plan *plan, int f, const struct node *node)
{
	enum link_kind kind = plan->model.field[f].kind;
	const char *names[LINK_LEVELS + 1] = {0};
	struct raw_level raw = {0};
	int level;

	for (int i = 1; i < link_field_levels(&plan->model, f); i++)
		names[i - 1] = link_field_level(&plan->model, f, i);
	level = word_index(node->key, names) + 1;
	if (!level) {
		reader_fault(r, node->line, "`%s` is no level of %s%s", node->key, link_kind_name(kind),
		    did_you_mean(r->c->mem, node->key, names));
		return;
	}
	if (!read_keys(r, node, "a level", level_rules, &raw))
		return;
	for (int k = 0; k < LINK_CLASSES; k++) {
		if (!(raw.chance[k] >= 0 && raw.chance[k] <= 1))
			reader_fault(r, node->line, "a chance of `%s` should be from 0 to 1", node->key);
		else if (plan->model.trained && !yaml_get(node, class_keys[k]))
			reader_fault(r, node->line, "`%s` lacks the key `%s`, as `pairs` says that the model is trained",
			    node->key, class_keys[k]);
		plan->model.chance[k][f][level] = raw.chance[k];
		plan->model.support[k][f][level] = raw.support[k];
	}
	if (!fixed_read(r, &plan->model, f, level, node) && !plan->model.trained)
		reader_fault(r, node->line, "`%s` wants `fixed: yes`: what is not fixed is found by training", node->key);
}

/* Levels that models lack which were saved before check digits were compared. */
static bool
is_later(const char *level)
{
	return strcmp(level, "different and not both valid") == 0 || strcmp(level, "one character differs and both valid") == 0;
}

static void
fixed_check(struct reader *r, const struct link_model *m, int f, int line)
{
	for (int k = 0; k < LINK_CLASSES; k++) {
		double fixed = 0;

		for (int i = 1; i < LINK_LEVELS; i++)
			fixed += m->fixed[k][f][i] && !link_level_is_tied(m, (enum link_class)k, f, i) ? fmin(m->chance[k][f][i], 1) : 0;
		if (fixed > 1 + ROUNDED)
			reader_fault(r, line, "the fixed chances `%s` of `%s` add up to more than 1", class_keys[k], m->field[f].name);
	}
}

static void
levels_read(struct reader *r, struct link_plan *plan, int f, const struct node *levels, int line)
{
	yaml_each(node, levels)
		level_read(r, plan, f, node);
	if (!plan->model.trained) {
		fixed_check(r, &plan->model, f, line);
		return;
	}
	for (int i = 1; i < link_field_levels(&plan->model, f); i++) {
		const char *name = link_field_level(&plan->model, f, i);

		if (yaml_get(levels, name))
			continue;
		if (is_later(name))
			plan->outdated = true;
		else
			reader_fault(r, line, "the levels of `%s` lack `%s`, as `pairs` says that the model is trained",
			    plan->model.field[f].name, name);
	}
}

/* Names may be swapped for each other, so there is one of each; and a field is known by its name. */
static void
field_check(struct reader *r, const struct link_model *m, int f, int line)
{
	for (int i = 0; i < f; i++) {
		bool name = m->field[f].kind == LINK_GIVEN || m->field[f].kind == LINK_FAMILY;

		if (strcmp(m->field[i].name, m->field[f].name) == 0)
			reader_fault(r, line, "there are two fields `%s`", m->field[f].name);
		else if (name && m->field[i].kind == m->field[f].kind)
			reader_fault(r, line, "`%s` is a second field of the kind %s: a model has one at most", m->field[f].name,
			    link_kind_name(m->field[f].kind));
	}
}

static void
field_read(struct reader *r, struct link_plan *plan, const struct node *node)
{
	const char *kinds[LINK_KINDS + 1] = {0};
	struct raw_field raw = {.name = ""};
	const struct key_rule rules[] = {
		{ "name", VALUE_NAME, offsetof(struct raw_field, name), MUST, NULL },
		{ "kind", VALUE_CHOICE, offsetof(struct raw_field, kind), MUST, kinds },
		{ "columns", VALUE_ANY, offsetof(struct raw_field, columns), MAY, NULL },
		{ "optional", VALUE_YES_NO, offsetof(struct raw_field, optional), MAY, NULL },
		{ "encoded", VALUE_YES_NO, offsetof(struct raw_field, encoded), MAY, NULL },
		{ "distance", VALUE_YES_NO, offsetof(struct raw_field, distance), MAY, NULL },
		{ "levels", VALUE_MAP, offsetof(struct raw_field, levels), MAY, NULL },
		{ 0 }
	};
	int f = plan->model.n_fields;

	for (int i = 0; i < LINK_BLIND; i++)
		kinds[i] = link_kind_name((enum link_kind)i);
	if (!read_keys(r, node, "a field", rules, &raw))
		return;
	plan->model.field[f] = (struct link_field){.name = raw.name, .kind = (enum link_kind)raw.kind};
	plan->optional[f] = raw.optional;
	plan->model.encoded[f] = raw.encoded;
	plan->model.placed[f] = raw.distance && raw.kind == LINK_POSTCODE && !raw.encoded;
	if (raw.distance && !plan->model.placed[f])
		reader_fault(r, node->line, "`%s` has `distance: yes`, which is for plain postcodes alone", raw.name);
	if (raw.columns)
		plan->columns[f] = names_read(r, raw.columns, "columns");
	if (!plan->columns[f].n) {
		plan->columns[f] = (struct link_names){mem_new_array(r->c->mem, const char *, 1), 1};
		plan->columns[f].at[0] = raw.name;
	}
	field_check(r, &plan->model, f, node->line);
	levels_read(r, plan, f, raw.levels, node->line);
	plan->model.n_fields++;
}

static void
fields_read(struct reader *r, struct link_plan *plan, const struct node *fields)
{
	if (!fields->n)
		reader_fault(r, fields->line, "`fields` is empty: a model has one at least");
	if (fields->n > LINK_FIELDS) {
		reader_fault(r, fields->line, "`fields` has %zu, and a model %d at most", fields->n, LINK_FIELDS);
		return;
	}
	yaml_each(node, fields)
		field_read(r, plan, node);
}

/* ---- blocking ----------------------------------------------------------------------------------------------------- */

/* "family_name sound": a field, and which part of it where not the whole. */
static bool
part_read(struct reader *r, const struct link_model *m, const struct node *node, struct link_rule *rule)
{
	const char *names[LINK_FIELDS + 1] = {0}, *parts[LINK_PART_COUNT + 1] = {0}, *text;
	struct view rest = view_of(node->text), name = view_cut(&rest, ' ');
	int field, part;

	for (int i = 0; i < m->n_fields; i++)
		names[i] = m->field[i].name;
	for (int i = 0; i < LINK_PART_COUNT; i++)
		parts[i] = link_part_name((enum link_part)i);
	text = view_copy(r->c->mem, name);
	field = word_index(text, names);
	if (field < 0) {
		reader_fault(r, node->line, "in `blocking`, `%s` is no field%s", text, did_you_mean(r->c->mem, text, names));
		return false;
	}
	text = view_copy(r->c->mem, view_trim(rest));
	part = *text ? word_index(text, parts) : LINK_WHOLE;
	if (part < 0 || !part_suits((enum link_part)part, m->field[field].kind)) {
		reader_fault(r, node->line, "in `blocking`, `%s` is no part of a field of the kind %s%s", text,
		    link_kind_name(m->field[field].kind), part < 0 ? did_you_mean(r->c->mem, text, parts) : "");
		return false;
	}
	rule->part[rule->n].field = (uint8_t)field;
	rule->part[rule->n++].part = (uint8_t)part;
	return true;
}

static void
rule_read(struct reader *r, struct link_model *m, const struct node *node)
{
	struct link_rule *rule = &m->rule[m->n_rules];
	bool lacking = true;

	if (node->kind != NODE_LIST || !node->n || node->n > LINK_PARTS) {
		reader_fault(r, node->line, "a rule of `blocking` should be a list of one to %d parts of fields", LINK_PARTS);
		return;
	}
	yaml_each(part, node)
		if (part->kind != NODE_TEXT)
			reader_fault(r, part->line, "in `blocking`, a part should be a text such as `family_name sound`");
		else if (!part_read(r, m, part, rule))
			return;
	for (int i = 0; i < rule->n; i++)
		lacking = lacking && rule->part[i].part == LINK_LACKING;
	if (lacking)
		reader_fault(r, node->line, "in `blocking`, a rule has nothing that two records share: `lacking` stands beside another part");
	m->n_rules++;
}

static void
blocking_read(struct reader *r, struct link_model *m, const struct node *blocking)
{
	if (blocking->n > LINK_RULES) {
		reader_fault(r, blocking->line, "`blocking` has %zu rules, and a model %d at most", blocking->n, LINK_RULES);
		return;
	}
	yaml_each(node, blocking)
		rule_read(r, m, node);
}

/* ---- nicknames ---------------------------------------------------------------------------------------------------- */

static void
nicknames_read(struct reader *r, struct link_plan *plan, const struct node *nicknames)
{
	plan->alias = mem_new_array(r->c->mem, struct link_alias, nicknames->n + 1);
	yaml_each(node, nicknames) {
		const struct node *one = node->kind == NODE_LIST && node->n == 2 ? node->child : NULL;

		if (one && one->kind == NODE_TEXT && one->next->kind == NODE_TEXT && *one->text && *one->next->text)
			plan->alias[plan->n_aliases++] = (struct link_alias){one->text, one->next->text};
		else
			reader_fault(r, node->line, "in `nicknames`, two names are wanted: [bill, william]");
	}
}

/* ---- the file ----------------------------------------------------------------------------------------------------- */

static void
thresholds_check(struct reader *r, const struct node *root, const struct raw_plan *raw)
{
	const struct { const char *key; double value; } all[] = {{"join", raw->join}, {"review", raw->review}};

	for (size_t i = 0; i < 2; i++) {
		const struct node *node = yaml_get(root, all[i].key);

		if (node && !(all[i].value > 0 && all[i].value < 1))
			reader_fault(r, node->line, "`%s` should be a probability between 0 and 1", all[i].key);
	}
	if (raw->join > 0 && raw->review > raw->join)
		reader_fault(r, yaml_get(root, "review")->line, "`review` should not be above `join`");
}

static void
root_read(struct reader *r, const struct node *root, struct link_plan *plan)
{
	struct raw_plan raw = {0};

	(void)read_keys(r, root, "the model", plan_rules, &raw);
	if (root->kind != NODE_MAP)
		return;
	thresholds_check(r, root, &raw);
	plan->name = raw.name;
	plan->title = raw.title;
	plan->model.join = raw.join;
	plan->model.review = raw.review;
	plan->declared = (struct link_names){raw.declared.at, raw.declared.n};
	plan->placeholders = (struct link_names){raw.placeholders.at, raw.placeholders.n};
	if (raw.id)
		plan->id = names_read(r, raw.id, "id");
	if (raw.source)
		plan->source = names_read(r, raw.source, "source");
	if (raw.pairs) {
		plan->model.trained = true;
		(void)read_keys(r, raw.pairs, "`pairs`", pairs_rules, plan->model.pairs);
		for (int k = 0; k < LINK_CLASSES; k++)
			if (plan->model.pairs[k] < 0)
				reader_fault(r, raw.pairs->line, "`pairs` should not be below 0");
	}
	if (raw.fields)
		fields_read(r, plan, raw.fields);
	plan->model.trained = plan->model.trained && !plan->outdated;
	if (plan->model.trained) {
		link_ties_read(r, raw.ties, &plan->model);
		link_overlap_read(r, raw.overlap, &plan->model);
	}
	if (raw.nicknames)
		nicknames_read(r, plan, raw.nicknames);
	if (raw.blocking && !r->faults->n)
		blocking_read(r, &plan->model, raw.blocking);
}

enum err
link_plan_read(struct ctx *c, const char *file, struct view text, struct link_plan *out)
{
	struct faults faults = {0};
	struct reader r = {.c = c, .faults = &faults, .file = file};
	struct node *root;

	*out = (struct link_plan){.file = file};
	TRY(yaml_parse(c, file, text, &root));
	root_read(&r, root, out);
	faults_sort(&faults);
	if (faults.n == 1)
		return fail(c, ERR_INPUT, "%s", faults.item[0].sentence);
	if (faults.n)
		return fail(c, ERR_INPUT, "%s (and %zu more)", faults.item[0].sentence, faults.n - 1);
	return OK;
}
