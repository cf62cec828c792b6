/* See the header. Every listing is of records by their numbers; names and words that people wrote are shown when asked for, and
 * that they were read is written down. */
#include "people/link_commands.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "people/link.h"
#include "people/link_decision.h"
#include "people/link_declared.h"
#include "people/link_files.h"
#include "people/link_find.h"
#include "people/link_measured.h"
#include "people/link_threshold.h"
#include "people/link_waterfall.h"
#include "store/seal.h"
#include "store/store.h"
#include "store/writer.h"

#define OWN_OPTIONS 2                   /* of link: the others are for files */
const struct option_rule link_options[] = {
	{"--full", NULL, "let every record move, and learn the weights anew"},
	{"--explain", NULL, "of two records, whose numbers follow: show how the weight of the pair comes about"},
	{"--out", "LINKS.csv", "files: where the links go (left, right, weight, probability)"},
	{"--clusters", "CLUSTERS.csv", "files: where the clusters go (record, cluster)"},
	{"--model", "MODEL", "files: MODEL.yml, children, or auto, which guesses from the columns (default: auto)"},
	{"--save-model", "MODEL.yml", "files: keep the model as it was trained"},
	{"--threshold", "P", "files: least probability to be joined (default: the model's, else 0.5)"},
	{"--review", "P", "files: least probability to be shown to a person (default: the model's, else 0.05)"},
	{"--truth", "COLUMN", "files: the column that tells who is who, to measure by; linking does not see it"},
	{"--postcodes", "PLACES.csv", "files: where postcodes are, as the ONS publishes it: how far apart two lie counts, too"},
	{"--report", "REPORT.html", "files: a page that tells how it went, with values of some records in it"},
	{"--threads", "N", "files: how many at a time (default: one for each core)"},
	{"--seed", "N", "files: of the random pairs (default: 1)"},
	{0}
};
const struct option_rule link_find_options[] = {
	{"--given", "NAME", "the given name"},
	{"--family", "NAME", "the family name"},
	{"--born", "DATE", "the date of birth"},
	{"--sex", "M|F", "the sex"},
	{"--postcode", "POSTCODE", "where the child lives"},
	{"--upn", "NUMBER", "the pupil number"},
	{"--nhs-number", "NUMBER", "the NHS number"},
	{"--limit", "N", "so many records at most (default: 10)"},
	{"--names", NULL, "show names and dates of birth, which is written down as a reading of them"},
	{0}
};
const struct option_rule link_review_options[] = {
	{"--names", NULL, "show names and dates of birth, which is written down as a reading of them"},
	{0}
};
const struct option_rule link_decide_options[] = {
	{"--why", "TEXT", "the reason, which is kept sealed"},
	{0}
};
const struct option_rule link_thresholds_options[] = {
	{"--join", "P", "least probability to be joined (0.5 where none was set)"},
	{"--review", "P", "least probability to wait for a person (0.05 where none was set)"},
	{0}
};
const struct option_rule link_sources_options[] = {
	{"--without-duplicates", "NAME,…", "these hold nobody twice: no two records of one of them are one person's"},
	{"--with-duplicates", "NAME,…", "these may, as all may where nothing was set"},
	{0}
};
const struct option_rule link_decisions_options[] = {
	{"--why", NULL, "show the reasons, which is written down as a reading of them"},
	{0}
};

static enum err
pair_read(struct ctx *c, const struct args *args, int64_t *left, int64_t *right)
{
	if (args->n < 2 || !view_int(view_of(args->operand[0]), left) || !view_int(view_of(args->operand[1]), right))
		return fail(c, ERR_USAGE, "the numbers of two records are wanted, which `bairn link review` prints");
	return OK;
}

/* ---- link, link --explain ---------------------------------------------------------------------------------------- */

