/* The writes of a data set's record: which facts a row becomes. What a file leaves out is filled in here (settings from
 * fields of the same name, the leaves of `data`), so that the intake meets only what is spelt out. */
#include <string.h>

#include "base/mem.h"
#include "catalogue/condition.h"
#include "catalogue/parts.h"

struct raw_write {
	struct write w;
	const struct node *target[TARGET_COUNT];
	const struct node *key, *parent_key, *fields, *set, *other;
	const char *when, *starts, *kind_from;
};

#define AT(member) offsetof(struct raw_write, member)
static const struct key_rule write_rules[] = {
	{ "key", VALUE_LIST, AT(key), MAY, NULL },
	{ "parent", VALUE_NAME, AT(w.parent), MAY, NULL },
	{ "parent_key", VALUE_LIST, AT(parent_key), MAY, NULL },
	{ "when", VALUE_TEXT, AT(when), MAY, NULL },
	{ "set", VALUE_MAP, AT(set), MAY, NULL },
	{ "fields", VALUE_LIST, AT(fields), MAY, NULL },
	{ "domain", VALUE_TEXT, AT(w.domain), MAY, domain_words },
	{ "other", VALUE_MAP, AT(other), MAY, NULL },
	{ "kind_from", VALUE_TEXT, AT(kind_from), MAY, NULL },
	{ "of", VALUE_NAME, AT(w.of), MAY, NULL },
	{ "starts", VALUE_TEXT, AT(starts), MAY, NULL },
};
#define N_WRITE_RULES (sizeof write_rules / sizeof *write_rules)

/* The keys above and the names of the targets. */
static const struct key_rule *
all_write_rules(struct mem *m)
{
	struct key_rule *rules = mem_new_array(m, struct key_rule, N_WRITE_RULES + TARGET_COUNT + 1);

	memcpy(rules, write_rules, sizeof write_rules);
	for (int t = 0; t < TARGET_COUNT; t++)
		rules[N_WRITE_RULES + (size_t)t] = (struct key_rule){target_rules[t].name, VALUE_ANY,
		    AT(target) + (size_t)t * sizeof(const struct node *), MAY, NULL};
	return rules;
}
#undef AT

/* ---- identity ----------------------------------------------------------------------------------------------- */

struct raw_identity {
	const char *scheme, *value, *via, *from;
	const struct node *otherwise;
};

#define AT(member) offsetof(struct raw_identity, member)
static const struct key_rule identity_rules[] = {
	{ "scheme", VALUE_NAME, AT(scheme), MAY, NULL },
	{ "value", VALUE_TEXT, AT(value), MAY, NULL },
	{ "via", VALUE_TEXT, AT(via), MAY, NULL },
	{ "from", VALUE_NAME, AT(from), MAY, NULL },
	{ "else", VALUE_MAP, AT(otherwise), MAY, NULL },
	{ 0 }
};
#undef AT

void
read_identity(struct reader *r, const struct record *record, const struct node *node, struct identity_rule *out)
{
	struct raw_identity raw = {0}, other = {0};
	bool by_value, by_via;

	*out = (struct identity_rule){.field = -1, .fallback_field = -1, .line = node->line};
	(void)read_keys(r, node, "an identity", identity_rules, &raw);
	by_value = raw.scheme && raw.value;
	by_via = raw.via && raw.from;
	if (by_value == by_via || !raw.scheme != !raw.value || !raw.via != !raw.from) {
		reader_fault(r, node->line, "`%s` should have either `scheme` and `value`, or `via` and `from`", node->key);
		return;
	}
	out->scheme = raw.scheme;
	out->via = raw.via;
	out->from = raw.from;
	out->field = field_resolve(r, record, node->line, by_via ? "via" : "value", by_via ? raw.via : raw.value);
	if (!raw.otherwise)
		return;
	(void)read_keys(r, raw.otherwise, "`else`", identity_rules, &other);
	if (!other.scheme || !other.value || other.via || other.from || other.otherwise) {
		reader_fault(r, raw.otherwise->line, "`else` should have `scheme` and `value` alone");
		return;
	}
	out->fallback_scheme = other.scheme;
	out->fallback_field = field_resolve(r, record, raw.otherwise->line, "value", other.value);
}

