/* A row of a file: clean its fields, find whose it is, make its writes. */
#include "people/intake_row.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/condition.h"
#include "people/intake_clean.h"
#include "people/intake_compute.h"
#include "people/intake_file.h"
#include "people/intake_read.h"
#include "people/intake_reference.h"
#include "people/intake_refer.h"
#include "people/intake_reject.h"
#include "people/intake_value.h"
#include "store/seal.h"
#include "store/store.h"

#define KEY_PARTS_MAX 16

int64_t
fact_key(struct importing *m, enum target target, const char *kind, int64_t identity, const struct view *part, size_t n)
{
	char id[24];
	struct view all[KEY_PARTS_MAX + 4];

	snprintf(id, sizeof id, "%lld", (long long)identity);
	all[0] = view_of(m->dataset->agency);
	all[1] = view_of(target_rules[target == TARGET_RUN ? TARGET_EPISODE : target].name);
	all[2] = view_of(kind);
	all[3] = view_of(id);
	for (size_t i = 0; i < n && i < KEY_PARTS_MAX; i++)
		all[4 + i] = part[i];
	return fingerprint(m->c->store, all, 4 + (n < KEY_PARTS_MAX ? n : KEY_PARTS_MAX));
}

static enum err
claim_write(struct importing *m, const struct fact_claim *claim, struct known *known)
{
	struct value value[16] = {0};
	int64_t version;

	TRY(ids_next(m->c, &m->ids, &version));
	TRY(claim->fill(m, claim->with, claim->identity, version, value));
	return facts_write(m->c, m->facts[claim->target], &m->batch, &m->ids, known, version, claim->identity, value);
}

enum err
fact_claim(struct importing *m, const struct fact_claim *claim, int64_t *fact)
{
	struct known *known;

	switch (facts_judge(m->facts[claim->target], &m->batch, claim, m->row, &known)) {
	case FACT_NEW:
	case FACT_CHANGED:
		m->count->written++;
		TRY(claim_write(m, claim, known));
		break;
	case FACT_SAME:
		m->count->unchanged++;
		break;
	case FACT_OLDER:
		m->count->older++;
		break;
	case FACT_TWICE:
		m->identity = claim->identity;
		TRY(row_reject(m, claim->kind, claim->derived ? "two periods start on the same day" :
		    "an earlier row says something else of the same thing; that row is kept", known->row));
		break;
	}
	if (fact)
		*fact = known ? known->fact : 0;
	return OK;
}

/* ---- cleaning ------------------------------------------------------------------------------------------------- */

/* The last day that a partial date can be, as text; empty for a whole date. */
static struct view
last_day(struct mem *mem, struct view raw)
{
	struct read_date d = day_read(view_trim(raw));

	return d.found == DATE_PARTIAL ? view_of(day_iso(mem, d.last)) : (struct view){0};
}

/* Another column says what this field would have to work out (`else:`). */
static bool
field_overruled(const struct field *f, const struct source_row *row)
{
	return f->inherited_record < 0 && f->otherwise >= 0 && view_trim(row->field[f->otherwise]).n > 0;
}

/* What a field reads: the column that overrules it where that says something, the derived field that it derives from, or
 * its own column. */
static struct view
field_raw(const struct record *record, size_t i, const struct source_row *row, const struct view *value)
{
	const struct field *f = &record->field[i];

	if (f->inherited_record >= 0)
		return row->field[i];
	if (field_overruled(f, row))
		return row->field[f->otherwise];
	if (f->from_field >= 0 && !record->field[f->from_field].column)
		return value[f->from_field];
	return row->field[i];
}

struct row_fault {
	const char *field, *reason;
};
struct row_faults LIST(struct row_fault);

/* One field: cleaned, or its fault. */
static void
field_take(struct importing *m, const struct record *record, size_t i, const struct source_row *row, struct view *value,
    struct row_faults *faults)
{
	const struct field *f = &record->field[i];
	const char *reason = NULL;

	if (!field_clean(m->row_mem, f, field_raw(record, i, row, value), field_overruled(f, row), &value[i], &reason))
		value[i] = (struct view){0};
	else
		reason = f->required && !value[i].n ? "is missing" : NULL;
	/* A fault of the record above was said of that record. */
	if (reason && f->inherited_record < 0)
		*push(m->row_mem, faults) = (struct row_fault){f->column ? f->column : f->as, reason};
}

