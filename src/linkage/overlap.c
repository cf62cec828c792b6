/* See the header. */
#include "linkage/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define PRIOR_OVERLAP 50.0              /* pairs of one person, of which it is known beforehand that all sources overlap alike */

void
link_set_call(struct link_set *s, int source, const char *name)
{
	const struct link_overlap *o = &s->own.overlap;
	int at = source & 0xffff;

	s->untold = s->untold || source >= LINK_SOURCES;
	s->tell[at] = (uint16_t)hash_mix(6, name, strlen(name));
	if (s->own.trained)
		for (int i = 0; i < o->n; i++)
			s->named[at] = strcmp(o->source[i], name) == 0 ? (uint8_t)(i + 1) : s->named[at];
	else if (s->n_called++ < LINK_NAMED)
		s->called[s->n_called - 1] = (struct called){at, name};
}

static int
name_order(const void *one, const void *other)
{
	return strcmp(((const struct called *)one)->name, ((const struct called *)other)->name);
}

void
overlap_begin(struct link_set *s)
{
	struct link_overlap *o = &s->own.overlap;

	if (s->untold) {
		memset(s->tell, 0, sizeof s->tell);
		memset(s->named, 0, sizeof s->named);
	}
	if (s->own.trained || s->untold || s->n_called < 2 || s->n_called > LINK_NAMED)
		return;
	qsort(s->called, (size_t)s->n_called, sizeof *s->called, name_order);
	*o = (struct link_overlap){.n = s->n_called};
	for (int i = 0; i < o->n; i++) {
		o->source[i] = s->called[i].name;
		s->named[s->called[i].source] = (uint8_t)(i + 1);
	}
}

/* Those of one source, or of two. */
static void
sum_up(const struct link_overlap *o, bool within, const double of[LINK_OVERLAPS], double *sum)
{
	*sum = of[within ? OVERLAP_WITHIN : OVERLAP_BETWEEN];
	for (int i = 0; i < o->n; i++)
		for (int j = 0; j <= i; j++)
			*sum += (i == j) == within ? of[overlap_named(i, j)] : 0;
}

static double
times(double may, double are, double share)
{
	return (are + PRIOR_OVERLAP) / (may * share + PRIOR_OVERLAP);
}

void
overlap_settle(struct link_overlap *o, const double may[LINK_OVERLAPS], const double are[LINK_OVERLAPS])
{
	double all[2], found[2], share;

	for (int within = 0; within < 2; within++) {
		sum_up(o, within, may, &all[within]);
		sum_up(o, within, are, &found[within]);
	}
	share = all[0] + all[1] > 0 ? (found[0] + found[1]) / (all[0] + all[1]) : 0;
	o->times[OVERLAP_WITHIN] = times(all[true], found[true], share);
	o->times[OVERLAP_BETWEEN] = times(all[false], found[false], share);
	o->support[OVERLAP_WITHIN] = found[true];
	o->support[OVERLAP_BETWEEN] = found[false];
	for (int i = OVERLAP_NAMED; i < overlap_named(o->n, 0); i++) {
		o->times[i] = times(may[i], are[i], share);
		o->support[i] = are[i];
	}
}

/* ---- a model's lines --------------------------------------------------------------------------------------------- */

int
link_overlap_unnamed(bool within)
{
	return within ? OVERLAP_WITHIN : OVERLAP_BETWEEN;
}

static int
named_put(struct link_overlap *o, const char *name)
{
	for (int i = 0; i < o->n; i++)
		if (strcmp(o->source[i], name) == 0)
			return i;
	if (o->n == LINK_NAMED)
		return -1;
	o->source[o->n] = name;
	return o->n++;
}

int
link_overlap_put(struct link_model *m, const char *one, const char *other)
{
	int i = named_put(&m->overlap, one), j = named_put(&m->overlap, other);

	return i < 0 || j < 0 ? -1 : overlap_named(i, j);
}

static int
line_add(const struct link_overlap *o, int which, const char *one, const char *other, bool within, struct link_overlap_line *to)
{
	bool in_order = !one || strcmp(one, other) <= 0;

	if (!(o->times[which] > 0))
		return 0;
	*to = (struct link_overlap_line){in_order ? one : other, in_order ? other : one, within, o->times[which], o->support[which]};
	return 1;
}

static int
line_order(const void *a, const void *b)
{
	const struct link_overlap_line *x = a, *y = b;
	int order = strcmp(x->one, y->one);

	return order ? order : strcmp(x->other, y->other);
}

int
link_overlap_lines(const struct link_model *m, struct link_overlap_line line[LINK_OVERLAPS])
{
	const struct link_overlap *o = &m->overlap;
	int unnamed = line_add(o, OVERLAP_WITHIN, NULL, NULL, true, line), n;

	n = unnamed += line_add(o, OVERLAP_BETWEEN, NULL, NULL, false, line + unnamed);
	for (int i = 0; i < o->n; i++)
		for (int j = 0; j <= i; j++)
			n += line_add(o, overlap_named(i, j), o->source[j], o->source[i], i == j, line + n);
	qsort(line + unnamed, (size_t)(n - unnamed), sizeof *line, line_order);
	return n;
}
