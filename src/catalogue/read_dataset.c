/* A data set's file: what it is called, how a file of it is known, whose it is, and its records. */
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/parts.h"

const char *const domain_words[] = {
	"core", "early_help", "social_care", "send", "education", "health", "police", "youth_justice", "housing",
	"voluntary", "adult", NULL,
};
/* Article 6(1) of the UK GDPR. */
const char *const basis_words[] = {
	"consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests", NULL,
};
const char *const purpose_words[] = {
	"direct_care", "safeguarding", "statistics", "service_planning", "statutory_return", "research",
	"public_information", NULL,
};
const char *const format_words[] = { [FORMAT_CSV] = "csv", [FORMAT_XML] = "xml", [FORMAT_XLSX] = "xlsx",
	[FORMAT_GEOJSON] = "geojson", NULL };
const char *const covers_words[] = {
	"day", "month", "quarter", "term", "calendar year", "financial year", "academic year", "all", NULL,
};

struct raw_dataset {
	struct dataset d;
	int format;
	struct texts recognise, after, purposes, covers_by;
	const char *root, *covers, *agreement, *basis;
	int32_t expires;
	const struct node *identity, *columns, *writes, *records, *agreement_node, *covers_node, *small_numbers,
	    *publishes;
	int64_t under, round_to;
};

#define AT(member) offsetof(struct raw_dataset, member)
static const struct key_rule dataset_rules[] = {
	{ "dataset", VALUE_NAME, AT(d.name), MUST, NULL },
	{ "title", VALUE_TEXT, AT(d.title), MUST, NULL },
	{ "about", VALUE_TEXT, AT(d.about), MUST, NULL },
	{ "agency", VALUE_TEXT, AT(d.agency), MUST, domain_words },
	{ "domain", VALUE_TEXT, AT(d.domain), MAY, domain_words },
	{ "format", VALUE_CHOICE, AT(format), MAY, format_words },
	{ "root", VALUE_TEXT, AT(root), MAY, NULL },
	{ "recognise", VALUE_TEXTS, AT(recognise), MUST, NULL },
	{ "after", VALUE_TEXTS, AT(after), MAY, NULL },
	{ "identity", VALUE_MAP, AT(identity), MAY, NULL },
	{ "registers", VALUE_TEXT, AT(d.registers), MAY, NULL },
	{ "columns", VALUE_MAP, AT(columns), MAY, NULL },
	{ "writes", VALUE_LIST, AT(writes), MAY, NULL },
	{ "records", VALUE_LIST, AT(records), MAY, NULL },
	{ "publishes", VALUE_MAP, AT(publishes), MAY, NULL },
	{ "controller", VALUE_TEXT, AT(d.controller), MUST, NULL },
	{ "agreement", VALUE_MAP, AT(agreement_node), MUST, NULL },
	{ "full_extract", VALUE_YES_NO, AT(d.full_extract), MAY, NULL },
	{ "covers", VALUE_ANY, AT(covers_node), MAY, NULL },
	{ "annual", VALUE_YES_NO, AT(d.annual), MAY, NULL },
	{ "small_numbers", VALUE_MAP, AT(small_numbers), MAY, NULL },
	{ 0 }
};
static const struct key_rule agreement_rules[] = {
	{ "ref", VALUE_TEXT, AT(agreement), MUST, NULL },
	{ "purposes", VALUE_TEXTS, AT(purposes), MUST, purpose_words },
	{ "basis", VALUE_TEXT, AT(basis), MUST, basis_words },
	{ "expires", VALUE_DAY, AT(expires), MUST, NULL },
	{ 0 }
};
static const struct key_rule covers_rules[] = {
	{ "period", VALUE_TEXT, AT(covers), MUST, covers_words },
	{ "by", VALUE_TEXTS, AT(covers_by), MAY, NULL },
	{ 0 }
};
static const struct key_rule small_number_rules[] = {
	{ "under", VALUE_INT, AT(under), MUST, NULL },
	{ "round_to", VALUE_INT, AT(round_to), MAY, NULL },
	{ 0 }
};
#undef AT

struct raw_record {
	const char *path;
	const struct node *columns, *writes;
};

#define AT(member) offsetof(struct raw_record, member)
static const struct key_rule record_rules[] = {
	{ "path", VALUE_TEXT, AT(path), MUST, NULL },
	{ "columns", VALUE_MAP, AT(columns), MAY, NULL },
	{ "writes", VALUE_LIST, AT(writes), MAY, NULL },
	{ 0 }
};
#undef AT

