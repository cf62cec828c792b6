/* Model files of `bairn link`: what is read, what is refused and in which words, and that writing is the inverse of reading. */
#include "unit.h"

#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/link_plan.h"

static struct ctx c;

static int
set_up(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

static struct link_plan
plan_of(const char *text)
{
	struct link_plan plan;

	if (link_plan_read(&c, "own.yml", view_of(text), &plan) != OK)
		fail_msg("%s", c.sentence);
	return plan;
}

static const char *
written(const struct link_plan *plan)
{
	struct builder b = {.mem = c.mem};

	link_plan_write(&b, plan);
	return built_text(&b);
}

static void
refused(const char *text, const char *sentence)
{
	struct link_plan plan;

	fail_clear(&c);
	assert_int_equal(link_plan_read(&c, "own.yml", view_of(text), &plan), ERR_INPUT);
	if (strcmp(c.sentence, sentence) != 0)
		fail_msg("\"%s\" instead of \"%s\"", c.sentence, sentence);
}

#define FIELDS "fields:\n  - {name: given, kind: given_name, columns: [Forename, first]}\n  - {name: born, kind: date_of_birth}\n"

static void
reads_fields_rules_and_thresholds(void **state)
{
	struct link_plan p = plan_of("model: own\nid: number\nsource: [agency, system]\nwithout_duplicates: [nhs]\njoin: 0.9\nreview: 0.1\n"
	    FIELDS "nicknames:\n  - [bill, william]\nblocking:\n  - [given sound, born]\n  - [born year]\n");

	(void)state;
	assert_string_equal(p.name, "own");
	assert_int_equal(p.id.n, 1);
	assert_string_equal(p.id.at[0], "number");
	assert_string_equal(p.source.at[1], "system");
	assert_string_equal(p.declared.at[0], "nhs");
	assert_true(p.model.join == 0.9 && p.model.review == 0.1);
	assert_int_equal(p.model.n_fields, 2);
	assert_int_equal(p.model.field[0].kind, LINK_GIVEN);
	assert_string_equal(p.columns[0].at[1], "first");
	assert_string_equal(p.columns[1].at[0], "born");
	assert_int_equal(p.model.n_rules, 2);
	assert_int_equal(p.model.rule[0].n, 2);
	assert_int_equal(p.model.rule[0].part[0].part, LINK_SOUND);
	assert_int_equal(p.model.rule[0].part[1].part, LINK_WHOLE);
	assert_int_equal(p.model.rule[1].part[0].field, 1);
	assert_int_equal(p.model.rule[1].part[0].part, LINK_YEAR);
	assert_int_equal(p.n_aliases, 1);
	assert_string_equal(p.alias[0].other, "william");
	assert_false(p.model.trained);
	assert_string_equal(link_rule_words(c.mem, &p.model, &p.model.rule[0]), "given sound, born");
}

/* A chance that is fixed may stand in a model that is not trained; in a trained one every level stands. */
static void
reads_chances(void **state)
{
	struct link_plan p = plan_of("model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n"
	    "      different: {match: 0.01, fixed: yes}\n");

	(void)state;
	assert_false(p.model.trained);
	assert_true(p.model.fixed[LINK_MATCH][0][2] && !p.model.fixed[LINK_MATCH][0][1] && !p.model.fixed[LINK_RANDOM][0][2]);
	assert_true(p.model.chance[LINK_MATCH][0][2] == 0.01);
	p = plan_of("model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n"
	    "      the same: {match: 0.99, twin: 0.5, sibling: 0.6, random: 0.4, support: 12.5, random_support: 900}\n"
	    "      different: {match: 0.01, twin: 0.5, sibling: 0.4, random: 0.6}\n"
	    "pairs: {match: 100, twin: 2, sibling: 3, random: 1e6}\n");
	assert_true(p.model.trained);
	assert_true(p.model.pairs[LINK_RANDOM] == 1e6 && p.model.support[LINK_MATCH][0][1] == 12.5);
	assert_true(p.model.support[LINK_RANDOM][0][1] == 900 && p.model.support[LINK_TWIN][0][1] == 0);
	assert_true(p.model.chance[LINK_SIBLING][0][1] == 0.6);
}

static void
assert_fixed(const struct link_plan *p, int level, bool match, bool twin, bool sibling, bool random)
{
	const bool wanted[LINK_CLASSES] = {match, twin, sibling, random};

	for (int k = 0; k < LINK_CLASSES; k++)
		if (p->model.fixed[k][0][level] != wanted[k])
			fail_msg("level %d: %s is%s fixed", level, link_class_key((enum link_class)k), wanted[k] ? " not" : "");
}

/* Of a line all that stands there is fixed, or what is named; what is not named is no fault of a model that is to be trained. */
static void
reads_what_is_fixed(void **state)
{
#define SEX "model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n"
	struct link_plan p = plan_of(SEX "      the same: {random: 0.4, fixed: yes}\n      different: {match: 0.1, twin: 0.5, sibling: 0.2,"
	    " random: 0.3, fixed: yes}\n");

	(void)state;
	assert_fixed(&p, 1, false, false, false, true);
	assert_fixed(&p, 2, true, true, true, true);
	assert_true(p.model.chance[LINK_RANDOM][0][1] == 0.4 && p.model.chance[LINK_TWIN][0][2] == 0.5);
	p = plan_of(SEX "      the same: {match: 0.9, twin: 0.5, sibling: 0.5, random: 0.4, support: 3, fixed: [twin, random]}\n"
	    "      different: {match: 0.1, sibling: 0.2, fixed: match}\n");
	assert_fixed(&p, 1, false, true, false, true);
	assert_fixed(&p, 2, true, false, false, false);
	p = plan_of(SEX "      the same: {match: 0.9, twin: 0.5, sibling: 0.5, random: 0.4, fixed: [twin, random]}\n"
	    "      different: {match: 0.1, twin: 0.5, sibling: 0.5, random: 0.6, fixed: no}\npairs: {match: 1, twin: 1, sibling: 1, random: 1}\n");
	assert_fixed(&p, 1, false, true, false, true);
	assert_fixed(&p, 2, false, false, false, false);
}

/* A line tells which of its chances are fixed: of a trained model's four, and of another's those alone that are. */
static void
writes_what_is_fixed(void **state)
{
	struct link_plan p = {.name = "own", .model = {.n_fields = 1, .field = {{"sex", LINK_SEX}}}};

	(void)state;
	p.columns[0] = (struct link_names){(const char *[]){"sex"}, 1};
	p.model.fixed[LINK_TWIN][0][1] = p.model.fixed[LINK_RANDOM][0][1] = true;
	for (int k = 0; k < LINK_CLASSES; k++) {
		p.model.fixed[k][0][2] = true;
		p.model.chance[k][0][1] = p.model.chance[k][0][2] = 0.5;
	}
	assert_non_null(strstr(written(&p), "      the same: {twin: 0.5, random: 0.5, fixed: yes}\n      different: {match: 0.5, twin: 0.5,"
	    " sibling: 0.5, random: 0.5, fixed: yes}\n"));
	p.model.trained = true;
	assert_non_null(strstr(written(&p), "random_support: 0, fixed: [twin, random]}\n      different: {match: 0.5, twin: 0.5, sibling: 0.5,"
	    " random: 0.5, support: 0, twin_support: 0, sibling_support: 0, random_support: 0, fixed: yes}\n"));
}

static void
refuses_what_cannot_be_fixed(void **state)
{
	(void)state;
	refused(SEX "      different: {fixed: yes}\n", "own.yml line 6: `different` has `fixed: yes` and no chance that could stay: match, twin,"
	    " sibling or random");
	refused(SEX "      different: {support: 5, fixed: yes}\n", "own.yml line 6: `different` has `fixed: yes` and no chance that could stay:"
	    " match, twin, sibling or random");
	refused(SEX "      different: {match: 0.1, fixed: [match, twin]}\n", "own.yml line 6: `different` fixes `twin` and lacks the key `twin`");
	refused(SEX "      different: {match: 0.1, fixed: [mach]}\n", "own.yml line 6: `fixed` of `different` should be yes, no, or some of"
	    " match, twin, sibling and random, not `mach`; did you mean `match`?");
	refused(SEX "      different: {match: 0.1, fixed: perhaps}\n", "own.yml line 6: `fixed` of `different` should be yes, no, or some of"
	    " match, twin, sibling and random, not `perhaps`");
	refused(SEX "      different: {match: 0.1, fixed: []}\n", "own.yml line 6: the list `fixed` is empty");
	refused(SEX "      different: {random: 0.1, fixed: no}\n", "own.yml line 6: `different` wants `fixed: yes`: what is not fixed is found by"
	    " training");
	refused(SEX "      different: {match: nan, fixed: yes}\n", "own.yml line 6: `match: nan` should be a number");
	refused(SEX "      the same: {match: 0.9, random: 0.6, fixed: yes}\n      different: {match: 0.1, random: 0.5, fixed: yes}\n",
	    "own.yml line 3: the fixed chances `random` of `sex` add up to more than 1");
#define NAME "model: own\nfields:\n  - name: given\n    kind: given_name\n    encoded: yes\n    levels:\n"
	plan_of(NAME "      the same: {match: 0.9, fixed: yes}\n      the same sound in another year: {match: 0.9, fixed: yes}\n");
	refused(NAME "      the same: {twin: 0.9, fixed: yes}\n      the same sound in another year: {twin: 0.9, fixed: yes}\n",
	    "own.yml line 3: the fixed chances `twin` of `given` add up to more than 1");
}

#define LEVEL(name) "      " name ": {match: 0.5, twin: 0.5, sibling: 0.5, random: 0.5}\n"
#define LEARNED "model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n" LEVEL("the same") LEVEL("different")                         \
    "  - name: other\n    kind: sex\n    levels:\n" LEVEL("the same") LEVEL("different")                                                      \
    "pairs: {match: 1, twin: 1, sibling: 1, random: 1000}\n"

static void
reads_ties_and_overlap(void **state)
{
	struct link_plan p = plan_of(LEARNED "ties:\n  - {field: other, level: different, with: sex, at: the same, times: 0.25, support: 7}\n"
	    "overlap:\n  - {of: one source, times: 0.2}\n  - {of: [a, \"b, c\"], times: 1.5, support: 12}\n");
	struct link_overlap_line line[LINK_OVERLAPS];

	(void)state;
	assert_true(p.model.tie[1].there && p.model.tie[1].with == 0 && !p.model.tie[0].there);
	assert_true(p.model.tie[1].times[1][2] == 0.25 && p.model.tie[1].times[1][1] == 1 && p.model.tie[1].times[2][2] == 1 && p.model.tie[1].support[1][2] == 7);
	assert_int_equal(link_overlap_lines(&p.model, line), 2);
	assert_true(line[0].within && !line[0].one && line[0].times == 0.2);
	assert_string_equal(line[1].one, "a");
	assert_string_equal(line[1].other, "b, c");
	assert_true(!line[1].within && line[1].times == 1.5 && line[1].support == 12);
}

static void
refuses_ties_and_overlaps(void **state)
{
	(void)state;
	refused(LEARNED "ties:\n  - {field: oter, level: different, with: sex, at: the same, times: 2}\n",
	    "own.yml line 15: in `ties`, `oter` is no field; did you mean `other`?");
	refused(LEARNED "ties:\n  - {field: other, level: diferent, with: sex, at: the same, times: 2}\n",
	    "own.yml line 15: in `ties`, `diferent` is no level of `other`; did you mean `different`?");
	refused(LEARNED "ties:\n  - {field: other, level: different, with: sex, at: the same, times: 0}\n",
	    "own.yml line 15: in `ties`, `times` should be above 0");
	refused(LEARNED "ties:\n  - {field: other, level: different, with: sex, at: the same, times: 2}\n"
	    "  - {field: sex, level: different, with: other, at: the same, times: 2}\n",
	    "own.yml line 16: in `ties`, `sex` should hang on one other field, and none on another in a circle");
	refused(LEARNED "overlap:\n  - {of: [a], times: 2}\n",
	    "own.yml line 15: in `overlap`, `of` should be two sources such as [education, health], `one source` or `two sources`");
	refused(LEARNED "overlap:\n  - {of: [health, [education]], times: 2}\n",
	    "own.yml line 15: in `overlap`, `of` should be two sources such as [education, health], `one source` or `two sources`");
	refused(LEARNED "ties:\n  - {field: other, level: different, with: sex, at: the same, times: 2, support: -1}\n",
	    "own.yml line 15: in `ties`, `support` should not be below 0");
	refused(LEARNED "overlap:\n  - {of: [a, b], times: 2}\n  - {of: [b, a], times: 3}\n",
	    "own.yml line 16: in `overlap`, the same two sources stand twice");
	refused(LEARNED "overlap:\n  - {of: two sources, times: 2, support: -1}\n", "own.yml line 15: in `overlap`, `support` should not be below 0");
	refused(LEARNED "overlap:\n  - {of: two sources, times: -1}\n", "own.yml line 15: in `overlap`, `times` should be above 0");
}

static void
refuses_with_file_line_and_key(void **state)
{
	(void)state;
	refused("model: own\n", "own.yml line 1: the model lacks the key `fields`");
	refused("model: own\nfeilds: []\n" FIELDS, "own.yml line 2: unknown key `feilds`; did you mean `fields`?");
	refused("model: own\nfields: []\n", "own.yml line 2: `fields` is empty: a model has one at least");
	refused("model: own\nfields:\n  - {name: a, kind: forename}\n", "own.yml line 3: `kind: forename` should be given_name,"
	    " family_name, date_of_birth, sex, postcode, identifier, upn, nhs_number or text");
	refused("model: own\nfields:\n  - {name: a, kind: text}\n  - {name: a, kind: text}\n",
	    "own.yml line 4: there are two fields `a`");
	refused("model: own\nfields:\n  - {name: a, kind: given_name}\n  - {name: b, kind: given_name}\n",
	    "own.yml line 4: `b` is a second field of the kind given_name: a model has one at most");
	refused("model: own\njoin: 1.5\n" FIELDS, "own.yml line 2: `join` should be a probability between 0 and 1");
	refused("model: own\njoin: 0.2\nreview: 0.3\n" FIELDS, "own.yml line 3: `review` should not be above `join`");
	refused("model: own\n" FIELDS "blocking:\n  - [givn]\n", "own.yml line 6: in `blocking`, `givn` is no field; did you mean"
	    " `given`?");
	refused("model: own\n" FIELDS "blocking:\n  - [given year]\n",
	    "own.yml line 6: in `blocking`, `year` is no part of a field of the kind given_name");
	refused("model: own\n" FIELDS "blocking:\n  - [born yeer]\n",
	    "own.yml line 6: in `blocking`, `yeer` is no part of a field of the kind date_of_birth; did you mean `year`?");
	refused("model: own\n" FIELDS "blocking:\n  - [born lacking, given lacking]\n",
	    "own.yml line 6: in `blocking`, a rule has nothing that two records share: `lacking` stands beside another part");
	refused("model: own\n" FIELDS "blocking:\n  - given\n",
	    "own.yml line 6: a rule of `blocking` should be a list of one to 4 parts of fields");
	refused("model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n      diferent: {match: 0.1, fixed: yes}\n",
	    "own.yml line 6: `diferent` is no level of sex; did you mean `different`?");
	refused("model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n      different: {match: 0.1}\n",
	    "own.yml line 6: `different` wants `fixed: yes`: what is not fixed is found by training");
	refused("model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n      different: {match: 1.1, fixed: yes}\n",
	    "own.yml line 6: a chance of `different` should be from 0 to 1");
	refused("model: own\nfields:\n  - name: sex\n    kind: sex\n    levels:\n      the same: {match: 0.9, fixed: yes}\n"
	    "      different: {match: 0.2, fixed: yes}\n", "own.yml line 3: the fixed chances `match` of `sex` add up to more than 1");
	refused("model: own\nfields:\n  - {name: sex, kind: sex}\npairs: {match: 1, twin: 1, sibling: 1, random: 1}\n",
	    "own.yml line 3: the levels of `sex` lack `the same`, as `pairs` says that the model is trained (and 1 more)");
	refused("model: own\n" FIELDS "nicknames:\n  - [bill]\n",
	    "own.yml line 6: in `nicknames`, two names are wanted: [bill, william]");
	refused("model: own\nfields:\n  - {name: town, kind: text, distance: yes}\n",
	    "own.yml line 3: `town` has `distance: yes`, which is for plain postcodes alone");
	refused("model: own\nfields:\n  - {name: home, kind: postcode, encoded: yes, distance: yes}\n",
	    "own.yml line 3: `home` has `distance: yes`, which is for plain postcodes alone");
	refused("model: [own\n", "own.yml line 2: while parsing a flow sequence, did not find expected ',' or ']'");
}

/* Saved before numbers had a level for check digits: no fault, and nothing of what was trained but what is fixed. */
static void
trains_an_older_model_anew(void **state)
{
#define CHANCES "match: 0.1, twin: 0.1, sibling: 0.1, random: 0.1}\n"
	struct link_plan p = plan_of("model: own\nfields:\n  - name: nhs\n    kind: nhs_number\n    levels:\n"
	    "      the same: {" CHANCES "      one digit differs: {fixed: yes, " CHANCES "      different: {" CHANCES
	    "pairs: {match: 1, twin: 1, sibling: 1, random: 1}\n");

	(void)state;
	assert_true(p.outdated);
	assert_false(p.model.trained);
	assert_fixed(&p, 2, true, true, true, true);
	assert_fixed(&p, 4, false, false, false, false);
	refused("model: own\nfields:\n  - name: nhs\n    kind: nhs_number\n    levels:\n"
	    "      the same: {" CHANCES "      different: {" CHANCES "pairs: {match: 1, twin: 1, sibling: 1, random: 1}\n",
	    "own.yml line 3: the levels of `nhs` lack `one digit differs`, as `pairs` says that the model is trained");
}

static void
ships_a_model_for_children(void **state)
{
	(void)state;
	for (const struct embedded *e = embedded_catalogue; e->path; e++)
		if (strcmp(e->path, "catalogue/linkage/children.yml") == 0) {
			struct link_plan p = plan_of((const char *)e->bytes);

			assert_string_equal(p.name, "children");
			assert_int_equal(p.model.n_fields, 7);
			assert_false(p.model.trained);
			return;
		}
	fail_msg("there is no catalogue/linkage/children.yml");
}

/* ---- what is written is read back --------------------------------------------------------------------------------- */

static uint64_t seed;

/* xorshift64 (Marsaglia 2003). */
static uint64_t
any(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

/* Texts that YAML could take for something else stand among plain ones. */
static const char *
any_text(void)
{
	static const char *const texts[] = {
		"forename", "First name", "yes", "~", "null", "a: b", "# no", "- x", "\"quoted\"", "back\\slash", "Straße", "1.5", "[a]",
		"{", "it's", "a\tb", "tab\x01", "名前", "&a", "*a", "!x", "%", "@", "`", "null ", "x, y", "trailing:", "0x1F",
	};
	const char *text = texts[any(sizeof texts / sizeof *texts)];
	size_t n = strlen(text);

	return text[n - 1] == ' ' ? "null" : text;
}

static struct link_names
any_names(size_t least, size_t most)
{
	struct link_names names = {.n = least + any(most - least + 1)};

	names.at = mem_new_array(c.mem, const char *, names.n + 1);
	for (size_t i = 0; i < names.n; i++)
		names.at[i] = any_text();
	return names;
}

/* Numbers of every size, each with all of its digits. */
static double
any_chance(void)
{
	double x = (double)any(1ull << 53) / (double)(1ull << 53);

	return any(4) ? x : any(2) ? x * 1e-12 : any(2) ? 0 : 1;
}

static void
any_field(struct link_plan *p, int f)
{
	struct link_model *m = &p->model;
	int fixed[LINK_CLASSES];
	enum link_kind kind = f == 0 ? LINK_GIVEN : f == 1 ? LINK_FAMILY : (enum link_kind)(LINK_BORN + any(LINK_BLIND - LINK_BORN));

	for (int k = 0; k < LINK_CLASSES; k++)  /* of each class one at most: together they may not be above 1 */
		fixed[k] = any(2) ? 1 : (int)any(2 * LINK_LEVELS);
	m->field[f] = (struct link_field){.name = mem_format(c.mem, "field_%d", f), .kind = kind};
	p->columns[f] = any_names(1, 3);
	p->optional[f] = any(2);
	m->placed[f] = kind == LINK_POSTCODE && any(2);
	for (int i = 1; i < link_field_levels(m, f); i++) {
		for (int k = 0; k < LINK_CLASSES; k++) {
			m->fixed[k][f][i] = i == fixed[k];
			m->chance[k][f][i] = any_chance();
			m->support[k][f][i] = any_chance() * 1e7;
		}
	}
}

/* Ties of some fields, each level's or none; overlaps of some sources, each pair's or none. */
static void
any_learned(struct link_model *m)
{
	int sources = (int)any(LINK_NAMED + 1);

	for (uint64_t i = any(12); i > 0; i--) {
		int f = (int)any((uint64_t)m->n_fields), with = (int)any((uint64_t)m->n_fields);

		link_tie_put(m, f, 1 + (int)any((uint64_t)link_field_levels(m, f) - 1), with,
		    1 + (int)any((uint64_t)link_field_levels(m, with) - 1), 0.01 + any_chance() * 9, any_chance() * 1e5);
	}
	for (int i = 0; i < sources; i++)
		for (int j = 0; j <= i; j++) {
			int which = link_overlap_put(m, mem_format(c.mem, "%d %s", j, any(3) ? "" : any_text()), mem_format(c.mem, "s%d", i));

			if (which >= 0 && any(4))
				m->overlap.times[which] = 0.01 + any_chance() * 9;
			m->overlap.support[which >= 0 ? which : 0] = any_chance() * 1e5;
		}
}

static struct link_plan
any_plan(void)
{
	static const uint8_t of_given[] = {LINK_WHOLE, LINK_SOUND, LINK_INITIAL, LINK_EITHER};
	struct link_plan p = {.name = "own", .title = any(2) ? any_text() : NULL, .id = any_names(0, 2), .source = any_names(0, 2),
	    .declared = any_names(0, 2)};
	struct link_model *m = &p.model;

	m->n_fields = 1 + (int)any(LINK_FIELDS);
	for (int f = 0; f < m->n_fields; f++)
		any_field(&p, f);
	m->n_rules = (int)any(LINK_RULES + 1);
	for (int i = 0; i < m->n_rules; i++) {
		m->rule[i].n = 1 + (int)any(LINK_PARTS);
		for (int k = 0; k < m->rule[i].n; k++) {
			m->rule[i].part[k].field = (uint8_t)any((uint64_t)m->n_fields);
			if (m->rule[i].part[k].field == 0)
				m->rule[i].part[k].part = of_given[any(4)];
		}
	}
	p.n_aliases = any(4);
	p.alias = mem_new_array(c.mem, struct link_alias, p.n_aliases + 1);
	for (size_t i = 0; i < p.n_aliases; i++)
		p.alias[i] = (struct link_alias){any_text(), any_text()};
	p.placeholders = any_names(0, 3);
	m->join = any(2) ? 0.5 + any_chance() / 3 : 0;
	m->review = any(2) ? 0.001 + any_chance() / 3 : 0;
	m->trained = any(2);
	for (int k = 0; m->trained && k < LINK_CLASSES; k++)
		m->pairs[k] = any_chance() * 1e10;
	if (m->trained)
		any_learned(m);
	return p;
}

static void
is_written_as_it_was_read(void **state)
{
	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct link_plan p, back;
		const char *first, *second;

		seed = 0x9e3779b97f4a7c15 + (uint64_t)i;
		p = any_plan();
		first = written(&p);
		if (link_plan_read(&c, "own.yml", view_of(first), &back) != OK)
			fail_msg("%s\n%s", c.sentence, first);
		second = written(&back);
		if (strcmp(first, second) != 0)
			fail_msg("%s\nbecame\n%s", first, second);
		assert_int_equal(back.model.n_fields, p.model.n_fields);
		assert_int_equal(back.model.n_rules, p.model.n_rules);
		assert_int_equal(back.model.trained, p.model.trained);
		assert_int_equal(back.columns[0].n, p.columns[0].n);
		assert_memory_equal(back.model.fixed, p.model.fixed, sizeof p.model.fixed);
		assert_memory_equal(back.model.placed, p.model.placed, sizeof p.model.placed);
		assert_int_equal(back.n_aliases, p.n_aliases);
		assert_int_equal(back.placeholders.n, p.placeholders.n);
		for (int f = 0; f < LINK_FIELDS; f++)
			assert_memory_equal(back.model.tie[f].times, p.model.tie[f].times, sizeof p.model.tie[f].times);
		for (size_t k = 0; k < p.columns[0].n; k++)
			assert_string_equal(back.columns[0].at[k], p.columns[0].at[k]);
		for (int k = 0; p.model.trained && k < LINK_CLASSES; k++)
			assert_memory_equal(back.model.chance[k][0] + 1, p.model.chance[k][0] + 1,
			    sizeof(double) * (size_t)(link_level_count(p.model.field[0].kind) - 1));
		mem_reset(c.mem);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_fields_rules_and_thresholds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_chances, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_what_is_fixed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(writes_what_is_fixed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_what_cannot_be_fixed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_ties_and_overlap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_ties_and_overlaps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_with_file_line_and_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(trains_an_older_model_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ships_a_model_for_children, set_up, tear_down),
		cmocka_unit_test_setup_teardown(is_written_as_it_was_read, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
