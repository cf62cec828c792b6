/* From a write's settings to the columns of its table. */
#include "people/intake_value.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/json.h"
#include "base/mem.h"
#include "catalogue/dataset.h"
#include "linkage/fold.h"
#include "people/intake_file.h"
#include "people/intake_refer.h"
#include "people/intake_row.h"
#include "people/intake_target.h"
#include "store/seal.h"
#include "store/store.h"

static struct view
setting_constant(struct importing *m, const char *constant)
{
	const struct { const char *name; int32_t day; } days[] = {
		{"covers_from", m->batch.covers_from}, {"covers_until", m->batch.period_until}, {"as_at", m->batch.as_at},
	};

	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		if (!strcmp(constant, days[i].name))
			return view_of(day_iso(m->row_mem, days[i].day == DAY_NONE ? m->batch.as_at : days[i].day));
	return view_of(constant);
}

static const struct setting *
setting_named(const struct write *w, const char *column)
{
	for (size_t i = 0; i < w->n_set; i++)
		if (!strcmp(w->set[i].column, column))
			return &w->set[i];
	return NULL;
}

struct view
setting_value(struct importing *m, const struct write *w, const char *column)
{
	const struct setting *s = setting_named(w, column);

	if (!s)
		return (struct view){0};
	return s->field >= 0 ? m->value[s->field] : setting_constant(m, s->constant);
}

size_t
key_parts_default(struct importing *m, const struct write *w, struct view *part)
{
	switch (w->target) {
	case TARGET_IDENTIFIER:
		part[0] = setting_value(m, w, "value");
		return 1;
	case TARGET_RESIDENCE:
		part[0] = setting_value(m, w, "uprn");
		part[1] = setting_value(m, w, "postcode");
		return 2;
	case TARGET_TIE:
		part[0] = w->other.field >= 0 ? m->value[w->other.field] : (struct view){0};
		return 1;
	case TARGET_TEAM:
		part[0] = setting_value(m, w, "worker");
		part[1] = setting_value(m, w, "role");
		return 2;
	case TARGET_RUN:
		part[0] = setting_value(m, w, "since");
		return 1;
	case TARGET_DETAILS:
	case TARGET_NAME:
		part[0] = view_of(m->dataset->name);
		return 1;
	default:
		return 0;
	}
}

/* Columns without which there is nothing to write; each line is a choice of which one is enough. An event without a day
 * did not happen, unless its `when` says that it did. */
static const struct { enum target target; const char *any[3]; } needed[] = {
	{TARGET_EPISODE, {"since", "until"}},
	{TARGET_RUN, {"since"}},
	{TARGET_EVENT, {"at"}},
	{TARGET_NAME, {"given", "family"}},
	{TARGET_IDENTIFIER, {"value"}},
	{TARGET_RESIDENCE, {"postcode", "uprn"}},
	{TARGET_TEAM, {"worker"}},
};

static bool
write_has_what_it_needs(struct importing *m, const struct write *w)
{
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		bool any = false;

		if (needed[i].target != w->target || (w->when && w->target == TARGET_EVENT))
			continue;
		for (int k = 0; k < 3 && needed[i].any[k]; k++)
			any = any || setting_value(m, w, needed[i].any[k]).n;
		return any;
	}
	return true;
}

static enum err
other_identity(struct importing *m, const struct write *w, int64_t *other)
{
	struct view value = w->other.field >= 0 ? m->value[w->other.field] : (struct view){0};
	bool made;

	*other = 0;
	return value.n ? refer_identity(m->c, m->refer, w->other.scheme, value, m->batch.id, other, &made) : OK;
}

enum err
write_prepare(struct importing *m, struct write_values *v, int64_t identity, bool *apply)
{
	const struct write *w = v->write;
	struct view *part = mem_new_array(m->row_mem, struct view, 2 + w->n_parent_key + w->n_set + w->n_field);
	char refers[48];
	size_t n = 0;

	*apply = write_has_what_it_needs(m, w);
	if (*apply && w->target == TARGET_TIE) {
		TRY(other_identity(m, w, &v->other));
		*apply = v->other != 0;
	}
	if (!*apply)
		return OK;
	if (w->target == TARGET_RUN) {
		v->parent = m->run_parent;
	} else if (w->parent && m->facts[TARGET_EPISODE]) {
		struct known *known;

		for (size_t i = 0; i < w->n_parent_key; i++)
			part[i] = m->value[w->parent_key[i]];
		known = facts_find(m->facts[TARGET_EPISODE],
		    fact_key(m, TARGET_EPISODE, w->parent, identity, part, w->n_parent_key));
		v->parent = known && !known->gone ? known->fact : 0;
	}
	snprintf(refers, sizeof refers, "%lld %lld", (long long)v->parent, (long long)v->other);
	part[n++] = view_of(v->kind);
	part[n++] = view_of(refers);
	for (size_t i = 0; i < w->n_set; i++)
		part[n++] = w->set[i].field >= 0 ? m->value[w->set[i].field] : setting_constant(m, w->set[i].constant);
	for (size_t i = 0; i < w->n_field; i++)
		part[n++] = m->value[w->field[i]];
	v->digest = fingerprint(m->c->store, part, n);
	return OK;
}