static void
waterfall_total(struct mem *m, const struct waterfall *w, FILE *out)
{
	const char *join = threshold_words(m, w->join), *review = threshold_words(m, w->review);

	fprintf(out, "\nEach field's bits are what it adds to those above it: what twins, brothers and sisters share as well adds less.\n");
	fprintf(out, "Together %.1f bits: one child's with a probability of %.1f%%; twins' %.1f%%, brothers' or sisters' %.1f%%, others'"
	    " %.1f%%.\n", w->weight, 100 * w->probability, 100 * w->twin, 100 * w->sibling, 100 * w->other);
	if (w->declared)
		fprintf(out, "Such a pair is neither joined nor asked about: both are records of %s, which holds nobody twice.\n", w->declared);
	else if (w->probability >= w->join)
		fprintf(out, "By itself such a pair is joined: from %s on.\n", join);
	else if (w->probability >= w->review)
		fprintf(out, "By itself such a pair waits for a person: from %s up to %s.\n", review, join);
	else
		fprintf(out, "By itself such a pair is passed over: it would wait for a person from %s on.\n", review);
	if (w->decided)
		fprintf(out, "A person decided: %s.\n", w->decided);
	else if (w->probability >= w->join && !w->together && !w->declared)
		fprintf(out, "What speaks against it is in other records of the two people, or came after the last run.\n");
	fprintf(out, w->together ? "They are one person now.\n" : "They are not one person now.\n");
}

static enum err
explain(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {{"Field", false}, {"Agreement", false}, {"Bits", true}, {"Why", false}};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	struct waterfall w;
	int64_t left, right;

	TRY(pair_read(c, args, &left, &right));
	if (args->n != 2)
		return fail(c, ERR_USAGE, "two records are wanted: bairn link --explain 1204 7791");
	TRY(waterfall_make(c, left, right, &w));
	TRY(audit_write(c, (struct audit_row){.identity = left, .act = "explain a link", .object = mem_format(c->mem, "%lld %lld",
	    (long long)left, (long long)right), .allowed = true}));
	for (size_t i = 0; i < w.steps.n; i++) {
		table_cell_text(t, w.steps.item[i].field);
		table_cell_text(t, w.steps.item[i].level);
		table_cell_real(t, w.steps.item[i].bits, 1);
		table_cell_text(t, w.steps.item[i].why);
	}
	TRY(table_print(c, t, args->format, out));
	if (!strcmp(args->format, "table"))
		waterfall_total(c->mem, &w, out);
	return OK;
}

static void
summary_print(struct mem *m, const struct link_summary *s, FILE *out)
{
	fprintf(out, "%lld records from all sources are %lld people (%lld joined) in %.1f s.\n", (long long)s->identities,
	    (long long)s->people, (long long)s->joined, s->seconds);
	if (s->run)
		fprintf(out, "Run %lld, %s: new people %lld, records moved %lld, people joined to others %lld, people split %lld."
		    "\n`bairn link undo %lld` takes it back.\n", (long long)s->run, s->full ? "of all records" :
		    "of new and changed records", (long long)s->new_people, (long long)s->moved, (long long)s->merged,
		    (long long)s->split, (long long)s->run);
	else
		fprintf(out, "Nothing had to change.\n");
	if (s->keys_split)
		fprintf(out, "%lld key%s, such as a family name with a date of birth, %s shared by too many records to compare all with all:"
		    " split by what else these say, which left %lld pair%s apart, unless another key brings them together.\n",
		    (long long)s->keys_split, s->keys_split == 1 ? "" : "s", s->keys_split == 1 ? "is" : "are",
		    (long long)s->left_apart, s->left_apart == 1 ? "" : "s");
	if (thresholds_are_own(s->join, s->review))
		fprintf(out, "Thresholds of your own: joined from %s, waiting for a person from %s.\n", threshold_words(m, s->join),
		    threshold_words(m, s->review));
	if (*s->declared)
		fprintf(out, "Without duplicates, as was declared: %s.\n", s->declared);
	if (s->awaiting)
		fprintf(out, "%lld pair%s of records wait%s for a person: `bairn link review`.\n", (long long)s->awaiting,
		    s->awaiting == 1 ? "" : "s", s->awaiting == 1 ? "s" : "");
}