/* ---- records ------------------------------------------------------------------------------------------------ */

/* Identity and row id are of the first record, and the writes of every record need to know them. */
static void
read_identities(struct reader *r, struct raw_dataset *raw, const struct node *root)
{
	struct dataset *d = &raw->d;

	d->identity.field = d->identity.fallback_field = d->registers_field = -1;
	if (raw->identity) {
		read_identity(r, &d->record[0], raw->identity, &d->identity);
		d->has_identity = true;
	}
	if (d->registers) {
		d->registers_field = field_resolve(r, &d->record[0], yaml_get(root, "registers")->line, "registers",
		    d->registers);
		if (d->registers_field >= 0)
			d->registers = d->record[0].field[d->registers_field].column;
	}
}

/* The place of the record whose path is the longest beginning of `path`; -1 when there is none. */
static int
parent_of(const struct dataset *d, const char *path)
{
	int best = -1;
	size_t longest = 0;

	for (size_t i = 0; i < d->n_record; i++) {
		size_t n = strlen(d->record[i].path);
		if (n > longest && strncmp(path, d->record[i].path, n) == 0 && path[n] == '/') {
			best = (int)i;
			longest = n;
		}
	}
	return best;
}

/* Whether the record's rows hang below those of the first, where the identity is. */
static bool
under_first(const struct dataset *d, const struct record *record)
{
	while (record->parent >= 0)
		record = &d->record[record->parent];
	return record == d->record;
}

static void
read_record(struct reader *r, struct raw_dataset *raw, const struct node *root, const struct node *node)
{
	struct dataset *d = &raw->d;
	struct raw_record rr = {0};
	struct record *record = &d->record[d->n_record];

	if (!read_keys(r, node, "a record", record_rules, &rr) && !rr.path)
		return;
	record->path = rr.path;
	record->parent = parent_of(d, rr.path);
	for (size_t i = 0; i < d->n_record; i++)
		if (strncmp(d->record[i].path, rr.path, strlen(rr.path)) == 0 && d->record[i].path[strlen(rr.path)] == '/')
			reader_fault(r, node->line, "record `%s` stands after `%s`, which is below it", rr.path,
			    d->record[i].path);
	read_fields(r, d, record, rr.columns);
	d->n_record++;
	if (d->n_record == 1)
		read_identities(r, raw, root);
	if (rr.writes && d->has_identity && !under_first(d, record))
		reader_fault(r, node->line, "record `%s` writes, but is not below `%s`, which holds the identity", rr.path,
		    d->record[0].path);
	if (rr.writes)
		read_writes(r, d, record, rr.writes);
}

static void
read_flat(struct reader *r, struct raw_dataset *raw, const struct node *root)
{
	struct record *record = &raw->d.record[0];

	record->parent = -1;
	if (raw->records || raw->root)
		reader_fault(r, root->line, "`records` and `root` belong to `format: xml`");
	if (!raw->columns || (!raw->writes && !raw->publishes)) {
		reader_fault(r, root->line, "the data set lacks the key `%s`", raw->columns ? "writes" : "columns");
		return;
	}
	raw->d.n_record = 1;
	read_fields(r, &raw->d, record, raw->columns);
	read_identities(r, raw, root);
	if (raw->publishes && raw->writes)
		reader_fault(r, root->line, "a data set either `publishes` or `writes`");
	if (raw->publishes)
		read_publishing(r, &raw->d, raw->publishes);
	if (raw->writes)
		read_writes(r, &raw->d, record, raw->writes);
}

