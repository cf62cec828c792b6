/* A model guessed from what columns are called, and from what their first values are where the name tells nothing. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "linkage/code.h"
#include "people/link_files.h"

enum role { ROLE_FIELD, ROLE_ID, ROLE_SOURCE, ROLE_ANSWER };

/* What a column is called, with _ for what is no letter or digit, and what it is taken for. */
static const struct name_rule {
	const char *name;
	enum role role;
	enum link_kind kind;
	const char *field;              /* NULL: called as the column */
} rules[] = {
	{"rec_id", ROLE_ID, 0, NULL}, {"record_id", ROLE_ID, 0, NULL}, {"unique_id", ROLE_ID, 0, NULL}, {"id", ROLE_ID, 0, NULL},
	{"row_id", ROLE_ID, 0, NULL}, {"source", ROLE_SOURCE, 0, NULL}, {"source_dataset", ROLE_SOURCE, 0, NULL},
	{"agency", ROLE_SOURCE, 0, NULL}, {"system", ROLE_SOURCE, 0, NULL},
	{"truth", ROLE_ANSWER, 0, NULL}, {"truth_id", ROLE_ANSWER, 0, NULL}, {"true_id", ROLE_ANSWER, 0, NULL},
	{"ground_truth", ROLE_ANSWER, 0, NULL}, {"cluster", ROLE_ANSWER, 0, NULL}, {"cluster_id", ROLE_ANSWER, 0, NULL},
	{"given_name", ROLE_FIELD, LINK_GIVEN, "given_name"}, {"forename", ROLE_FIELD, LINK_GIVEN, "given_name"},
	{"first_name", ROLE_FIELD, LINK_GIVEN, "given_name"}, {"given", ROLE_FIELD, LINK_GIVEN, "given_name"},
	{"forenames", ROLE_FIELD, LINK_GIVEN, "given_name"}, {"firstname", ROLE_FIELD, LINK_GIVEN, "given_name"},
	{"first", ROLE_FIELD, LINK_GIVEN, "given_name"}, {"given_names", ROLE_FIELD, LINK_GIVEN, "given_name"},
	{"family_name", ROLE_FIELD, LINK_FAMILY, "family_name"}, {"surname", ROLE_FIELD, LINK_FAMILY, "family_name"},
	{"last_name", ROLE_FIELD, LINK_FAMILY, "family_name"}, {"lastname", ROLE_FIELD, LINK_FAMILY, "family_name"},
	{"last", ROLE_FIELD, LINK_FAMILY, "family_name"}, {"family", ROLE_FIELD, LINK_FAMILY, "family_name"},
	{"dob", ROLE_FIELD, LINK_BORN, "date_of_birth"}, {"date_of_birth", ROLE_FIELD, LINK_BORN, "date_of_birth"},
	{"birth_date", ROLE_FIELD, LINK_BORN, "date_of_birth"}, {"birthdate", ROLE_FIELD, LINK_BORN, "date_of_birth"},
	{"born", ROLE_FIELD, LINK_BORN, "date_of_birth"}, {"person_birth_date", ROLE_FIELD, LINK_BORN, "date_of_birth"},
	{"sex", ROLE_FIELD, LINK_SEX, "sex"}, {"gender", ROLE_FIELD, LINK_SEX, "sex"},
	{"postcode", ROLE_FIELD, LINK_POSTCODE, "postcode"}, {"post_code", ROLE_FIELD, LINK_POSTCODE, "postcode"},
	{"home_postcode", ROLE_FIELD, LINK_POSTCODE, "postcode"}, {"zip", ROLE_FIELD, LINK_TEXT, NULL},
	{"upn", ROLE_FIELD, LINK_UPN, "upn"}, {"unique_pupil_number", ROLE_FIELD, LINK_UPN, "upn"},
	{"nhs_number", ROLE_FIELD, LINK_NHS_NUMBER, "nhs_number"}, {"nhs_no", ROLE_FIELD, LINK_NHS_NUMBER, "nhs_number"},
	{"nhs", ROLE_FIELD, LINK_NHS_NUMBER, "nhs_number"},
	{"address", ROLE_FIELD, LINK_TEXT, NULL}, {"address_1", ROLE_FIELD, LINK_TEXT, NULL},
	{"address_2", ROLE_FIELD, LINK_TEXT, NULL}, {"address_line_1", ROLE_FIELD, LINK_TEXT, NULL},
	{"address_line_2", ROLE_FIELD, LINK_TEXT, NULL}, {"street", ROLE_FIELD, LINK_TEXT, NULL},
	{"street_number", ROLE_FIELD, LINK_TEXT, NULL}, {"house_number", ROLE_FIELD, LINK_TEXT, NULL},
	{"suburb", ROLE_FIELD, LINK_TEXT, NULL}, {"town", ROLE_FIELD, LINK_TEXT, NULL}, {"city", ROLE_FIELD, LINK_TEXT, NULL},
	{"state", ROLE_FIELD, LINK_TEXT, NULL}, {"county", ROLE_FIELD, LINK_TEXT, NULL},
	{"place_of_birth", ROLE_FIELD, LINK_TEXT, NULL}, {"phone", ROLE_FIELD, LINK_TEXT, NULL},
	{"phone_number", ROLE_FIELD, LINK_TEXT, NULL}, {"telephone", ROLE_FIELD, LINK_TEXT, NULL},
	{"mobile", ROLE_FIELD, LINK_TEXT, NULL}, {"email", ROLE_FIELD, LINK_TEXT, NULL}, {"name", ROLE_FIELD, LINK_TEXT, NULL},
	{"full_name", ROLE_FIELD, LINK_TEXT, NULL}, {"middle_name", ROLE_FIELD, LINK_TEXT, NULL},
};