enum err
link_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct link_summary s;

	if (args_option(args, "--explain"))
		return explain(c, args, out);
	if (args->n)
		return args_option(args, "--full") ? fail(c, ERR_USAGE, "--full is for what was imported, not for files") :
		    link_files_command(c, args, out);
	for (size_t i = OWN_OPTIONS; link_options[i].name; i++)
		if (args_option(args, link_options[i].name))
			return fail(c, ERR_USAGE, "%s is for files, and none is named", link_options[i].name);
	TRY(link_all(c, args_option(args, "--full") != NULL, &s));
	summary_print(c->mem, &s, out);
	return OK;
}

enum err
link_undo_command(struct ctx *c, const struct args *args, FILE *out)
{
	int64_t run, identities;

	if (args->n != 1 || !view_int(view_of(args->operand[0]), &run))
		return fail(c, ERR_USAGE, "the number of the run is wanted, which `bairn link` printed");
	TRY(link_undo(c, run, &identities));
	fprintf(out, "Run %lld is undone: %lld records are where they were.\n", (long long)run, (long long)identities);
	return OK;
}

/* ---- link review ------------------------------------------------------------------------------------------------- */

#define SIDES 2
static const struct table_column review_columns[] = {
	{"Record", true}, {"Source", false}, {"Other record", true}, {"Other source", false}, {"Bits", true}, {"Probability", true},
	{"Decided", false}, {"Name", false}, {"Born", false}, {"Other name", false}, {"Other born", false},
};

static void
review_row(struct ctx *c, struct table *t, struct rows *r, bool names)
{
	double bits = col_real(r, 4);

	for (int side = 0; side < SIDES; side++) {
		table_cell_int(t, col_int(r, 2 * side));
		table_cell(t, col_view(r, 2 * side + 1));
	}
	table_cell_real(t, bits, 1);
	table_cell_real(t, 1 / (1 + exp2(-bits)), 3);
	table_cell(t, col_view(r, 5));
	for (int side = 0; side < SIDES && names; side++) {
		int at = 6 + 3 * side;

		table_cell_text(t, mem_format(c->mem, VIEW_FORMAT " " VIEW_FORMAT, VIEW_ARGS(col_view(r, at)),
		    VIEW_ARGS(col_view(r, at + 1))));
		table_cell(t, col_view(r, at + 2));
	}
}

#define NAME_OF(what, whose) "(select max(n." what ") from identity_name n where n.kind = 'current' and n.identity = " whose ".id" \
	" and n.id = (select max(m.id) from identity_name m where m.kind = 'current' and m.identity = " whose ".id))"
#define BORN_OF(whose) "(select max(d.born) from identity_detail d where d.born_last is null and d.identity = " whose ".id)"

enum err
link_review_command(struct ctx *c, const struct args *args, FILE *out)
{
	bool names = args_option(args, "--names") != NULL;
	size_t columns = sizeof review_columns / sizeof *review_columns - (names ? 0 : 2 * SIDES);
	struct table *t = table_new(c->mem, review_columns, columns);
	struct rows *r;

	if (names)
		TRY(audit_write(c, (struct audit_row){.act = "read names of pairs to review", .object = "link review", .allowed = true}));
	r = store_read(c, "select a.id, a.source, b.id, b.source, v.weight,"
	    " (select min(d.decided) from link_decision d where d.left_identity = a.id and d.right_identity = b.id), "
	    NAME_OF("given", "a") ", " NAME_OF("family", "a") ", " BORN_OF("a") ", "
	    NAME_OF("given", "b") ", " NAME_OF("family", "b") ", " BORN_OF("b")
	    " from link_review v join identity a on a.id = v.left_identity join identity b on b.id = v.right_identity"
	    " where a.sealed = 'no' and b.sealed = 'no' order by v.weight desc, a.id, b.id");
	while (rows_next(r))
		review_row(c, t, r, names);
	TRY(rows_end(r));
	return table_print(c, t, args->format, out);
}

