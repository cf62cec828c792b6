/* The columns of a data set's record: what each is called in the file, what it becomes, and how it is read. */
#include <string.h>

#include "base/mem.h"
#include "catalogue/parts.h"

const char *const field_type_words[] = {
	[FIELD_TEXT] = "text", [FIELD_CODE] = "code", [FIELD_DATE] = "date", [FIELD_PARTIAL_DATE] = "partial_date",
	[FIELD_MONTH] = "month", [FIELD_TIME] = "time", [FIELD_INTEGER] = "integer", [FIELD_REAL] = "real",
	[FIELD_YES_NO] = "yes_no", [FIELD_POSTCODE] = "postcode", [FIELD_UPN] = "upn",
	[FIELD_NHS_NUMBER] = "nhs_number", [FIELD_CODES] = "codes", NULL,
};
const char *const compute_words[] = {
	[COMPUTE_NONE] = "none", [COMPUTE_MILES_BETWEEN] = "miles_between",
	[COMPUTE_INSIDE_AUTHORITY] = "inside_authority", NULL,
};

/* How many fields each computation takes. */
static const size_t compute_takes[] = { [COMPUTE_MILES_BETWEEN] = 2, [COMPUTE_INSIDE_AUTHORITY] = 1 };

/* A column's keys as they stand; names are resolved once all columns are known. */
struct raw_field {
	struct field f;
	int type, compute;
	const char *list, *otherwise;
	struct texts of;
	const struct node *map;
};

#define AT(member) offsetof(struct raw_field, member)
static const struct key_rule field_rules[] = {
	{ "as", VALUE_NAME, AT(f.as), MAY, NULL },
	{ "type", VALUE_CHOICE, AT(type), MAY, field_type_words },
	{ "list", VALUE_NAME, AT(list), MAY, NULL },
	{ "required", VALUE_YES_NO, AT(f.required), MAY, NULL },
	{ "optional", VALUE_YES_NO, AT(f.optional), MAY, NULL },
	{ "sealed", VALUE_YES_NO, AT(f.sealed), MAY, NULL },
	{ "ignore", VALUE_YES_NO, AT(f.ignored), MAY, NULL },
	{ "map", VALUE_MAP, AT(map), MAY, NULL },
	{ "from", VALUE_TEXT, AT(f.from), MAY, NULL },
	{ "compute", VALUE_CHOICE, AT(compute), MAY, compute_words },
	{ "of", VALUE_TEXTS, AT(of), MAY, NULL },
	{ "else", VALUE_TEXT, AT(otherwise), MAY, NULL },
	{ "about", VALUE_TEXT, AT(f.about), MAY, NULL },
	{ 0 }
};
#undef AT

/* ---- names -------------------------------------------------------------------------------------------------- */

/* A record's own fields come before those of the records above it, and exact names before another letter case. */
int
field_find(const struct record *record, struct view name)
{
	for (size_t i = 0; i < record->n_own; i++)
		if ((record->field[i].as && view_is(name, record->field[i].as))
		    || (record->field[i].column && view_is(name, record->field[i].column)))
			return (int)i;
	for (size_t i = 0; i < record->n_own; i++)
		if (record->field[i].column && view_is_fold(name, record->field[i].column))
			return (int)i;
	for (size_t i = record->n_own; i < record->n_field; i++)
		if (record->field[i].as && view_is(name, record->field[i].as))
			return (int)i;
	return -1;
}

static const char *
nearest_field(struct reader *r, const struct record *record, const char *name)
{
	const char **names = mem_new_array(r->c->mem, const char *, 2 * record->n_field + 1);
	size_t n = 0;

	for (size_t i = 0; i < record->n_field; i++) {
		if (record->field[i].column)
			names[n++] = record->field[i].column;
		if (record->field[i].as)
			names[n++] = record->field[i].as;
	}
	return did_you_mean(r->c->mem, name, names);
}

int
field_resolve(struct reader *r, const struct record *record, int line, const char *key, const char *name)
{
	int found = field_find(record, view_of(name));

	if (found < 0)
		reader_fault(r, line, "`%s` names `%s`, which is neither a column nor a field here%s", key, name,
		    nearest_field(r, record, name));
	return found;
}

/* ---- one column --------------------------------------------------------------------------------------------- */

static void
resolve_list(struct reader *r, const char *key, const struct raw_field *raw, struct field *f)
{
	bool coded = f->type == FIELD_CODE || f->type == FIELD_CODES;
	const char **names;

	if (coded != (raw->list != NULL)) {
		reader_fault(r, f->line, coded ? "column `%s` has type `%s` but names no `list`"
		    : "column `%s` has type `%s`, which takes no `list`", key, field_type_words[f->type]);
		return;
	}
	if (!coded)
		return;
	f->codes = catalogue_list(r->k, raw->list);
	if (f->codes)
		return;
	names = mem_new_array(r->c->mem, const char *, r->k->n_lists + 1);
	for (size_t i = 0; i < r->k->n_lists; i++)
		names[i] = r->k->list[i].name;
	reader_fault(r, f->line, "column `%s`: there is no code list `%s` in catalogue/codes%s", key, raw->list,
	    did_you_mean(r->c->mem, raw->list, names));
}

