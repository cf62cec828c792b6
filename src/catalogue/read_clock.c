/* A clock's file: what starts it, what stops it, within how long, since when. A clock is also a timeliness indicator,
 * made here from the same file.
 *
 * What that indicator counts follows DfE's statistics of assessments: of those that were completed (the clock stopped)
 * in the period, the share that were completed in time. Those not completed are not in it, however late: they are in
 * the list of what is due.
 */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/clock_sql.h"
#include "catalogue/measure_words.h"
#include "catalogue/parts.h"
#include "catalogue/sql_text.h"

const char *const within_words[] = {
	[WITHIN_HOURS] = "hours", [WITHIN_DAYS] = "days", [WITHIN_WORKING_DAYS] = "working days",
	[WITHIN_SCHOOL_DAYS] = "school days", [WITHIN_WEEKS] = "weeks", [WITHIN_MONTHS] = "months", NULL,
};
const char *const force_words[] = { "law", "guidance", "local", NULL };
static const char *const edge_words[] = { "start", "end", NULL };

struct raw_clock {
	struct clock k;
	const char *within;
	struct texts periods;
	const struct node *starts, *stops, *closes, *published;
};

#define AT(member) offsetof(struct raw_clock, member)
static const struct key_rule clock_rules[] = {
	{ "clock", VALUE_NAME, AT(k.id), MUST, NULL },
	{ "title", VALUE_TEXT, AT(k.title), MUST, NULL },
	{ "about", VALUE_TEXT, AT(k.about), MAY, NULL },
	{ "topic", VALUE_NAME, AT(k.topic), MUST, NULL },
	{ "life_stage", VALUE_TEXT, AT(k.life_stage), MAY, life_stage_words },
	{ "caveat", VALUE_TEXT, AT(k.caveat), MAY, NULL },
	{ "domain", VALUE_TEXT, AT(k.domain), MAY, domain_words },
	{ "source", VALUE_TEXT, AT(k.source), MUST, NULL },
	{ "force", VALUE_TEXT, AT(k.force), MUST, force_words },
	{ "starts", VALUE_MAP, AT(starts), MUST, NULL },
	{ "stops", VALUE_MAP, AT(stops), MUST, NULL },
	{ "closes", VALUE_MAP, AT(closes), MAY, NULL },
	{ "within", VALUE_TEXT, AT(within), MUST, NULL },
	{ "from", VALUE_DAY, AT(k.from), MAY, NULL },
	{ "until", VALUE_DAY, AT(k.until), MAY, NULL },
	{ "target", VALUE_REAL, AT(k.target), MAY, NULL },
	{ "periods", VALUE_TEXTS, AT(periods), MAY, period_words },
	{ "published", VALUE_MAP, AT(published), MAY, NULL },
	{ 0 }
};
#undef AT

struct raw_mark {
	const char *event, *episode, *where;
	int edge;
};

#define AT(member) offsetof(struct raw_mark, member)
static const struct key_rule mark_rules[] = {
	{ "event", VALUE_NAME, AT(event), MAY, NULL },
	{ "episode", VALUE_NAME, AT(episode), MAY, NULL },
	{ "edge", VALUE_CHOICE, AT(edge), MAY, edge_words },
	{ "where", VALUE_TEXT, AT(where), MAY, NULL },
	{ 0 }
};
#undef AT

/* An episode starts a clock by its start and stops it by its end, unless `edge` says otherwise. */
static void
read_mark(struct reader *r, const struct node *node, int usual_edge, struct clock_mark *out)
{
	struct raw_mark raw = {.edge = usual_edge};
	struct sql_fault fault;

	if (!read_keys(r, node, node->key, mark_rules, &raw))
		return;
	if (!raw.event == !raw.episode || (raw.event && yaml_get(node, "edge")))
		reader_fault(r, node->line, "`%s` should name an `event`, or an `episode` (with `edge: start` or `end`)",
		    node->key);
	out->is_event = raw.event != NULL;
	out->episode_end = raw.edge == 1;
	out->kind = raw.event ? raw.event : raw.episode;
	out->where = raw.where;
	if (!raw.where)
		return;
	fault = sql_check(mem_format(r->c->mem, "select 1 from event where %s", raw.where), r->c->mem);
	if (fault.word)
		reader_fault(r, node->line, "in `where`, `%s` %s; use %s", fault.word, fault.because, fault.instead);
}

