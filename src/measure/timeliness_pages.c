/* The page of the clocks, and its downloads. */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/measure_pages.h"
#include "measure/timeliness.h"
#include "measure/timeliness_views.h"
#include "web/chart/chart.h"

static const char *
count_or_hidden(struct mem *m, double n, bool hidden)
{
	return hidden ? "c" : isnan(n) ? "" : text_number(m, n, 0);
}

static struct timing_row
row_of(struct mem *m, const struct timing *t)
{
	const struct standing *s = &t->standing;
	bool shown = s->found && !t->hidden && !isnan(s->now.value);

	return (struct timing_row){
	    .title = t->k->title, .link = url_make(m, "/indicator/{}", t->k->id),
	    .within = mem_format(m, "within %s, %s", t->within, t->force),
	    .period = s->found ? when_words(m, t->k, &s->now) : "", .value = t->hidden ? "c" : shown ?
		text_per_cent(m, s->now.value, 1) : "", .range = shown ? range_words(m, &s->now, 1) : "",
	    .on_time = count_or_hidden(m, t->on_time, t->hidden), .late = count_or_hidden(m, t->late, t->hidden),
	    .median = isnan(t->median_days) ? "" : text_number(m, t->median_days, 0),
	    .median_before = isnan(t->median_before) ? "" : text_number(m, t->median_before, 0),
	    .open = count_or_hidden(m, t->open, t->open_hidden), .overdue = count_or_hidden(m, t->overdue, t->open_hidden),
	    .as_at = t->as_at == DAY_NONE ? "" : day_words(m, t->as_at),
	    .note = !s->found ? "not measured yet" : t->hidden ? "small numbers" : s->now.note,
	    .kind = s->kind, .words = strcmp(s->kind, "none") == 0 || t->hidden ? "" : s->kind,
	    .trend_kind = t->trend.kind, .trend = t->hidden ? "" : t->trend.words,
	};
}

static const char *
is_or_are(struct mem *m, size_t n)
{
	return n == 0 ? "none is" : n == 1 ? "one is" : mem_format(m, "%zu are", n);
}

static const char *
answer_of(struct mem *m, const struct timings *list)
{
	size_t better = 0, worse = 0, overdue = 0, n = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct timing *t = &list->item[i];

		n += t->standing.found;
		better += strcmp(t->standing.kind, "better") == 0;
		worse += strcmp(t->standing.kind, "worse") == 0;
		overdue += t->overdue > 0 || t->open_hidden;
	}
	if (!n)
		return "Nothing was measured here yet.";
	return mem_format(m, "Of %s, %s clearly better than in the period before and %s clearly worse. %s something open that is"
	    " overdue.", text_many(m, (int64_t)n, "clock", NULL), is_or_are(m, better), is_or_are(m, worse), overdue == 0 ? "None has" :
	    overdue == n ? "Each has" : overdue == 1 ? "One has" : mem_format(m, "%zu have", overdue));
}

/* The share on time of each, highest first. */
static void
draw_shares(struct mem *m, const struct timings *list, struct timeliness_view *v)
{
	const char **label = mem_new_array(m, const char *, list->n + 1);
	double *value = mem_new_array(m, double, list->n + 1), *lower = mem_new_array(m, double, list->n + 1);
	double *upper = mem_new_array(m, double, list->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct timing *t = &list->item[i];

		if (!t->standing.found || t->hidden || isnan(t->standing.now.value))
			continue;
		label[n] = t->k->title;
		value[n] = t->standing.now.value;
		lower[n] = t->standing.now.lower95;
		upper[n++] = t->standing.now.upper95;
	}
	v->has_chart = n > 1;
	if (v->has_chart)
		v->chart = chart_dots(m, &(struct bars_chart){.words = {.id = "shares", .title = "What was completed on time",
		    .subtitle = "Per cent of what was completed in the newest period, with 95% intervals", .unit = "%", .decimals = 1},
		    .n = n, .label = label, .value = value, .lower = lower, .upper = upper, .reference = NAN}, CHART_NONE_HIGHLIGHTED);
}

/* GET /timeliness   Are things done in time? */
enum err
timeliness_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct timeliness_view v = {.download = url_make(m, "/timeliness.csv"), .workbook = url_make(m, "/timeliness.xlsx")};
	struct timings list;

	TRY(timeliness_of(q->c, &list));
	for (size_t i = 0; i < list.n; i++) {
		const char *topic = list.item[i].k->topic;

		if (!v.topics.n || strcmp(v.topics.item[v.topics.n - 1].id, topic) != 0)
			*push(m, &v.topics) = (struct timing_topic){.id = topic, .title = topic_title(topic)};
		*push(m, &v.topics.item[v.topics.n - 1].rows) = row_of(m, &list.item[i]);
		v.measured = v.measured || list.item[i].standing.found;
	}
	v.answer = answer_of(m, &list);
	draw_shares(m, &list, &v);
	request_reads(q, "timeliness");
	return reply_page(q, timeliness_template, &v);
}

static enum err
download(struct request *q, const char *format)
{
	struct table *t;

	TRY(timeliness_table(q->c, false, &t));
	request_reads(q, "timeliness");
	return reply_table(q, t, "timeliness", format);
}

/* GET /timeliness.csv   what `bairn show timeliness` prints for programs. */
enum err
timeliness_csv(struct request *q)
{
	return download(q, "csv");
}

/* GET /timeliness.xlsx   the same as a workbook. */
enum err
timeliness_xlsx(struct request *q)
{
	return download(q, "xlsx");
}