/* ---- kinds and keys ----------------------------------------------------------------------------------------- */

/* `placement`, `{column}`, or kind_from: column. */
static void
read_kind(struct reader *r, const struct record *record, const struct raw_write *raw, struct write *w)
{
	const struct target_rule *rule = &target_rules[w->target];
	const struct node *node = raw->target[w->target];
	size_t n = strlen(node->text);

	w->kind = node->text;
	w->kind_field = -1;
	if (node->kind != NODE_TEXT) {
		/* `{episode: {kind}}` without quotes is, to YAML, a map with one empty value: the field it names. */
		if (node->kind != NODE_MAP || node->n != 1 || node->child->kind != NODE_TEXT || *node->child->text) {
			reader_fault(r, node->line, "`%s` should be a name or '{column}'", node->key);
			return;
		}
		w->kind_field = field_resolve(r, record, node->line, node->key, node->child->key);
		w->kind = mem_format(r->c->mem, "{%s}", node->child->key);
	} else if (n > 2 && w->kind[0] == '{' && w->kind[n - 1] == '}') {
		w->kind_field = field_resolve(r, record, node->line, node->key, mem_copy(r->c->mem, w->kind + 1, n - 2));
	} else if ((rule->named || n) && !is_name(w->kind)) {
		reader_fault(r, node->line, "`%s: %s` should be a name in lower case (letters, digits and _)", node->key,
		    w->kind);
	}
	if (raw->kind_from)
		w->kind_field = field_resolve(r, record, node->line, "kind_from", raw->kind_from);
}

/* `key: []` is one fact a child: no fields. */
static int *
resolve_all(struct reader *r, const struct record *record, const struct node *names, size_t *n)
{
	int *numbers = mem_new_array(r->c->mem, int, (names ? names->n : 0) + 1);

	*n = 0;
	yaml_each(node, names) {
		int number = node->kind == NODE_TEXT ? field_resolve(r, record, node->line, names->key, node->text) : -1;
		if (node->kind != NODE_TEXT)
			reader_fault(r, node->line, "`%s` should be a list of names", names->key);
		else if (number >= 0)
			numbers[(*n)++] = number;
	}
	return numbers;
}

static int
condition_name(void *with, struct view name)
{
	return field_find(with, name);
}

static const struct condition *
read_condition(struct reader *r, struct record *record, int line, const char *key, const char *text)
{
	struct condition *condition = NULL;

	if (!text)
		return NULL;
	if (condition_parse(r->c, mem_format(r->c->mem, "%s line %d: `%s`", r->file, line, key), text, condition_name,
	    record, &condition) != OK)
		reader_take_failure(r, line);
	return condition;
}

/* ---- settings and fields ------------------------------------------------------------------------------------ */

static struct setting *
push_setting(struct write *w, const char *column, int field, const char *constant)
{
	w->set[w->n_set] = (struct setting){.column = column, .field = field, .constant = constant};
	return &w->set[w->n_set++];
}

/* `at: referral_date`, `lead: '=no'`, and `since:` for the field of that name. */
static void
read_settings(struct reader *r, const struct record *record, const struct node *set, struct write *w)
{
	const char *const *columns = target_rules[w->target].columns;

	w->set = mem_new_array(r->c->mem, struct setting, set->n + 1);
	yaml_each(node, set) {
		if (word_index(node->key, columns) < 0)
			reader_fault(r, node->line, "`set` fills `%s`, which `%s` does not take%s", node->key,
			    target_rules[w->target].name, did_you_mean(r->c->mem, node->key, columns));
		else if (node->kind != NODE_TEXT)
			reader_fault(r, node->line, "in `set`, `%s` should be a field or '=constant'", node->key);
		else if (*node->text == '=')
			push_setting(w, node->key, -1, node->text + 1);
		else
			push_setting(w, node->key, field_resolve(r, record, node->line, node->key,
			    *node->text ? node->text : node->key), NULL);
	}
}