/* Cleans every field of the row; each that cannot be taken is a reject row of its own, once all is read that may say whose
 * row it is. */
static enum err
row_clean(struct importing *m, const struct record *record, const struct source_row *row, bool *good)
{
	struct view *value = mem_new_array(m->row_mem, struct view, record->n_field + 1);
	struct view *last = mem_new_array(m->row_mem, struct view, record->n_field + 1);
	struct row_faults faults = {0};

	for (size_t i = 0; i < record->n_field; i++) {
		if (record->field[i].ignored || record->field[i].compute)
			continue;
		field_take(m, record, i, row, value, &faults);
		if (value[i].n && record->field[i].type == FIELD_PARTIAL_DATE)
			last[i] = last_day(m->row_mem, row->field[i]);
	}
	m->record = record;
	m->value = value;
	m->last = last;
	*good = !faults.n;
	for (size_t i = 0; i < faults.n; i++)
		TRY(row_reject(m, faults.item[i].field, faults.item[i].reason, 0));
	return *good ? fields_compute(m, record, value) : OK;
}

/* ---- whose row it is -------------------------------------------------------------------------------------------- */

static int64_t
identifier_digest(struct importing *m, struct view value)
{
	return fingerprint(m->c->store, &value, 1);
}

struct identifier_fill {
	const char *scheme;
	struct view value;
	bool blind_only;
};

static enum err
identifier_values(struct importing *m, const void *with, int64_t identity, int64_t version, struct value *value)
{
	const struct identifier_fill *f = with;

	value[0] = (struct value){VALUE_TEXT, view_of(f->scheme), 0};
	if (!f->blind_only) {
		value[1].type = VALUE_BYTES;
		TRY(seal_text(m->c, identity, "identifier_all", "value", version, f->value, &value[1].text));
	}
	value[2] = (struct value){VALUE_ID, {0}, blind_one(m->c->store, f->scheme, f->value)};
	value[5] = checked_value(f->scheme, f->value);
	return OK;
}

/* An identity's own number is one of its identifiers; so is a row id that other files refer to. */
static enum err
identifier_note(struct importing *m, int64_t identity, const char *scheme, struct view value, bool blind_only)
{
	struct identifier_fill fill = {scheme, value, blind_only};
	int64_t before = m->count->unchanged;
	enum err e = fact_claim(m, &(struct fact_claim){
	    .target = TARGET_IDENTIFIER, .derived = true, .kind = scheme, .identity = identity, .since = DAY_NONE, .until = DAY_NONE,
	    .key = fact_key(m, TARGET_IDENTIFIER, scheme, identity, &value, 1), .digest = identifier_digest(m, value),
	    .fill = identifier_values, .with = &fill}, NULL);

	m->count->unchanged = before;       /* said by every row of a child: not a fact that the row is about */
	return e;
}

bool
row_says(const struct importing *m, const struct identity_rule *rule, const char **scheme, struct view *value)
{
	*value = rule->field >= 0 ? m->value[rule->field] : (struct view){0};
	*scheme = rule->scheme;
	if (!value->n && !rule->via && rule->fallback_field >= 0) {
		*value = m->value[rule->fallback_field];
		*scheme = rule->fallback_scheme;
	}
	return value->n > 0;
}

static enum err
identity_of(struct importing *m, const struct identity_rule *rule, int64_t *identity)
{
	struct view value;
	const char *scheme;
	bool made;

	*identity = 0;
	if (!row_says(m, rule, &scheme, &value))
		return OK;
	if (rule->via) {
		*identity = refer_row(m->c, m->refer, rule->from, value);
		return OK;
	}
	TRY(refer_identity(m->c, m->refer, scheme, value, m->batch.id, identity, &made));
	return made ? identifier_note(m, *identity, scheme, value, false) : OK;
}

/* ---- writes ----------------------------------------------------------------------------------------------------- */

