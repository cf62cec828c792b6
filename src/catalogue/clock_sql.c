/* A clock's two marks as one query.
 *
 * Both marks of one row (an episode's start and end): the row is the pair. Otherwise each stop belongs to the earliest
 * start, of the same person, since the stop before it: a second start before any stop (two referrals, one assessment)
 * does not set the clock back, and a stop without a start counts for nothing. Where the marks belong to an episode (a
 * wait and its treatment) they pair within it only, so that two waits of one child keep apart. Agencies know one child
 * by different identities, hence the person; before linking, the identity stands for itself (ids are drawn from one
 * sequence, so the two never meet).
 *
 * A start from before the first day that the stops' files cover is left out: the first review in a file that begins in
 * April is not the first review of a child in care since March, and nobody can tell from here when that one was.
 */
#include "catalogue/clock_sql.h"

#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"
#include "catalogue/catalogue.h"

/* The last day in time for a clock started on `day`. Extracts seldom give times of day: hours become whole days. */
static void
put_due(struct builder *b, const struct clock *k, const char *day)
{
	static const struct { const char *call; int times, over; } forms[] = {
		[WITHIN_HOURS] = { "add_days(", 1, 24 }, [WITHIN_DAYS] = { "add_days(", 1, 1 },
		[WITHIN_WORKING_DAYS] = { "add_open_days('working', ", 1, 1 },
		[WITHIN_SCHOOL_DAYS] = { "add_open_days('school', ", 1, 1 },
		[WITHIN_WEEKS] = { "add_days(", 7, 1 }, [WITHIN_MONTHS] = { "add_months(", 1, 1 },
	};
	int over = forms[k->unit].over;

	put_format(b, "%s%s, %d)", forms[k->unit].call, day, (k->within * forms[k->unit].times + over - 1) / over);
}

/* The episode within which a mark pairs, or null: for an event beside an event, the one it belongs to; for an event or
 * an episode beside an episode, that one, if it belongs to it; an episode that starts the clock is itself the one. */
static void
put_within(struct builder *b, const struct clock *k, const struct clock_mark *mark)
{
	const char *link = mark->is_event ? "x.episode" : "x.parent";

	if (k->starts.is_event && k->stops.is_event)
		put_text(b, "x.episode");
	else if (k->starts.is_event)
		put_text(b, "null");
	else if (mark == &k->starts)
		put_text(b, "x.fact");
	else
		put_format(b, "(select p.fact from episode p where p.fact = %s and p.kind = '%s')", link, k->starts.kind);
}

/* The rows of one mark: identity, the episode it pairs within, its own fact and the day. */
static void
put_mark(struct builder *b, const struct clock *k, const struct clock_mark *mark)
{
	put_text(b, "select x.identity, x.fact, ");
	put_within(b, k, mark);
	put_format(b, " as whole, x.%s as day from %s x where kind = '%s'",
	    mark->is_event ? "at" : mark->episode_end ? "until" : "since", mark->is_event ? "event" : "episode", mark->kind);
	if (mark->where)
		put_format(b, " and (%s)", mark->where);
}

/* Under the version in force on the day of the start. */
static void
put_in_force(struct builder *b, const struct clock *k, const char *day)
{
	char iso[DAY_SIZE];

	if (k->from != DAY_NONE) {
		day_print(k->from, iso);
		put_format(b, " and %s >= '%s'", day, iso);
	}
	if (k->until != DAY_NONE) {
		day_print(k->until, iso);
		put_format(b, " and %s <= '%s'", day, iso);
	}
}

/* From the first day that the files of the stops cover; files that do not say cover all days. */
static void
put_covered(struct builder *b, const struct clock *k)
{
	put_format(b, " and m.day >= (select min(coalesce(b.covers_from, '1800-01-01')) from batch b\n"
	    "    where b.id in (select batch from %s where kind = '%s'))", k->stops.is_event ? "event" : "episode",
	    k->stops.kind);
}

/* What is asked of each stop, of which the query names start and stop: whether it was in time, or when. */
typedef void put_asked(struct builder *b, const struct clock *k, const char *identity, const char *start, const char *stop);

static void
put_hit(struct builder *b, const struct clock *k, const char *identity, const char *start, const char *stop)
{
	put_format(b, "select %s, %s as at, case when %s <= ", identity, stop, stop);
	put_due(b, k, start);
	put_text(b, " then 1 else 0 end as hit");
}

static void
put_times(struct builder *b, const struct clock *k, const char *identity, const char *start, const char *stop)
{
	(void)identity;
	put_format(b, "select %s as since, %s as at, ", start, stop);
	put_due(b, k, start);
	put_text(b, " as due");
}

static void
put_one_row(struct builder *b, const struct clock *k, put_asked *ask)
{
	ask(b, k, "identity", "since", "until");
	put_format(b, "\nfrom episode where kind = '%s' and since is not null and until is not null"
	    " and until >= since", k->starts.kind);
	if (k->starts.where)
		put_format(b, " and (%s)", k->starts.where);
	if (k->stops.where)
		put_format(b, " and (%s)", k->stops.where);
	put_in_force(b, k, "since");
}