static void
read_nested(struct reader *r, struct raw_dataset *raw, const struct node *root)
{
	if (raw->columns || raw->writes)
		reader_fault(r, root->line, "with `format: xml`, `columns` and `writes` stand in `records`");
	if (!raw->root || !raw->records)
		reader_fault(r, root->line, "the data set lacks the key `%s`", raw->root ? "records" : "root");
	if (raw->records)
		yaml_each(node, raw->records)
			read_record(r, raw, root, node);
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

/* A flat file is known by columns that it must have; naming one that the data set does not know is a slip. */
static void
check_recognise(struct reader *r, struct raw_dataset *raw, const struct node *root)
{
	struct dataset *d = &raw->d;
	const struct node *node = yaml_get(root, "recognise");
	bool xml = d->format == FORMAT_XML;

	d->recognise = mem_new_array(r->c->mem, const char *, raw->recognise.n + 2);
	if (xml)
		d->recognise[d->n_recognise++] = raw->root ? raw->root : "";
	for (size_t i = 0; i < raw->recognise.n; i++) {
		const char *test = raw->recognise.at[i];
		if (xml && !strchr(test, '='))
			reader_fault(r, node->line, "in `recognise`, `%s` should be path=value", test);
		else if (!xml)
			(void)field_resolve(r, &d->record[0], node->line, "recognise", test);
		d->recognise[d->n_recognise++] = test;
	}
}

static bool
is_dated(enum field_type type)
{
	return type == FIELD_DATE || type == FIELD_PARTIAL_DATE || type == FIELD_MONTH;
}

/* A date field of the first record; or, in XML, a leaf below the root that stands once in the file. */
static void
read_covers_by(struct reader *r, struct dataset *d, int line, const char *name)
{
	int f = field_find(&d->record[0], view_of(name));

	if (f < 0 && d->format == FORMAT_XML && strchr(name, '/') && !d->covers_path) {
		d->covers_path = name;
		return;
	}
	if (f < 0)
		f = field_resolve(r, &d->record[0], line, "by", name);
	else if (!is_dated(d->record[0].field[f].type))
		reader_fault(r, line, "`by` names `%s`, which is not a date", name);
	if (f >= 0)
		d->covers_field[d->n_covers_field++] = f;
}

static void
read_covers(struct reader *r, struct raw_dataset *raw)
{
	static const struct key_rule period = {
		"covers", VALUE_TEXT, offsetof(struct raw_dataset, covers), MAY, covers_words,
	};
	struct dataset *d = &raw->d;

	if (!raw->covers_node)
		return;
	if (raw->covers_node->kind == NODE_TEXT)
		(void)read_value(r, raw->covers_node, "covers", &period, raw);
	else
		(void)read_keys(r, raw->covers_node, "`covers`", covers_rules, raw);
	d->covers = raw->covers;
	d->covers_field = mem_new_array(r->c->mem, int, raw->covers_by.n + 1);
	for (size_t i = 0; i < raw->covers_by.n; i++)
		read_covers_by(r, d, raw->covers_node->line, raw->covers_by.at[i]);
}

/* Whose data it is, under which agreement, and what they ask of small numbers. */
static void
read_terms(struct reader *r, struct raw_dataset *raw)
{
	struct dataset *d = &raw->d;

	raw->round_to = 1;
	raw->expires = DAY_NONE;
	if (raw->agreement_node)
		(void)read_keys(r, raw->agreement_node, "`agreement`", agreement_rules, raw);
	if (raw->small_numbers)
		(void)read_keys(r, raw->small_numbers, "`small_numbers`", small_number_rules, raw);
	d->agreement = raw->agreement;
	d->basis = raw->basis;
	d->purpose = raw->purposes.at;
	d->n_purpose = raw->purposes.n;
	d->expires = raw->expires;
	d->terms = r->built_in && d->agreement && strcmp(d->agreement, "OPEN") != 0 ? TERMS_PLACEHOLDER : TERMS_OWN;
	d->terms_file = r->file;
	d->small_numbers_under = raw->under;
	d->round_to = raw->round_to ? raw->round_to : 1;
}

void
read_dataset(struct reader *r, const struct node *root)
{
	struct raw_dataset raw = {0};
	struct dataset *d = &raw.d;

	d->file = r->file;
	d->line = root->line;
	(void)read_keys(r, root, "the data set", dataset_rules, &raw);
	if (d->name && strcmp(d->name, r->stem) != 0)
		reader_fault(r, root->line, "`dataset: %s` should be the file's name, `%s`", d->name, r->stem);
	d->format = (enum file_format)raw.format;
	if (!d->domain)
		d->domain = d->agency;
	d->after = raw.after.at;
	d->n_after = raw.after.n;
	d->after_line = raw.after.n ? yaml_get(root, "after")->line : root->line;
	read_terms(r, &raw);
	d->record = mem_new_array(r->c->mem, struct record, (raw.records ? raw.records->n : 0) + 1);
	if (d->format == FORMAT_XML)
		read_nested(r, &raw, root);
	else
		read_flat(r, &raw, root);
	if (d->n_record) {
		check_recognise(r, &raw, root);
		read_covers(r, &raw);
	}
	if (!d->name)
		d->name = r->stem;
	r->k->dataset[r->k->n_datasets++] = *d;
}