static enum err
write_key(struct importing *m, const struct write *w, const char *kind, int64_t identity, int64_t *key)
{
	struct view part[KEY_PARTS_MAX] = {{0}};
	size_t n = 0;

	for (; n < w->n_key && n < KEY_PARTS_MAX; n++)
		part[n] = m->value[w->key[n]];
	if (!w->n_key)
		n = key_parts_default(m, w, part);
	/* What is dated by the period that its file covers is another fact in the next period. */
	for (size_t i = 0; i < w->n_set && n < KEY_PARTS_MAX; i++)
		if (w->set[i].field < 0 && !strncmp(w->set[i].constant, "covers_", 7))
			part[n++] = setting_value(m, w, w->set[i].column);
	*key = fact_key(m, w->target, kind, identity, part, n);
	return OK;
}

static int32_t
setting_day(struct importing *m, const struct write *w, const char *column)
{
	struct view v = setting_value(m, w, column);

	return v.n ? day_read(v).day : DAY_NONE;
}

enum err
write_fact(struct importing *m, const struct record *record, const struct write *w, const char *kind, int64_t identity)
{
	bool event = w->target == TARGET_EVENT, derived = w->target == TARGET_RUN;
	struct write_values values = {.record = record, .write = w, .kind = kind};
	struct fact_claim claim = {
		.target = derived ? TARGET_EPISODE : w->target, .derived = derived, .kind = kind, .identity = identity,
		.fill = write_values, .with = &values,
		.since = setting_day(m, w, event ? "at" : "since"), .until = setting_day(m, w, event ? "at" : "until"),
	};
	bool apply;

	TRY(write_key(m, w, kind, identity, &claim.key));
	TRY(write_prepare(m, &values, identity, &apply));
	if (!apply)
		return OK;
	claim.digest = values.digest;
	return fact_claim(m, &claim, NULL);
}

static enum err
write_apply(struct importing *m, const struct record *record, const struct write *w, int64_t identity)
{
	const char *kind = w->kind;

	if (w->when && !condition_holds(w->when, m->value))
		return OK;
	if (w->target == TARGET_RUN) {
		bool is_new;

		*int_map_put(m->run_identity, identity, &is_new) = 1;
		return OK;
	}
	if (!target_rules[w->target].of_child)
		return reference_write(m, w);
	if (w->kind_field >= 0)
		kind = view_copy(m->row_mem, m->value[w->kind_field]);
	return kind && *kind ? write_fact(m, record, w, kind, identity) : OK;
}

/* The number that a field of record[0] has in a record below it. */
static int
field_below(const struct importing *m, const struct record *record, int field)
{
	if (record == m->dataset->record || field < 0)
		return field;
	for (size_t i = 0; i < record->n_field; i++)
		if (record->field[i].inherited_record == 0 && record->field[i].inherited_field == field)
			return (int)i;
	return -1;
}

struct identity_rule
row_rule(const struct importing *m, const struct record *record)
{
	struct identity_rule here = m->dataset->identity;

	here.field = field_below(m, record, here.field);
	here.fallback_field = field_below(m, record, here.fallback_field);
	return here;
}

static enum err
row_identity(struct importing *m, const struct record *record, int64_t *identity)
{
	const struct dataset *d = m->dataset;
	const struct identity_rule rule = row_rule(m, record);

	TRY(identity_of(m, &rule, identity));
	if (!*identity)
		return row_reject(m, rule.field >= 0 ? record->field[rule.field].column : NULL, rule.via ?
		    "names a row that the other file does not have" : "is missing, so the row cannot be anybody's", 0);
	if (d->registers && record == d->record && m->value[d->registers_field].n) {
		struct view id = m->value[d->registers_field];

		refer_add_row(m->c, m->refer, d->name, id, *identity);
		return identifier_note(m, *identity, row_scheme(m->row_mem, d->name), id, true);
	}
	return OK;
}

enum err
row_import(struct importing *m, const struct source_row *row)
{
	const struct record *record = &m->dataset->record[row->record];
	int64_t identity = 0;
	bool good;

	m->rejected = false;
	m->row = row->number;
	m->record = NULL;
	m->identity = 0;
	m->raw = row->raw;
	if (row->problem)
		return row_reject(m, NULL, row->problem, 0);
	TRY(row_clean(m, record, row, &good));
	if (!good)
		return OK;
	if (m->dataset->has_identity) {
		TRY(row_identity(m, record, &identity));
		if (!identity)
			return OK;
	}
	for (size_t i = 0; i < record->n_write; i++)
		TRY(write_apply(m, record, &record->write[i], identity));
	return OK;
}