/* ---- link decide, link decisions --------------------------------------------------------------------------------- */

enum err
link_decide_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const char *const known[] = {"same", "different", "unsure", NULL};
	int64_t left, right;
	size_t i = 0;

	TRY(pair_read(c, args, &left, &right));
	while (args->n == 3 && known[i] && strcmp(args->operand[2], known[i]))
		i++;
	if (args->n != 3 || !known[i])
		return fail(c, ERR_USAGE, "two records and same, different or unsure are wanted: bairn link decide 1204 7791 same");
	TRY(decision_make(c, left, right, known[i], args_option(args, "--why"), "command line"));
	fprintf(out, "Kept: records %lld and %lld, %s. The next `bairn link` holds to it.\n", (long long)left, (long long)right,
	    known[i]);
	return OK;
}

struct decision_row {
	int64_t id, left, right;
	const char *text[4];        /* decided, by, at, until */
	struct view why;            /* sealed */
};

static void
decision_take(struct mem *m, struct rows *r, struct decision_row *to)
{
	struct view why = col_bytes(r, 7);

	*to = (struct decision_row){.id = col_id(r, 0), .left = col_id(r, 1), .right = col_id(r, 2)};
	for (int i = 0; i < 4; i++)
		to->text[i] = col_text(r, 3 + i, m);
	to->why = (struct view){mem_copy(m, why.at, why.n), why.n};
}

static enum err
decision_row(struct ctx *c, struct table *t, const struct decision_row *d, bool why)
{
	struct view plain = {0};

	table_cell_int(t, d->left);
	table_cell_int(t, d->right);
	for (int i = 0; i < 4; i++)
		table_cell_text(t, d->text[i] ? d->text[i] : "");
	if (!why)
		return OK;
	if (d->why.n)
		TRY(unseal_text(c, d->left, "link_decision_all", "why", d->id, d->why, &plain));
	table_cell(t, plain);
	return OK;
}

enum err
link_decisions_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {
		{"Record", true}, {"Other record", true}, {"Decided", false}, {"By", false}, {"At", false}, {"Until", false},
		{"Why", false},
	};
	bool why = args_option(args, "--why") != NULL;
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns - !why);
	struct { struct decision_row *item; size_t n, cap; } list = {0};
	struct rows *r;

	if (why)
		TRY(audit_write(c, (struct audit_row){.act = "read reasons of decisions", .object = "link decisions", .allowed = true}));
	r = store_read(c, "select d.id, d.left_identity, d.right_identity, d.decided, d.by, d.recorded, d.superseded, d.why"
	    " from link_decision_all d join identity a on a.id = d.left_identity join identity b on b.id = d.right_identity"
	    " where a.sealed = 'no' and b.sealed = 'no' order by d.id");
	while (rows_next(r))
		decision_take(c->mem, r, push(c->mem, &list));
	TRY(rows_end(r));
	for (size_t i = 0; i < list.n; i++)
		TRY(decision_row(c, t, &list.item[i], why));
	return table_print(c, t, args->format, out);
}

/* ---- link find --------------------------------------------------------------------------------------------------- */

#define FIND_MOST 1000

static struct view
asked_view(const struct args *args, const char *option)
{
	const char *value = args_option(args, option);

	return value ? view_of(value) : (struct view){0};
}

/* A date that is none would tell nothing, and let everybody in who is like the rest. */
static enum err
asked_read(struct ctx *c, const struct args *args, struct find_asked *asked, int64_t *limit)
{
	const char *most = args_option(args, "--limit");
	int32_t born;

	TRY(args_day(c, args, "--born", &born));
	*limit = 10;
	if (most && (!view_int(view_of(most), limit) || *limit < 1 || *limit > FIND_MOST))
		return fail(c, ERR_USAGE, "--limit %s: a number from 1 to %d is wanted", most, FIND_MOST);
	*asked = (struct find_asked){.given = asked_view(args, "--given"), .family = asked_view(args, "--family"),
	    .born = born == DAY_NONE ? (struct view){0} : view_of(day_iso(c->mem, born)), .sex = asked_view(args, "--sex"),
	    .postcode = asked_view(args, "--postcode"), .upn = asked_view(args, "--upn"),
	    .nhs_number = asked_view(args, "--nhs-number")};
	return OK;
}

