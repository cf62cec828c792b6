/* See the header. */
#include "people/link_threshold.h"

#include <math.h>

#include "base/command.h"
#include "base/mem.h"
#include "people/setting.h"
#include "store/store.h"
#include "store/writer.h"

static bool
is_good(double join, double review)
{
	return 0 < review && review <= join && join < 1;
}

enum err
thresholds_load(struct ctx *c, struct link_model *m)
{
	struct rows *r = store_read(c, "select name, value from setting where name in ('link_join', 'link_review')");
	double join = NAN, review = NAN;

	while (rows_next(r))
		if (!view_real(col_view(r, 1), view_is(col_view(r, 0), "link_join") ? &join : &review))
			break;
	TRY(rows_end(r));
	m->join = is_good(join, review) ? join : LINK_JOIN;
	m->review = is_good(join, review) ? review : LINK_REVIEW;
	return OK;
}

bool
thresholds_are_own(double join, double review)
{
	return join < LINK_JOIN || join > LINK_JOIN || review < LINK_REVIEW || review > LINK_REVIEW;
}

const char *
threshold_words(struct mem *m, double probability)
{
	return mem_format(m, "%.6g%%", 100 * probability);
}

double
threshold_bits(double probability)
{
	return log2(probability / (1 - probability));
}

/* The shortest text that reads back as the same number. */
static const char *
number_text(struct mem *m, double x)
{
	struct builder b = {.mem = m};

	put_real(&b, x);
	return built_text(&b);
}

enum err
thresholds_set(struct ctx *c, double join, double review)
{
	const char *join_text, *review_text;
	enum err e;

	if (!is_good(join, review))
		return fail(c, ERR_INPUT, "the thresholds are probabilities above 0 and below 1, that to join not below that to review;"
		    " %g and %g are not (nothing was changed)", join, review);
	join_text = number_text(c->mem, join);
	review_text = number_text(c->mem, review);
	TRY(store_begin(c));
	e = setting_put(c, "link_join", join_text);
	e = e ? e : setting_put(c, "link_review", review_text);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	return store_commit_audited(c, (struct audit_row){.act = "set thresholds of linking", .object = mem_format(c->mem,
	    "join %s review %s", join_text, review_text), .allowed = true});
}

enum err
probability_read(struct ctx *c, const struct args *args, const char *name, double *out)
{
	const char *text = args_option(args, name);

	if (text && (!view_real(view_of(text), out) || !(*out > 0 && *out < 1)))
		return fail(c, ERR_USAGE, "%s takes a probability between 0 and 1, such as 0.5", name);
	return OK;
}