struct guess {
	struct ctx *c;
	const struct link_files *files;
	struct link_plan *plan;
	FILE *told;
};

/* ---- what values look like ---------------------------------------------------------------------------------------- */

struct look {
	size_t rows, known, dates, postcodes, numbers, different, encoded;
	enum link_kind encoded_kind;    /* of the last encoding */
};

/* Two letters at most, a digit, perhaps one more sign, a digit, two letters: NE1 4XF. */
static bool
is_postcode(struct view v)
{
	char shape[9] = "";
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		unsigned char ch = (unsigned char)v.at[i];

		if (ch == ' ')
			continue;
		if (n == 7 || !isalnum(ch))
			return false;
		shape[n++] = isdigit(ch) ? '9' : 'a';
	}
	return n >= 5 && strcmp(shape + n - 3, "9aa") == 0 && shape[0] == 'a' && memchr(shape + 1, '9', n - 4);
}

/* Five to twelve letters and digits, a digit among them. */
static bool
is_number(struct view v)
{
	size_t n = 0, digits = 0;

	for (size_t i = 0; i < v.n; i++) {
		unsigned char ch = (unsigned char)v.at[i];

		if (ch == ' ' || ch == '-' || ch == '/')
			continue;
		if (!isalnum(ch))
			return false;
		n++;
		digits += isdigit(ch) != 0;
	}
	return n >= 5 && n <= 12 && digits;
}

/* Looks at the first values of a column in every file that has it. */
static struct look
look_at(struct guess *g, const char *column)
{
	struct text_map *seen = text_map_new(g->c->mem);
	struct look l = {0};

	for (size_t i = 0; i < g->files->n; i++) {
		const struct link_file *f = &g->files->item[i];
		int at = link_column_find(f, column);

		for (size_t k = 0; at >= 0 && k < f->sample.n; k++) {
			struct view v = (size_t)at < f->sample.item[k].n ? view_trim(f->sample.item[k].field[at]) : (struct view){"", 0};

			l.rows++;
			if (link_value_is_unknown(v))
				continue;
			l.known++;
			if (code_kind(v) != LINK_KINDS) {
				l.encoded++;
				l.encoded_kind = code_kind(v);
			}
			l.dates += day_read(v).found == DATE_WHOLE;
			l.postcodes += is_postcode(v);
			l.numbers += is_number(v);
			text_map_intern(seen, v);
		}
	}
	l.different = text_map_count(seen);
	return l;
}

static bool
most(size_t n, const struct look *l)
{
	return l->known && 5 * n >= 4 * l->known;
}

/* ---- columns into the plan ---------------------------------------------------------------------------------------- */

static void
names_add(struct mem *m, struct link_names *names, const char *name)
{
	const char **longer = mem_new_array(m, const char *, names->n + 1);

	if (names->n)
		memcpy(longer, names->at, names->n * sizeof *longer);
	longer[names->n++] = name;
	names->at = longer;
}

/* "Street number" as model files spell it: street_number. */
static const char *
name_spelt(struct mem *m, const char *column)
{
	struct builder b = {.mem = m};

	for (const char *at = column; *at; at++)
		if (isalnum((unsigned char)*at) && (unsigned char)*at < 128)
			put_char(&b, (char)tolower((unsigned char)*at));
		else if (b.n && b.at[b.n - 1] != '_')
			put_char(&b, '_');
	while (b.n && b.at[b.n - 1] == '_')
		b.at[--b.n] = '\0';
	if (!b.n || !isalpha((unsigned char)b.at[0]))
		return mem_format(m, "column_%s", built_text(&b));
	return built_text(&b);
}