/* Without `set`, a field of the record itself that is called like a column of the target fills it. */
static void
default_settings(struct reader *r, const struct record *record, struct write *w)
{
	const char *const *columns = target_rules[w->target].columns;

	size_t n = 0;

	while (columns[n])
		n++;
	w->set = mem_new_array(r->c->mem, struct setting, n + 1);
	for (size_t i = 0; i < n; i++) {
		int field = field_find(record, view_of(columns[i]));
		if (field >= 0 && field < (int)record->n_own && !record->field[field].ignored && record->field[field].as
		    && strcmp(record->field[field].as, columns[i]) == 0)
			push_setting(w, columns[i], field, NULL);
	}
}

static bool
is_identity_field(const struct dataset *d, const struct record *record, int i)
{
	return d->has_identity && record == d->record && (i == d->identity.field || i == d->identity.fallback_field);
}

/* Without `fields`, an episode or event keeps all of its record's own that is neither a column of the target nor the
 * identity. */
static void
default_fields(struct reader *r, const struct dataset *d, const struct record *record, struct write *w)
{
	const char *const *columns = target_rules[w->target].columns;

	w->field = mem_new_array(r->c->mem, int, record->n_own + 1);
	for (size_t i = 0; i < record->n_own; i++) {
		const struct field *f = &record->field[i];
		bool kept = f->as && !f->ignored && word_index(f->as, columns) < 0 && !is_identity_field(d, record, (int)i);
		for (size_t s = 0; s < w->n_set && kept; s++)
			kept = w->set[s].field != (int)i;
		if (kept)
			w->field[w->n_field++] = (int)i;
	}
}

static void
read_field_list(struct reader *r, const struct record *record, const struct node *fields, struct write *w)
{
	w->field = mem_new_array(r->c->mem, int, fields->n + 1);
	yaml_each(node, fields) {
		int i = node->kind == NODE_TEXT ? field_resolve(r, record, node->line, "fields", node->text) : -1;
		if (node->kind != NODE_TEXT)
			reader_fault(r, node->line, "`fields` should be a list of names");
		else if (i >= 0 && record->field[i].ignored)
			reader_fault(r, node->line, "`fields` names `%s`, which is ignored", node->text);
		else if (i >= 0)
			w->field[w->n_field++] = i;
	}
}

/* ---- one write ---------------------------------------------------------------------------------------------- */

/* A run is made of the episodes that another write of the record makes. */
static void
finish_run(struct reader *r, struct record *record, const struct raw_write *raw, struct write *w)
{
	const struct write *of = NULL;

	if (!w->of) {
		reader_fault(r, w->line, "a run lacks the key `of`: the kind of episode it is made of");
		return;
	}
	for (size_t i = 0; i < record->n_write && !of; i++)
		if (record->write[i].target == TARGET_EPISODE && strcmp(record->write[i].kind, w->of) == 0)
			of = &record->write[i];
	if (!raw->starts)
		reader_fault(r, w->line, "a run lacks the key `starts`: when a new one begins");
	if (!of) {
		reader_fault(r, w->line, "`of: %s` is no episode that a write above makes", w->of);
		return;
	}
	w->set = of->set;
	w->n_set = of->n_set;
	if (!raw->fields) {
		w->field = of->field;
		w->n_field = of->n_field;
	}
	w->starts = read_condition(r, record, w->line, "starts", raw->starts);
}