/* That somebody looked is written down with the records that were shown, not with what was asked. */
static enum err
find_audit(struct ctx *c, const struct find_list *found, bool names)
{
	struct builder b = {.mem = c->mem};

	put_text(&b, "link find");
	for (size_t i = 0; i < found->n; i++)
		put_format(&b, " %lld", (long long)found->item[i].record);
	return audit_write(c, (struct audit_row){.act = names ? "look a child up and read names" : "look a child up",
	    .object = built_text(&b), .allowed = true});
}

enum err
link_find_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {
		{"Person", true}, {"Record", true}, {"Source", false}, {"Bits", true}, {"Probability", true}, {"Name", false}, {"Born", false},
	};
	bool names = args_option(args, "--names") != NULL;
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns - (names ? 0 : 2));
	struct find_asked asked;
	struct find_list found;
	int64_t limit;

	TRY(asked_read(c, args, &asked, &limit));
	TRY(find_records(c, &asked, (size_t)limit, &found));
	TRY(find_audit(c, &found, names));
	for (size_t i = 0; i < found.n; i++) {
		const struct find_found *one = &found.item[i];

		if (one->person)
			table_cell_int(t, one->person);
		else
			table_cell_text(t, "");
		table_cell_int(t, one->record);
		table_cell_text(t, one->source);
		table_cell_real(t, one->weight, 1);
		table_cell_real(t, one->probability, 3);
		if (names) {
			table_cell_text(t, one->name);
			table_cell_text(t, one->born);
		}
	}
	if (found.crowd)
		fprintf(strcmp(args->format, "table") ? stderr : out, "%zu linked records are like that, too many to look at all of them: a date of"
		    " birth, a postcode, a number or the sex, whichever was not given, may tell them apart.\n", found.crowd);
	else if (found.n == 0 && !strcmp(args->format, "table")) {
		fputs("No linked record is like that. What was imported since the last `bairn link` is not looked through.\n", out);
		return OK;
	}
	return table_print(c, t, args->format, out);
}

/* ---- link thresholds --------------------------------------------------------------------------------------------- */

/* What becomes of pairs between a threshold as it was and as it is. */
static void
between_print(struct mem *m, double was, double is, const char *raised, const char *lowered, FILE *out)
{
	if (was < is || is < was)
		fprintf(out, "Pairs from %s up to %s %s.\n", threshold_words(m, was < is ? was : is), threshold_words(m, was < is ? is : was),
		    was < is ? raised : lowered);
}

static void
change_print(struct mem *m, const struct link_model *was, const struct link_model *is, FILE *out)
{
	fprintf(out, "From the next run on, pairs are joined from %s on and wait for a person from %s on.\n", threshold_words(m, is->join),
	    threshold_words(m, is->review));
	between_print(m, was->join, is->join, "are joined no more", "are joined now", out);
	between_print(m, was->review, is->review, "are passed over now", "are no longer passed over", out);
	if (was->join < is->join || is->join < was->join)
		fprintf(out, "A run of new and changed records holds to it for these alone; `bairn link --full` does for all.\n");
}

enum err
link_thresholds_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {{"Threshold", false}, {"Probability", true}, {"Bits", true}, {"Where none was set", true}};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	struct link_model was, is;

	TRY(thresholds_load(c, &was));
	is.join = was.join;
	is.review = was.review;
	TRY(probability_read(c, args, "--join", &is.join));
	TRY(probability_read(c, args, "--review", &is.review));
	if (args_option(args, "--join") || args_option(args, "--review")) {
		TRY(thresholds_set(c, is.join, is.review));
		change_print(c->mem, &was, &is, out);
		return OK;
	}
	for (int i = 0; i < 2; i++) {
		table_cell_text(t, i ? "to wait for a person" : "to be joined");
		table_cell_real(t, i ? is.review : is.join, 4);
		table_cell_real(t, threshold_bits(i ? is.review : is.join), 1);
		table_cell_real(t, i ? LINK_REVIEW : LINK_JOIN, 4);
	}
	return table_print(c, t, args->format, out);
}