/* Whether a file that has the column has one of `names` too, which then comes first. */
static const char *
taken_by(const struct guess *g, const char *column, const struct link_names *names)
{
	for (size_t i = 0; i < g->files->n; i++)
		for (size_t k = 0; k < names->n; k++)
			if (link_column_find(&g->files->item[i], column) >= 0 &&
			    link_column_find(&g->files->item[i], names->at[k]) >= 0)
				return names->at[k];
	return NULL;
}

static void
tell(const struct guess *g, const char *column, const char *what, const char *why)
{
	fprintf(g->told, "  %s: %s%s%s\n", column, what, *why ? ", " : "", why);
}

static void
add_field(struct guess *g, const char *column, const char *name, enum link_kind kind, const char *why)
{
	struct link_model *m = &g->plan->model;
	const char *words = view_copy(g->c->mem, view_of(link_kind_name(kind)));
	const char *before;
	int f = 0;

	while (f < m->n_fields && strcmp(m->field[f].name, name) != 0)
		f++;
	before = f < m->n_fields ? taken_by(g, column, &g->plan->columns[f]) : NULL;
	if (before || (f < m->n_fields && m->field[f].kind != kind)) {
		tell(g, column, "not used", mem_format(g->c->mem, "%s is the %s already", before ? before :
		    g->plan->columns[f].at[0], name));
		return;
	}
	if (f == LINK_FIELDS) {
		tell(g, column, "not used", mem_format(g->c->mem, "a model has %d fields at most", LINK_FIELDS));
		return;
	}
	if (f == m->n_fields) {
		m->field[m->n_fields++] = (struct link_field){.name = name, .kind = kind};
		g->plan->optional[f] = false;
	}
	names_add(g->c->mem, &g->plan->columns[f], column);
	tell(g, column, mem_format(g->c->mem, "%s%s%s", words, strcmp(words, name) ? " " : "", strcmp(words, name) ? name : ""),
	    why);
}

/* An encoding says itself of what kind it is; a name that says the same tells the field's. */
static void
add_encoded(struct guess *g, const char *column, const struct name_rule *rule, const struct look *l)
{
	enum link_kind kind = l->encoded_kind;
	bool several = kind == LINK_TEXT || kind == LINK_IDENTIFIER;

	add_field(g, column, rule && rule->role == ROLE_FIELD && rule->kind == kind && rule->field ? rule->field :
	    several ? name_spelt(g->c->mem, column) : link_kind_name(kind), kind, "encoded");
}

/* Names promise more than values keep: an Australian postcode is a text, and so is a date that nobody can read. */
static void
add_named(struct guess *g, const char *column, const struct name_rule *rule, const struct look *l)
{
	const char *name = rule->field ? rule->field : name_spelt(g->c->mem, column);

	if (rule->kind == LINK_POSTCODE && l->known && !most(l->postcodes, l))
		add_field(g, column, name, LINK_TEXT, "for its values are no British postcodes");
	else if (rule->kind == LINK_BORN && l->known && !most(l->dates, l))
		add_field(g, column, name, LINK_TEXT, "for most of its values are no dates");
	else
		add_field(g, column, name, rule->kind, l->known || !l->rows ? "" : "though its first values are all empty");
}

static bool
has_kind(const struct guess *g, enum link_kind kind)
{
	for (int f = 0; f < g->plan->model.n_fields; f++)
		if (g->plan->model.field[f].kind == kind)
			return true;
	return false;
}

