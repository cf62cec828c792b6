/* Puts typed figures and their histories into words. */
#include "measure/typed_section.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/measure.h"
#include "measure/measure_pages.h"
#include "measure/typed.h"
#include "web/page.h"

/* "84.0% (126 of 150)"; "hidden, because the numbers are small" */
static const char *
number_said(const struct about_page *about, const struct typed *t, const struct shown *s)
{
	struct mem *m = about->c->mem;
	const char *joint = about->k->measure == MEASURE_PROPORTION ? "of" : "per", *value, *count, *of;

	if (t->withdrawn)
		return "withdrawn";
	if (s->suppressed)
		return "hidden, because the numbers are small";
	value = about_value_with_unit(about, s->value);
	count = count_words(m, s, s->numerator);
	of = count_words(m, s, s->denominator);
	if (about->k->measure == MEASURE_COUNT || (!*count && !*of))
		return value;
	if (!*count || about->k->measure == MEASURE_MEAN || about->k->measure == MEASURE_MEDIAN)
		return mem_format(m, "%s (of %s)", value, of);
	return mem_format(m, "%s (%s %s %s)", value, count, joint, of);
}

/* "Typed by A. Analyst on 15 April 2026 as figure 17." */
static const char *
hand_said(struct mem *m, const struct typed *t)
{
	int32_t day = day_iso_read((struct view){t->recorded, strlen(t->recorded) < 10 ? 0 : 10});

	return mem_format(m, "%s by %s on %s%s.", t->withdrawn ? "Withdrawn" : t->revises ? "Revised" : "Typed",
	    t->author ? t->author : "somebody not known", day_words(m, day), t->withdrawn ? "" :
	    mem_format(m, " as figure %lld", (long long)t->id));
}

static struct typed_version
version_of(const struct about_page *about, const struct typed *t, const struct shown *s)
{
	return (struct typed_version){.value = number_said(about, t, s), .source = t->withdrawn ? NULL : t->source,
	    .evidence = t->withdrawn ? NULL : t->evidence, .hand = hand_said(about->c->mem, t), .reason = t->reason};
}

static enum err
title_of(const struct about_page *about, const struct typed *t, const char **out)
{
	struct mem *m = about->c->mem;
	const char *name;

	*out = typed_name(m, t, NULL);
	if (strcmp(t->area, about->area) == 0)
		return OK;
	if (area_name_of(about->c, t->area, &name) != OK) {
		fail_clear(about->c);
		name = t->area;
	}
	*out = mem_format(m, "%s, in %s", *out, name);
	return OK;
}

/* The versions of one figure, oldest first: the last one holds, the others are its history, newest first. */
static enum err
figure_add(const struct about_page *about, const struct typed *t, const struct shown *s, size_t n, struct indicator_view *v)
{
	struct mem *m = about->c->mem;
	struct typed_figure *f = push(m, &v->typed);

	*f = (struct typed_figure){.now = version_of(about, &t[n - 1], &s[n - 1])};
	TRY(title_of(about, &t[n - 1], &f->title));
	for (size_t i = n - 1; i-- > 0;)
		*push(m, &f->before) = version_of(about, &t[i], &s[i]);
	if (n > 1)
		f->before_words = n == 2 ? "What it was before" : mem_format(m, "What it was before: %zu versions", n - 1);
	return OK;
}

/* Everybody before groups, and the area of the page before those within it; newest periods first. */
static bool
is_of_pass(const struct about_page *about, const struct typed *t, int pass)
{
	bool total = strcmp(t->dimension, DIMENSION_TOTAL) == 0, own = strcmp(t->area, about->area) == 0;

	return pass == (own ? total ? 0 : 1 : 2);
}

enum err
typed_section(const struct about_page *about, bool whole, struct indicator_view *v)
{
	struct typed_list list = {0};
	struct shown *shown;

	v->may_be_typed = about->k && about->k->reported;
	if (!v->may_be_typed)
		return OK;
	v->id = about->k->id;
	TRY(typed_read(about->c, about->k->id, whole ? NULL : about->area, true, &list));
	TRY(typed_shown(about->c, &list, &shown));
	for (int pass = 0; pass < 3; pass++)
		for (size_t from = 0, to; from < list.n; from = to) {
			for (to = from + 1; to < list.n && typed_is_same(&list.item[from], &list.item[to]);)
				to++;
			if (is_of_pass(about, &list.item[from], pass))
				TRY(figure_add(about, &list.item[from], &shown[from], to - from, v));
		}
	return OK;
}