/* Keys that belong to other targets than this one. */
static void
refuse_misplaced(struct reader *r, const struct raw_write *raw, const struct write *w)
{
	const struct target_rule *rule = &target_rules[w->target];
	bool nests = w->target == TARGET_EPISODE || w->target == TARGET_EVENT || w->target == TARGET_RUN
	    || w->target == TARGET_TEAM;
	const struct { const char *key; bool given, allowed; } keys[] = {
		{ "of", w->of, w->target == TARGET_RUN }, { "starts", raw->starts, w->target == TARGET_RUN },
		{ "other", raw->other, w->target == TARGET_TIE }, { "fields", raw->fields, rule->has_data },
		{ "set", raw->set, w->target != TARGET_RUN }, { "key", raw->key, w->target != TARGET_RUN },
		{ "parent", w->parent, nests }, { "parent_key", raw->parent_key, w->parent && w->target != TARGET_RUN },
		{ "domain", w->domain, rule->has_data && w->target != TARGET_DETAILS },
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (keys[i].given && !keys[i].allowed)
			reader_fault(r, w->line, "`%s` has no meaning in this `%s`", keys[i].key, rule->name);
	if (rule->keyed && !raw->key)
		reader_fault(r, w->line, "`%s` lacks the key `key`: the columns that find the fact again", rule->name);
	if (w->parent && !raw->parent_key && w->target != TARGET_RUN)
		reader_fault(r, w->line, "`parent` needs `parent_key`: the columns that make the parent's key");
	if (w->target == TARGET_TIE && !raw->other)
		reader_fault(r, w->line, "a tie lacks the key `other`: the other identity");
}

static void
finish_write(struct reader *r, const struct dataset *d, struct record *record, struct raw_write *raw, struct write *w)
{
	const struct target_rule *rule = &target_rules[w->target];

	read_kind(r, record, raw, w);
	refuse_misplaced(r, raw, w);
	w->key = resolve_all(r, record, raw->key, &w->n_key);
	w->parent_key = resolve_all(r, record, raw->parent_key, &w->n_parent_key);
	w->when = read_condition(r, record, w->line, "when", raw->when);
	w->when_text = raw->when;
	w->starts_text = raw->starts;
	if (raw->set)
		read_settings(r, record, raw->set, w);
	else
		default_settings(r, record, w);
	if (raw->fields)
		read_field_list(r, record, raw->fields, w);
	else if (w->target == TARGET_EPISODE || w->target == TARGET_EVENT)
		default_fields(r, d, record, w);
	if (raw->other)
		read_identity(r, record, raw->other, &w->other);
	if (w->target == TARGET_RUN)
		finish_run(r, record, raw, w);
	if (rule->of_child && !d->has_identity)
		reader_fault(r, w->line, "`%s` belongs to a child, but the data set has no `identity`", rule->name);
}

/* The one target that the write names, or TARGET_COUNT. */
static enum target
target_of(struct reader *r, const struct raw_write *raw, int line)
{
	enum target found = TARGET_COUNT;
	int n = 0;

	for (int t = 0; t < TARGET_COUNT; t++)
		if (raw->target[t]) {
			found = (enum target)t;
			n++;
		}
	if (n == 1)
		return found;
	reader_fault(r, line, n ? "a write names %d targets; it should name one"
	    : "a write names no target (%d found): `episode`, `event`, `run`, `details`, `identifier` …", n);
	return TARGET_COUNT;
}

void
read_writes(struct reader *r, const struct dataset *d, struct record *record, const struct node *writes)
{
	const struct key_rule *rules = all_write_rules(r->c->mem);

	record->write = mem_new_array(r->c->mem, struct write, writes->n + 1);
	yaml_each(node, writes) {
		struct raw_write raw = {0};
		raw.w.line = node->line;
		raw.w.kind_field = -1;
		raw.w.other.field = raw.w.other.fallback_field = -1;
		(void)read_keys(r, node, "a write", rules, &raw);
		raw.w.target = node->kind == NODE_MAP ? target_of(r, &raw, node->line) : TARGET_COUNT;
		if (raw.w.target == TARGET_COUNT)
			continue;
		finish_write(r, d, record, &raw, &raw.w);
		record->write[record->n_write++] = raw.w;
	}
}