static bool
ends_as_number(const char *name)
{
	static const char *const ends[] = {"_id", "_no", "_number", "_ref", "uln", "ssn", NULL};
	size_t n = strlen(name);

	for (size_t i = 0; ends[i]; i++)
		if (n >= strlen(ends[i]) && strcmp(name + n - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

/* A name that says nothing: numbers by their ending, dates of birth and postcodes where no column is called so. */
static void
add_unnamed(struct guess *g, const char *column, const struct look *l)
{
	const char *name = name_spelt(g->c->mem, column);

	if (ends_as_number(name) && most(l->numbers, l) && 2 * l->different >= l->known)
		add_field(g, column, name, LINK_IDENTIFIER, "by its values");
	else if (most(l->dates, l) && !has_kind(g, LINK_BORN))
		add_field(g, column, "date_of_birth", LINK_BORN, "by its values");
	else if (most(l->postcodes, l) && !has_kind(g, LINK_POSTCODE))
		add_field(g, column, "postcode", LINK_POSTCODE, "by its values");
	else
		tell(g, column, "not used", "neither its name nor its values tell what it is");
}

/* ---- one column after the other ----------------------------------------------------------------------------------- */

/* "DateOfBirth" is date_of_birth. */
static bool
is_spelt(const char *name, const char *spelt)
{
	for (;; name++, spelt++) {
		name += *name == '_';
		spelt += *spelt == '_';
		if (*name != *spelt)
			return false;
		if (!*name)
			return true;
	}
}

static const struct name_rule *
rule_named(const char *spelt)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (is_spelt(rules[i].name, spelt))
			return &rules[i];
	return NULL;
}

/* Also of a field whose name begins with whose it is, the child's: "Pupil surname", "Legal Forename". A carer's or a school's is not. */
static const struct name_rule *
rule_of(const char *spelt)
{
	static const char *const whose[] = {"child", "child_s", "pupil", "student", "patient", "client", "person", "legal",
	    "current"};
	const struct name_rule *rule = rule_named(spelt);

	for (size_t i = 0; !rule && i < sizeof whose / sizeof *whose; i++) {
		size_t n = strlen(whose[i]);

		if (strncmp(spelt, whose[i], n) == 0)
			rule = rule_named(spelt + n + (spelt[n] == '_'));
		if (rule && rule->role != ROLE_FIELD)
			rule = NULL;
	}
	return rule;
}

/* An id names one record: one that comes again among the first rows of a file names something else. */
static void
add_id(struct guess *g, const char *column, const struct look *l)
{
	const char *before = taken_by(g, column, &g->plan->id);

	if (before)
		tell(g, column, "not used", mem_format(g->c->mem, "%s names the record already", before));
	else if (g->files->n == 1 && l->different < l->rows)
		tell(g, column, "not used", "an id that is missing or comes again names no record");
	else {
		names_add(g->c->mem, &g->plan->id, column);
		tell(g, column, "names the record", "");
	}
}

static void
add_source(struct guess *g, const char *column)
{
	const char *before = taken_by(g, column, &g->plan->source);

	if (before)
		tell(g, column, "not used", mem_format(g->c->mem, "%s is the source already", before));
	else {
		names_add(g->c->mem, &g->plan->source, column);
		tell(g, column, "the source of the record", "");
	}
}

/* Those with telling names come first, so that a column whose values alone tell does not take their place. */
static void
column_guess(struct guess *g, const char *column, bool named)
{
	const struct name_rule *rule = rule_of(name_spelt(g->c->mem, column));
	struct look l;

	if ((rule != NULL) != named)
		return;
	l = look_at(g, column);
	if (most(l.encoded, &l))
		add_encoded(g, column, rule, &l);
	else if (!rule)
		add_unnamed(g, column, &l);
	else if (rule->role == ROLE_ID)
		add_id(g, column, &l);
	else if (rule->role == ROLE_SOURCE)
		add_source(g, column);
	else if (rule->role == ROLE_ANSWER)
		tell(g, column, "not used", mem_format(g->c->mem, "it looks like an answer (--truth %s measures by it)", column));
	else
		add_named(g, column, rule, &l);
}

/* The first file that has the column guesses for all. */
static bool
seen_before(const struct link_files *files, size_t file, const char *column)
{
	for (size_t i = 0; i < file; i++)
		if (link_column_find(&files->item[i], column) >= 0)
			return true;
	return false;
}

enum err
link_guess(struct ctx *c, const struct link_files *files, const char *truth, FILE *told, struct link_plan *out)
{
	struct guess g = {c, files, out, told};

	*out = (struct link_plan){.name = "guessed"};
	fprintf(told, "What the columns are taken for (--model names a file where that is wrong):\n");
	for (int named = 1; named >= 0; named--)
		for (size_t i = 0; i < files->n; i++)
			for (size_t k = 0; k < files->item[i].n_columns; k++) {
				const char *column = files->item[i].column[k];

				if (!*column || seen_before(files, i, column))
					continue;
				if (!truth || link_column_find(&files->item[i], truth) != (int)k)
					column_guess(&g, column, named);
				else if (named)
					tell(&g, column, "the truth, which linking does not see", "");
			}
	if (!out->model.n_fields)
		return fail(c, ERR_INPUT, "no column tells what it is: name the fields in a model (--model; docs/linkage.md)");
	return OK;
}