static void
read_map(struct reader *r, const struct node *map, struct field *f)
{
	f->map_from = mem_new_array(r->c->mem, const char *, map->n + 1);
	f->map_to = mem_new_array(r->c->mem, const char *, map->n + 1);
	yaml_each(pair, map) {
		if (pair->kind != NODE_TEXT) {
			reader_fault(r, pair->line, "in `map`, the value of `%s` should be a text", pair->key);
			continue;
		}
		if (f->codes && !f->codes->open && *pair->text && !code_find(f->codes, view_of(pair->text)))
			reader_fault(r, pair->line, "`map` makes `%s` of `%s`, which is no code of the list `%s`",
			    pair->text, pair->key, f->codes->name);
		f->map_from[f->n_map] = pair->key;
		f->map_to[f->n_map++] = pair->text;
	}
}

/* `as` may be left out where the column already has the look of a field's name. */
static void
name_field(struct reader *r, const char *key, struct field *f)
{
	f->column = f->from || f->compute ? NULL : key;
	if (f->as || f->ignored)
		return;
	if (is_name(key))
		f->as = key;
	else
		reader_fault(r, f->line, "column `%s` lacks the key `as` (or `ignore: yes`)", key);
}

static void
read_field(struct reader *r, const struct node *node, struct raw_field *raw)
{
	struct field *f = &raw->f;

	if (node->kind == NODE_MAP)
		(void)read_keys(r, node, "a column", field_rules, raw);
	else
		reader_fault(r, node->line, "column `%s` should be a map of keys, as {as: …, type: …}", node->key);
	f->line = node->line;
	f->type = (enum field_type)raw->type;
	f->compute = (enum compute)raw->compute;
	name_field(r, node->key, f);
	resolve_list(r, node->key, raw, f);
	if (raw->map)
		read_map(r, raw->map, f);
	if (f->ignored && f->required)
		reader_fault(r, f->line, "column `%s` is both ignored and required", node->key);
	if (f->required && f->optional)
		reader_fault(r, f->line, "column `%s` is both required and optional", node->key);
	if (f->from && f->compute)
		reader_fault(r, f->line, "column `%s` has both `from` and `compute`", node->key);
}

/* ---- names within the record -------------------------------------------------------------------------------- */

/* A derived field copies a column, or another derived field above it, so that one pass down the fields is enough. */
static void
resolve_from(struct reader *r, const struct record *record, struct field *f)
{
	const struct field *from;

	f->from_field = field_resolve(r, record, f->line, "from", f->from);
	if (f->from_field < 0)
		return;
	from = &record->field[f->from_field];
	if (from->column)
		f->from = from->column;
	else if (from >= f)
		reader_fault(r, f->line, "`%s` is derived from `%s`, which is derived itself and should stand above it", f->as,
		    from->as);
}

static void
resolve_sources(struct reader *r, const struct record *record, const struct raw_field *raw, struct field *f)
{
	f->from_field = f->otherwise = f->of[0] = f->of[1] = -1;
	if (f->from)
		resolve_from(r, record, f);
	if (raw->otherwise)
		f->otherwise = field_resolve(r, record, f->line, "else", raw->otherwise);
	if (!f->compute) {
		if (raw->of.n || (raw->otherwise && !f->from))
			reader_fault(r, f->line, "column `%s`: `of` belongs to `compute`, `else` to `compute` or `from`",
			    f->column);
		return;
	}
	if (raw->of.n != compute_takes[f->compute])
		reader_fault(r, f->line, "`%s`: `compute: %s` takes `of` with %zu column%s", f->as, compute_words[f->compute],
		    compute_takes[f->compute], compute_takes[f->compute] == 1 ? "" : "s");
	for (size_t i = 0; i < raw->of.n && i < 2; i++)
		f->of[i] = field_resolve(r, record, f->line, "of", raw->of.at[i]);
}

static void
refuse_same_as(struct reader *r, const struct record *record)
{
	for (size_t i = 0; i < record->n_own; i++)
		for (size_t j = 0; j < i; j++) {
			const struct field *a = &record->field[j], *b = &record->field[i];
			if (a->as && b->as && strcmp(a->as, b->as) == 0 && !(a->optional && b->optional))
				reader_fault(r, b->line, "two columns both become `%s` (allowed only where both are optional: two"
				    " layouts' names of one column); the other is on line %d", b->as, a->line);
		}
}

/* Copies of the fields of every record above, nearest first: a row sees what it hangs on. */
static void
inherit_fields(const struct dataset *d, struct record *record)
{
	for (int up = record->parent; up >= 0; up = d->record[up].parent)
		for (size_t i = 0; i < d->record[up].n_own; i++) {
			struct field *f = &record->field[record->n_field++];
			*f = d->record[up].field[i];
			f->inherited_record = up;
			f->inherited_field = (int)i;
		}
}

void
read_fields(struct reader *r, const struct dataset *d, struct record *record, const struct node *columns)
{
	size_t own = columns ? columns->n : 0, room = own + 1;
	struct raw_field *raw = mem_new_array(r->c->mem, struct raw_field, own + 1);

	for (int up = record->parent; up >= 0; up = d->record[up].parent)
		room += d->record[up].n_own;
	record->field = mem_new_array(r->c->mem, struct field, room);
	yaml_each(node, columns) {
		read_field(r, node, &raw[record->n_own]);
		raw[record->n_own].f.inherited_record = raw[record->n_own].f.inherited_field = -1;
		record->field[record->n_own] = raw[record->n_own].f;
		record->n_own++;
	}
	record->n_field = record->n_own;
	inherit_fields(d, record);
	for (size_t i = 0; i < record->n_own; i++)
		resolve_sources(r, record, &raw[i], &record->field[i]);
	refuse_same_as(r, record);
}
