/* A model's words, and the rules that its fields suggest. */
#include "linkage/engine.h"

static const char *const kind_names[] = {
	[LINK_GIVEN] = "given_name", [LINK_FAMILY] = "family_name", [LINK_BORN] = "date_of_birth", [LINK_SEX] = "sex",
	[LINK_POSTCODE] = "postcode", [LINK_IDENTIFIER] = "identifier", [LINK_UPN] = "upn", [LINK_NHS_NUMBER] = "nhs_number",
	[LINK_BLIND] = "blind", [LINK_TEXT] = "text",
};
static const char *const part_names[] = {
	[LINK_WHOLE] = "whole", [LINK_SOUND] = "sound", [LINK_INITIAL] = "initial", [LINK_YEAR] = "year", [LINK_MONTH] = "month",
	[LINK_DAY_MONTH] = "day and month", [LINK_DISTRICT] = "district", [LINK_EITHER] = "either",
	[LINK_LACKING] = "lacking",
};
static const char *const class_names[] = {
	[LINK_MATCH] = "match", [LINK_TWIN] = "twin", [LINK_SIBLING] = "sibling", [LINK_RANDOM] = "other",
};

const char *
link_kind_name(enum link_kind kind)
{
	return kind_names[kind];
}

const char *
link_part_name(enum link_part part)
{
	return part_names[part];
}

const char *
link_class_name(enum link_class k)
{
	return class_names[k];
}

/* What meets, the surest first, for it owns the pair. A rule of which the model lacks a field is left out. */
static const struct suggestion {
	struct { enum link_kind kind; enum link_part part; } part[3];
	int n;
} suggestions[] = {
	{{{LINK_UPN, LINK_WHOLE}}, 1},
	{{{LINK_NHS_NUMBER, LINK_WHOLE}}, 1},
	{{{LINK_IDENTIFIER, LINK_WHOLE}}, 1},
	{{{LINK_BLIND, LINK_WHOLE}}, 1},
	{{{LINK_GIVEN, LINK_SOUND}, {LINK_BORN, LINK_WHOLE}}, 2},
	{{{LINK_FAMILY, LINK_SOUND}, {LINK_BORN, LINK_WHOLE}}, 2},
	{{{LINK_GIVEN, LINK_EITHER}, {LINK_BORN, LINK_YEAR}}, 2},
	{{{LINK_GIVEN, LINK_SOUND}, {LINK_FAMILY, LINK_SOUND}, {LINK_BORN, LINK_DAY_MONTH}}, 3},
	{{{LINK_GIVEN, LINK_SOUND}, {LINK_POSTCODE, LINK_WHOLE}}, 2},
	{{{LINK_POSTCODE, LINK_WHOLE}, {LINK_BORN, LINK_MONTH}}, 2},
	{{{LINK_GIVEN, LINK_SOUND}, {LINK_FAMILY, LINK_SOUND}, {LINK_BORN, LINK_LACKING}}, 3},
	{{{LINK_TEXT, LINK_WHOLE}, {LINK_BORN, LINK_WHOLE}}, 2},
	{{{LINK_TEXT, LINK_WHOLE}, {LINK_GIVEN, LINK_SOUND}}, 2},
	{{{LINK_TEXT, LINK_WHOLE}, {LINK_FAMILY, LINK_SOUND}}, 2},
	{{{LINK_TEXT, LINK_WHOLE}, {LINK_TEXT, LINK_SOUND}}, 2},
	{{{LINK_FAMILY, LINK_SOUND}, {LINK_POSTCODE, LINK_WHOLE}, {LINK_GIVEN, LINK_INITIAL}}, 3},
};
/* Families, whom training needs to see: of the pairs that only this rule finds hardly one in two thousand is one child's. Where the last
 * rule above finds those, it is for training alone. */
static const struct suggestion families = {{{LINK_FAMILY, LINK_SOUND}, {LINK_POSTCODE, LINK_WHOLE}}, 2};

static int
next_of_kind(const struct link_model *m, enum link_kind kind, int after)
{
	for (int f = after + 1; f < m->n_fields; f++)
		if (m->field[f].kind == kind)
			return f;
	return -1;
}

/* Of encodings no initial is known. */
static bool
part_is_there(const struct link_model *m, int field, enum link_part part)
{
	return field >= 0 && (part != LINK_INITIAL || !m->encoded[field]);
}

/* The suggestion once for each field of its first kind; returns how many rules that makes, put behind all that there are. */
static int
rule_suggest(struct link_model *m, const struct suggestion *of)
{
	int before = m->n_rules + m->n_seen, n = before;

	for (int first = next_of_kind(m, of->part[0].kind, -1); first >= 0; first = next_of_kind(m, of->part[0].kind, first)) {
		struct link_rule rule = {.n = of->n};
		bool whole = n < LINK_RULES;

		for (int i = 0; i < of->n; i++) {
			int field = i == 0 ? first : next_of_kind(m, of->part[i].kind, of->part[i].kind == of->part[0].kind ? first : -1);

			whole = whole && part_is_there(m, field, of->part[i].part);
			rule.part[i].field = (uint8_t)field;
			rule.part[i].part = (uint8_t)of->part[i].part;
		}
		if (whole)
			m->rule[n++] = rule;
	}
	return n - before;
}

static void
rules_suggest(struct link_model *m)
{
	int made = 0;

	for (size_t i = 0; i < sizeof suggestions / sizeof suggestions[0]; i++)
		m->n_rules += made = rule_suggest(m, &suggestions[i]);
	*(made ? &m->n_seen : &m->n_rules) += rule_suggest(m, &families);
}

static bool
rules_are_same(const struct link_model *a, const struct link_model *b)
{
	bool same = a->n_rules == b->n_rules;

	for (int r = 0; same && r < a->n_rules; r++) {
		same = a->rule[r].n == b->rule[r].n;
		for (int i = 0; same && i < a->rule[r].n; i++)
			same = a->rule[r].part[i].field == b->rule[r].part[i].field && a->rule[r].part[i].part == b->rule[r].part[i].part;
	}
	return same;
}

/* Rules that were written out, as a saved model's are, are as good as none where they are the engine's own: training sees families, too. */
void
link_model_complete(struct link_model *m)
{
	struct link_model own = *m;

	own.n_rules = own.n_seen = 0;
	rules_suggest(&own);
	if (m->n_rules == 0 || (m->n_seen == 0 && rules_are_same(m, &own)))
		*m = own;
	if (m->join <= 0)
		m->join = LINK_JOIN;
	if (m->review <= 0)
		m->review = LINK_REVIEW;
}