/* "45 working days"; "1 week" as well as "6 weeks". */
static void
read_within(struct reader *r, const struct node *node, const char *text, struct clock *k)
{
	struct view rest = view_of(text), number = view_cut(&rest, ' ');
	int64_t n;
	int unit = word_index(mem_format(r->c->mem, VIEW_FORMAT, VIEW_ARGS(rest)), within_words);

	if (unit < 0)
		unit = word_index(mem_format(r->c->mem, VIEW_FORMAT "s", VIEW_ARGS(rest)), within_words);
	if (unit < 0 || !view_int(number, &n) || n < 0 || n > 10000) {
		reader_fault(r, node->line, "`within: %s` should be a number of hours, days, working days, school days,"
		    " weeks or months", text);
		return;
	}
	k->within = (int)n;
	k->unit = (enum clock_unit)unit;
}

/* x.yml holds clock x; x.2013.yml an older version of it. */
static void
check_name(struct reader *r, const struct node *root, const struct clock *k)
{
	size_t n = strcspn(r->stem, ".");

	if (strlen(k->id) != n || strncmp(k->id, r->stem, n) != 0)
		reader_fault(r, root->line, "`clock: %s` should be the file's name, `%s` (versions are called x.2013.yml)",
		    k->id, r->stem);
}

void
read_clock(struct reader *r, const struct node *root)
{
	struct raw_clock raw = {.k = {.from = DAY_NONE, .until = DAY_NONE, .target = NAN}};
	struct clock *k = &raw.k;
	size_t before = r->faults->n;

	k->file = r->file;
	k->line = root->line;
	(void)read_keys(r, root, "the clock", clock_rules, &raw);
	if (k->id)
		check_name(r, root, k);
	if (raw.starts)
		read_mark(r, raw.starts, 0, &k->starts);
	if (raw.stops)
		read_mark(r, raw.stops, 1, &k->stops);
	k->closes = k->stops;
	if (raw.closes)
		read_mark(r, raw.closes, 1, &k->closes);
	if (raw.published)
		k->published = read_counterparts(r, raw.published, &k->n_published);
	if (raw.within)
		read_within(r, yaml_get(root, "within"), raw.within, k);
	if (k->from != DAY_NONE && k->until != DAY_NONE && k->until < k->from)
		reader_fault(r, root->line, "`until` is before `from`");
	k->main_period = PERIOD_FINANCIAL_YEAR;
	if (raw.periods.n)
		read_periods(raw.periods, k->by_period, &k->main_period);
	else
		k->by_period[PERIOD_FINANCIAL_YEAR] = k->by_period[PERIOD_QUARTER] = k->by_period[PERIOD_MONTH] =
		    k->by_period[PERIOD_ROLLING_12_MONTHS] = true;
	if (r->faults->n == before)
		r->k->clock[r->k->n_clocks++] = *k;
}

/* ---- the indicator ------------------------------------------------------------------------------------------ */

static void
make_indicator(struct reader *r, const struct clock *k)
{
	static const char not_counted[] = "What is not completed yet, however late, is not in this figure: it is in the list of"
	    " what is due.";
	struct indicator *i = &r->k->indicator[r->k->n_indicators++];

	*i = (struct indicator){
		.id = k->id, .title = k->title, .about = k->about, .topic = k->topic, .life_stage = k->life_stage,
		.source = k->source, .caveat = k->caveat ? k->caveat : not_counted, .file = k->file, .domain = k->domain, .line = k->line,
		.measure = MEASURE_PROPORTION, .per = 100, .at = DURING_PERIOD, .better = POLARITY_HIGHER,
		.unit = UNIT_ROW, .main_period = k->main_period, .from_clock = k->id, .target = k->target,
		.rows_line = k->line, .published = k->published, .n_published = k->n_published,
	};
	memcpy(i->by_period, k->by_period, sizeof i->by_period);
	i->rows = clock_rows_sql(r->c->mem, r->k, k->id);
	i->tables = sql_kinds(i->rows, r->c->mem);
	i->facts_alone = sql_reads_facts_alone(i->rows, r->c->mem);
}

/* One for each clock, however many versions it has: the rows of them all. The words are those of the file `x.yml`,
 * which comes before `x.2013.yml` only by its name, so the newest version speaks. */
void
clocks_make_indicators(struct reader *r)
{
	for (size_t i = 0; i < r->k->n_clocks; i++) {
		const struct clock *k = &r->k->clock[i];
		bool newest = true;
		for (size_t j = 0; j < r->k->n_clocks && newest; j++)
			newest = j == i || strcmp(r->k->clock[j].id, k->id) != 0 || r->k->clock[j].from < k->from
			    || (r->k->clock[j].from == k->from && j > i);
		r->file = k->file;
		if (!newest)
			continue;
		if (catalogue_indicator(r->k, k->id))
			reader_fault(r, k->line, "the clock `%s` makes an indicator, and there is one of that name", k->id);
		else
			make_indicator(r, k);
	}
}