void
json_field(struct json *j, const struct field *f, struct view value)
{
	int64_t n;
	double x;

	json_key(j, f->as);
	if (f->type == FIELD_INTEGER && view_int(value, &n))
		json_int(j, n);
	else if (f->type == FIELD_REAL && view_real(value, &x))
		json_real(j, x);
	else
		json_text(j, value);
}

/* A confidential leaf of `data` is sealed like a column of its own, and written as base64. */
static enum err
json_sealed(struct importing *m, struct json *j, const struct field *f, const char *table, int64_t identity,
    int64_t version, struct view value)
{
	struct view sealed;
	size_t room;
	char *text;

	TRY(seal_text(m->c, identity, table, f->as, version, value, &sealed));
	room = sodium_base64_encoded_len(sealed.n, sodium_base64_VARIANT_ORIGINAL);
	text = mem_take(m->row_mem, room);
	sodium_bin2base64(text, room, (const unsigned char *)sealed.at, sealed.n, sodium_base64_VARIANT_ORIGINAL);
	json_key(j, f->as);
	json_text(j, view_of(text));
	return OK;
}

static enum err
data_value(struct importing *m, const struct write_values *v, const char *table, int64_t identity, int64_t version,
    struct value *out)
{
	struct builder b = {.mem = m->row_mem};
	struct json j = {.out = &b};

	json_object(&j);
	for (size_t i = 0; i < v->write->n_field; i++) {
		const struct field *f = &v->record->field[v->write->field[i]];
		struct view value = m->value[v->write->field[i]];

		if (!value.n)
			continue;
		if (f->sealed)
			TRY(json_sealed(m, &j, f, table, identity, version, value));
		else
			json_field(&j, f, value);
	}
	json_end_object(&j);
	*out = (struct value){VALUE_TEXT, built(&b), 0};
	return OK;
}

static struct value
text_value(struct view v)
{
	return v.n ? (struct value){VALUE_TEXT, v, 0} : (struct value){0};
}

static struct value
id_value(int64_t id)
{
	return id ? (struct value){VALUE_ID, {0}, id} : (struct value){0};
}

/* The last day that a partial date can be; nothing for a whole one. */
static struct value
last_value(struct importing *m, const struct write *w, const char *column)
{
	const struct setting *s = setting_named(w, column);
	struct view last = s && s->field >= 0 ? m->last[s->field] : (struct view){0};

	return text_value(last);
}

struct value
checked_value(const char *scheme, struct view number)
{
	char signs[64];
	struct view folded = {signs, identifier_fold(number, signs, sizeof signs)};

	if (strcmp(scheme, "upn") == 0)
		return text_value(upn_valid(folded) ? VIEW("yes") : VIEW("no"));
	if (strcmp(scheme, "nhs_number") == 0)
		return text_value(nhs_number_valid(folded) ? VIEW("yes") : VIEW("no"));
	return (struct value){0};
}

static enum err
column_value(struct importing *m, const struct write_values *v, const struct target_column *column, int64_t identity,
    int64_t version, struct value *out)
{
	const struct target_table *t = target_table(v->write->target);
	struct view setting = setting_value(m, v->write, column->name);
	int64_t id = 0;

	switch (column->filling) {
	case FILL_TEXT:
		*out = text_value(setting);
		break;
	case FILL_KIND:
		*out = text_value(view_of(v->kind));
		break;
	case FILL_DOMAIN:
		*out = text_value(view_of(v->write->domain ? v->write->domain : m->dataset->domain));
		break;
	case FILL_PARENT:
		*out = id_value(v->parent);
		break;
	case FILL_ORG:
		TRY(setting.n ? refer_org(m->c, m->refer, setting, &id) : OK);
		*out = id_value(id);
		break;
	case FILL_WORKER:
		TRY(setting.n ? refer_worker(m->c, m->refer, setting, &id) : OK);
		*out = id_value(id);
		break;
	case FILL_PLACE:
		TRY(refer_place(m->c, m->refer, setting_value(m, v->write, "uprn"), setting_value(m, v->write, "postcode"),
		    &id));
		*out = id_value(id);
		break;
	case FILL_OTHER:
		*out = id_value(v->other);
		break;
	case FILL_SEALED:
		if (setting.n) {
			out->type = VALUE_BYTES;
			return seal_text(m->c, identity, t->table, column->name, version, setting, &out->text);
		}
		break;
	case FILL_BLIND:
		*out = id_value(blind_one(m->c->store, v->kind, setting_value(m, v->write, "value")));
		break;
	case FILL_CHECKED:
		*out = checked_value(v->kind, setting_value(m, v->write, "value"));
		break;
	case FILL_DATA:
		return v->write->n_field ? data_value(m, v, t->table, identity, version, out) : OK;
	case FILL_LAST:
		*out = last_value(m, v->write, "born");
		break;
	case FILL_NO:
		*out = text_value(setting.n ? setting : VIEW("no"));
		break;
	}
	return OK;
}

enum err
write_values(struct importing *m, const void *with, int64_t identity, int64_t version, struct value *value)
{
	const struct write_values *v = with;
	const struct target_table *t = target_table(v->write->target);

	for (size_t i = 0; t->column[i].name; i++)
		TRY(column_value(m, v, &t->column[i], identity, version, &value[i]));
	return OK;
}