static void
put_two_marks(struct builder *b, const struct clock *k, put_asked *ask)
{
	ask(b, k, "t.identity", "min(s.day)", "t.day");
	put_text(b, "\nfrom (\n"
	    "  select m.*, coalesce(i.person, i.id) as who,\n"
	    "    lag(m.day) over (partition by coalesce(i.person, i.id), m.whole order by m.day, m.fact) as previous\n"
	    "  from (");
	put_mark(b, k, &k->stops);
	put_text(b, ") m\n  join identity i on i.id = m.identity where m.day is not null\n) t\njoin (\n"
	    "  select m.whole, m.day, coalesce(i.person, i.id) as who\n  from (");
	put_mark(b, k, &k->starts);
	put_text(b, ") m\n  join identity i on i.id = m.identity where m.day is not null");
	put_in_force(b, k, "m.day");
	put_covered(b, k);
	/* grouped so that the engine makes a table of it and looks starts up in that, rather than run it for every stop */
	put_text(b, "\n  group by m.whole, m.day, coalesce(i.person, i.id)\n) s on s.who = t.who"
	    " and s.day <= t.day and (t.previous is null or s.day > t.previous)\n"
	    "  and (s.whole is null or t.whole is null or s.whole = t.whole)\n"
	    "group by t.fact, t.identity, t.day");
}

static bool
is_one_row(const struct clock *k)
{
	return !k->starts.is_event && !k->stops.is_event && strcmp(k->starts.kind, k->stops.kind) == 0
	    && !k->starts.episode_end && k->stops.episode_end;
}

/* ---- what is still open ---------------------------------------------------------------------------------------------- */

static void
put_open_row(struct builder *b, const struct clock *k)
{
	put_text(b, "select since, ");
	put_due(b, k, "since");
	put_format(b, " as due\nfrom episode where kind = '%s' and since is not null and until is null", k->starts.kind);
	if (k->starts.where)
		put_format(b, " and (%s)", k->starts.where);
	put_in_force(b, k, "since");
}

/* Each start beside the last day on which one of its person's waits was closed, within its episode where both have one. */
static void
put_open_marks(struct builder *b, const struct clock *k)
{
	put_text(b, "select s.since, ");
	put_due(b, k, "s.since");
	put_text(b, " as due\nfrom (\n  select min(m.day) as since\n  from (");
	put_mark(b, k, &k->starts);
	put_text(b, ") m\n  join identity i on i.id = m.identity\n  left join (\n"
	    "    select coalesce(j.person, j.id) as who, n.whole, max(n.day) as day\n    from (");
	put_mark(b, k, &k->closes);
	put_text(b, ") n\n    join identity j on j.id = n.identity where n.day is not null"
	    " group by coalesce(j.person, j.id), n.whole\n  ) t on t.who = coalesce(i.person, i.id) and t.day >= m.day\n"
	    "    and (m.whole is null or t.whole is null or m.whole = t.whole)\n"
	    "  where m.day is not null and t.who is null and not exists (select 1 from episode e where e.fact = m.whole\n"
	    "    and e.until is not null)");
	put_in_force(b, k, "m.day");
	put_covered(b, k);
	put_text(b, "\n  group by coalesce(i.person, i.id), m.whole\n) s");
}

/* ---- the queries ------------------------------------------------------------------------------------------------------ */

static void
put_stops(struct builder *b, const struct clock *k, put_asked *ask)
{
	if (is_one_row(k))
		put_one_row(b, k, ask);
	else
		put_two_marks(b, k, ask);
}

static void
put_open(struct builder *b, const struct clock *k, put_asked *ask)
{
	(void)ask;
	if (is_one_row(k))
		put_open_row(b, k);
	else
		put_open_marks(b, k);
}

/* The versions of a clock's rule, each of the days on which it is in force. */
static const char *
all_versions(struct mem *m, const struct catalogue *catalogue, const char *id,
    void (*put_clock)(struct builder *b, const struct clock *k, put_asked *ask), put_asked *ask)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < catalogue->n_clocks; i++) {
		if (strcmp(catalogue->clock[i].id, id) != 0)
			continue;
		if (b.n)
			put_text(&b, "\nunion all\n");
		put_clock(&b, &catalogue->clock[i], ask);
	}
	return built_text(&b);
}

const char *
clock_rows_sql(struct mem *m, const struct catalogue *k, const char *id)
{
	return all_versions(m, k, id, put_stops, put_hit);
}

const char *
clock_times_sql(struct mem *m, const struct catalogue *k, const char *id)
{
	return all_versions(m, k, id, put_stops, put_times);
}

const char *
clock_open_sql(struct mem *m, const struct catalogue *k, const char *id)
{
	return all_versions(m, k, id, put_open, NULL);
}
