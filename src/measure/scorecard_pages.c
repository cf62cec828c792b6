/* The scorecard: every measure of an area, topic by topic, and which became better or worse. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/measure.h"
#include "measure/measure_pages.h"
#include "measure/measure_views.h"
#include "store/store.h"

static bool
is_silent(const struct standing *s)
{
	return !s->found || (isnan(s->now.value) && !s->now.suppressed);
}

static bool
is_part(const struct shown *s)
{
	return s->area && s->note && strcmp(s->note, NOTE_PART_SUPPLIED) == 0;
}

static struct score_row
score_row(struct mem *m, const struct standing *s, const char *area)
{
	const struct indicator *k = s->indicator;

	return (struct score_row){
	    .title = k->title, .link = url_make(m, "/indicator/{}?area={}", k->id, area),
	    .value = s->found ? value_words(m, k, &s->now) : "", .unit = s->found && !isnan(s->now.value) ? unit_words_of(m, k) : "",
	    .range = s->found ? range_words(m, &s->now, decimals_of(k)) : "",
	    .count = s->found ? count_words(m, &s->now, s->now.numerator) : "",
	    .period = s->found ? when_words(m, k, &s->now) : "",
	    .before = s->before.area ? value_words(m, k, &s->before) : "",
	    .before_note = is_part(&s->before) ? "part supplied" : NULL,
	    .kind = s->kind, .words = strcmp(s->kind, "none") == 0 ? "" : s->kind,
	    .note = !s->found ? k->rows ? "not measured" : "not measured here" : is_part(&s->now) ? "part supplied" : s->now.suppressed ? "small numbers" :
		is_silent(s) && s->now.note ? s->now.note : "",
	};
}

static void
add_to_topic(struct mem *m, struct scorecard_view *v, const struct standing *s, const char *area)
{
	const char *topic = s->indicator->topic;
	struct score_topic *t = v->topics.n ? &v->topics.item[v->topics.n - 1] : NULL;

	if (!t || strcmp(t->id, topic) != 0) {
		t = push(m, &v->topics);
		*t = (struct score_topic){.id = topic, .title = topic_title(topic)};
	}
	*push(m, &t->rows) = score_row(m, s, area);
	if (strcmp(s->kind, "better") == 0 || strcmp(s->kind, "worse") == 0)
		*push(m, &v->changes) = score_row(m, s, area);
}

static const char *
is_or_are(struct mem *m, int64_t n)
{
	return n == 0 ? "none is" : n == 1 ? "one is" : mem_format(m, "%s are", text_count(m, n));
}

static const char *
scorecard_answer(struct mem *m, const struct standings *list)
{
	int64_t better = 0, worse = 0, silent = 0, alone = 0, elsewhere = 0;
	const char *answer;

	for (size_t i = 0; i < list->n; i++) {
		better += strcmp(list->item[i].kind, "better") == 0;
		worse += strcmp(list->item[i].kind, "worse") == 0;
		elsewhere += !list->item[i].found && !list->item[i].indicator->rows;
		silent += is_silent(&list->item[i]);
		alone += strcmp(list->item[i].kind, "none") == 0 && !is_silent(&list->item[i]);
	}
	answer = mem_format(m, "Of %s, %s clearly better than in the period before and %s clearly worse.",
	    text_many(m, (int64_t)list->n - elsewhere, "measure", NULL), is_or_are(m, better), is_or_are(m, worse));
	silent -= elsewhere;
	if (alone)
		answer = mem_format(m, "%s %s cannot be compared with the period before.", answer, text_count(m, alone));
	if (silent)
		answer = mem_format(m, "%s %s not supplied or not known.", answer, silent == 1 ? "One is" :
		    mem_format(m, "%s are", text_count(m, silent)));
	if (elsewhere)
		answer = mem_format(m, "%s No extract here holds %s more.", answer, text_count(m, elsewhere));
	return answer;
}

static enum err
read_choices(struct ctx *c, const struct asked_area *a, struct scorecard_view *v)
{
	struct rows *r = store_read(c, "select code, name from area where kind in ('locality', 'ward') order by kind, name");

	*push(c->mem, &v->areas) = (struct area_choice){a->authority_name, a->authority, a->whole};
	while (rows_next(r)) {
		const char *code = col_text(r, 0, c->mem);

		*push(c->mem, &v->areas) = (struct area_choice){col_text(r, 1, c->mem), code, strcmp(code, a->code) == 0};
	}
	return rows_end(r);
}

/* GET /scorecard?area=   How are children doing? */
enum err
scorecard_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct scorecard_view v = {0};
	struct standings list = {0};
	struct asked_area a;

	TRY(asked_area(q, &a));
	TRY(standings_of(q->c, a.code, &list));
	for (size_t i = 0; i < list.n; i++) {
		v.measured |= list.item[i].found;
		add_to_topic(m, &v, &list.item[i], a.code);
	}
	TRY(read_choices(q->c, &a, &v));
	v.heading = mem_format(m, "How are children in %s doing?", a.name);
	v.answer = v.measured ? scorecard_answer(m, &list) : "Nothing was measured here yet.";
	v.download = url_make(m, "/scorecard.csv?area={}", a.code);
	v.workbook = url_make(m, "/scorecard.xlsx?area={}", a.code);
	request_reads(q, mem_format(m, "scorecard %s", a.code));
	return reply_page(q, scorecard_template, &v);
}