/* ---- link sources ------------------------------------------------------------------------------------------------ */

/* The names as they were given, in words. */
static const char *
named_words(struct mem *m, const char *names)
{
	struct source_names list = {0};
	struct view rest = view_of(names);

	while (rest.n)
		*push(m, &list) = view_copy(m, view_trim(view_cut(&rest, ',')));
	return source_words(m, &list);
}

static void
declared_print(struct mem *m, const char *without, const char *with, const struct source_list *list, FILE *out)
{
	if (without)
		fprintf(out, "From the next run on, no two records of %s are joined, or wait for a person; what people decided holds all the same.\n",
		    named_words(m, without));
	for (size_t i = 0; i < list->n && without; i++)
		if (list->item[i].declared && list->item[i].several)
			fprintf(out, "%lld %s more than one record of %s now.\n", (long long)list->item[i].several, list->item[i].several == 1 ?
			    "person has" : "people have", list->item[i].name);
	if (with)
		fprintf(out, "From the next run on, records of %s may be one person's.\n", named_words(m, with));
	fprintf(out, "A run of new and changed records holds to it for these alone; `bairn link --full` does for all.\n");
}

enum err
link_sources_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {{"Source", false}, {"Records", true}, {"People with several", true},
	    {"Without duplicates", false}};
	const char *without = args_option(args, "--without-duplicates"), *with = args_option(args, "--with-duplicates");
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	struct source_list list;

	if (without || with) {
		TRY(declared_set(c, without, with, &list));
		declared_print(c->mem, without, with, &list, out);
		return OK;
	}
	TRY(sources_list(c, &list));
	for (size_t i = 0; i < list.n; i++) {
		table_cell_text(t, list.item[i].name);
		table_cell_int(t, list.item[i].records);
		table_cell_int(t, list.item[i].several);
		table_cell_text(t, list.item[i].declared ? "yes" : "no");
	}
	return table_print(c, t, args->format, out);
}

/* ---- link measured ----------------------------------------------------------------------------------------------- */

static void
measured_row(struct mem *m, struct table *t, const char *before, const struct measured_row *row)
{
	table_cell_text(t, mem_format(m, "%s%s", before, row->name));
	table_cell_int(t, row->pairs);
	table_cell_int(t, row->of_them);
	table_cell_real(t, row->share.value, 1);
	table_cell_real(t, row->share.lower, 1);
	table_cell_real(t, row->share.upper, 1);
	table_cell_real(t, row->expected, 1);
}

enum err
link_measured_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {
		{"What", false}, {"Pairs", true}, {"Of them", true}, {"Per cent", true}, {"From", true}, {"To", true}, {"Expected", true},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	struct measured k;

	TRY(measured_find(c, &k));
	for (size_t i = 0; i < k.bands.n; i++)
		measured_row(c->mem, t, "called the same, of probability ", &k.bands.item[i]);
	measured_row(c->mem, t, "", &k.precision);
	measured_row(c->mem, t, "", &k.recall);
	TRY(table_print(c, t, args->format, out));
	if (strcmp(args->format, "table") != 0)
		return OK;
	fprintf(out, k.pairs ? "\nPeople decide about pairs that they were shown, which are those in doubt: this is no random sample of all"
	    " pairs.\n" : "\nNo decision about a pair can be counted yet: `bairn link decide` takes one.\n");
	fprintf(out, "Linking alone joins from %s on.\n", threshold_words(c->mem, k.join));
	if (k.unweighed)
		fprintf(out, "%lld decided since the last run did not wait and %s counted after the next.\n", (long long)k.unweighed,
		    k.unweighed == 1 ? "is" : "are");
	return OK;
}
