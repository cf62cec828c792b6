/* What may be typed: each field read, and one sentence that says what to do when it cannot stand. */
#include "measure/typed.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "catalogue/reader.h"
#include "measure/breakdown.h"
#include "measure/measure.h"
#include "store/store.h"

#define TEXT_MOST 2000          /* bytes of source, evidence, author or reason */

const char *const typed_field_name[TYPED_FIELDS + 1] = {
	"indicator", "period", "kind", "area", "breakdown", "category", "numerator", "denominator", "value", "source", "evidence",
	"author", "revises", "reason", NULL,
};

static bool
is_given(const struct typing *in, enum typed_field f)
{
	return in->field[f] && in->field[f][0];
}

/* "--period", or "the column period". */
static const char *
field_words(struct ctx *c, const struct typing *in, enum typed_field f)
{
	return in->of_file ? mem_format(c->mem, "the column %s", typed_field_name[f]) :
	    mem_format(c->mem, "--%s", typed_field_name[f]);
}

/* ---- which measure -------------------------------------------------------------------------------------------- */

const char *
typed_nearest(struct ctx *c, const char *id)
{
	const char **names = mem_new_array(c->mem, const char *, c->catalogue->n_indicators + 1);
	const char *near;

	for (size_t i = 0; i < c->catalogue->n_indicators; i++)
		names[i] = c->catalogue->indicator[i].id;
	near = did_you_mean(c->mem, id, names);
	return *near ? near : "; `bairn catalogue list` names them";
}

static enum err
indicator_read(struct ctx *c, const struct typing *in, struct typed *out)
{
	const char *id = in->field[TYPED_INDICATOR];

	if (!is_given(in, TYPED_INDICATOR))
		return fail(c, in->of_file ? ERR_INPUT : ERR_USAGE, "say of which measure the figure is; `bairn catalogue list` names them");
	out->k = catalogue_indicator(c->catalogue, id);
	if (!out->k)
		return fail(c, ERR_INPUT, "there is no measure called %.100s%s", id, typed_nearest(c, id));
	if (out->k->rows)
		return fail(c, ERR_INPUT, "%s is computed from what is imported and may not be typed; import the extract that holds it"
		    " and run `bairn measure`", id);
	if (!out->k->reported)
		return fail(c, ERR_INPUT, "%s is published and may not be typed; import what is published, or write `reported: yes`"
		    " into its file", id);
	out->indicator = out->k->id;
	return OK;
}

/* ---- of whom -------------------------------------------------------------------------------------------------- */

static enum err
area_read(struct ctx *c, const struct typing *in, struct typed *out)
{
	const char *code, *name;

	TRY(authority_of(c, &code, &name));
	out->area = is_given(in, TYPED_AREA) ? in->field[TYPED_AREA] : code;
	if (!is_given(in, TYPED_AREA) && !*code)
		return fail(c, ERR_INPUT, "it is not known which authority this is; name the area's code in %s",
		    field_words(c, in, TYPED_AREA));
	if (strcmp(out->area, code) == 0 || area_name_of(c, out->area, &name) == OK)
		return OK;
	fail_clear(c);
	return fail(c, ERR_INPUT, "no area has the code %.50s; leave %s out for %s, or import the areas first", out->area,
	    field_words(c, in, TYPED_AREA), *code ? code : "the authority");
}

static enum err
group_read(struct ctx *c, const struct typing *in, struct typed *out)
{
	const char *dimension = in->field[TYPED_BREAKDOWN], *category = in->field[TYPED_CATEGORY];
	const char *const *words;

	out->dimension = DIMENSION_TOTAL;
	out->category = "";
	if (!is_given(in, TYPED_BREAKDOWN) && !is_given(in, TYPED_CATEGORY))
		return OK;
	if (!is_given(in, TYPED_BREAKDOWN) || !is_given(in, TYPED_CATEGORY))
		return fail(c, ERR_INPUT, "%s and %s go together: sex and female, say", field_words(c, in, TYPED_BREAKDOWN),
		    field_words(c, in, TYPED_CATEGORY));
	if (strcmp(dimension, DIMENSION_TOTAL) == 0 || !dimension_words(c->mem, dimension, &words))
		return fail(c, ERR_INPUT, "there is no breakdown called %.50s; there are %s (of an area, name its code in %s)", dimension,
		    dimension_names(c->mem), field_words(c, in, TYPED_AREA));
	if (category_place(dimension, category) == SIZE_MAX) {
		struct builder b = {.mem = c->mem};

		for (size_t i = 0; words[i]; i++)
			put_format(&b, "%s%s", i ? ", " : "", words[i]);
		return fail(c, ERR_INPUT, "%s has no category %.50s; it has %s", dimension, category, built_text(&b));
	}
	out->dimension = dimension;
	out->category = category;
	return OK;
}

/* ---- the numbers ---------------------------------------------------------------------------------------------- */

static enum err
number_read(struct ctx *c, const struct typing *in, enum typed_field f, double *out)
{
	*out = NAN;
	if (!is_given(in, f))
		return OK;
	if (!view_real(view_of(in->field[f]), out) || !isfinite(*out))
		return fail(c, ERR_INPUT, "%s is no number (%.40s); write digits alone, as 1234 or 12.5", field_words(c, in, f),
		    in->field[f]);
	return OK;
}

/* What a kind of measure is typed as. */
static const struct kind_rule {
	bool counts;                    /* numerator and denominator, or the value alone */
	bool whole;                     /* its counts are of whole children or events */
	bool value_of;                  /* a value, and perhaps of how many */
	const char *name, *how;
} kind_rules[] = {
	[MEASURE_RATE] = {true, true, false, "a rate", "numerator and denominator (events and people), or value alone"},
	[MEASURE_PROPORTION] = {true, true, false, "a proportion", "numerator and denominator, or value (per cent) alone"},
	[MEASURE_RATIO] = {true, false, false, "a ratio", "numerator and denominator, or value alone"},
	[MEASURE_MEAN] = {false, false, true, "a mean", "value, and denominator when it is known of how many"},
	[MEASURE_MEDIAN] = {false, false, true, "a median", "value, and denominator when it is known of how many"},
	[MEASURE_COUNT] = {false, true, false, "a count", "value alone"},
};

static enum err
shape_check(struct ctx *c, const struct typed *t, const struct kind_rule *rule)
{
	bool n = !isnan(t->numerator), d = !isnan(t->denominator), v = !isnan(t->value);
	bool fits = v && !n && (!d || rule->value_of);

	if (fits || (rule->counts && n && d && !v))
		return OK;
	return fail(c, ERR_INPUT, "%s is %s: give %s", t->indicator, rule->name, rule->how);
}

static bool
is_whole(double x)
{
	return isnan(x) || !(x < floor(x) || x > floor(x));
}

static enum err
possible_check(struct ctx *c, const struct typed *t, const struct kind_rule *rule)
{
	bool proportion = t->k->measure == MEASURE_PROPORTION;

	if (t->numerator < 0 || t->denominator < 0 || (t->value < 0 && !rule->value_of))
		return fail(c, ERR_INPUT, "a figure of %s is never below 0; look at the numbers again", t->indicator);
	if (t->denominator <= 0)
		return fail(c, ERR_INPUT, "the denominator is 0, and of nobody there is no figure; leave it out");
	if (rule->whole && (!is_whole(t->numerator) || (proportion && !is_whole(t->denominator)) ||
	    (t->k->measure == MEASURE_COUNT && !is_whole(t->value))))
		return fail(c, ERR_INPUT, "%s counts whole ones; give whole numbers", t->indicator);
	if (proportion && t->numerator > t->denominator)
		return fail(c, ERR_INPUT, "the numerator (%.0f) is over the denominator (%.0f), and %s is a share; look at the two again",
		    t->numerator, t->denominator, t->indicator);
	if (proportion && t->value > t->k->per)
		return fail(c, ERR_INPUT, "%s is a share in per cent, so its value is at most %.0f", t->indicator, t->k->per);
	return OK;
}

static enum err
numbers_read(struct ctx *c, const struct typing *in, struct typed *out)
{
	const struct kind_rule *rule = &kind_rules[out->k->measure];

	TRY(number_read(c, in, TYPED_NUMERATOR, &out->numerator));
	TRY(number_read(c, in, TYPED_DENOMINATOR, &out->denominator));
	TRY(number_read(c, in, TYPED_VALUE, &out->value));
	TRY(shape_check(c, out, rule));
	return possible_check(c, out, rule);
}

/* ---- the words ------------------------------------------------------------------------------------------------ */

static enum err
text_read(struct ctx *c, const struct typing *in, enum typed_field f, const char **out)
{
	struct view v = view_trim(view_of(in->field[f]));

	*out = v.n ? view_copy(c->mem, v) : NULL;
	if (v.n > TEXT_MOST)
		return fail(c, ERR_INPUT, "%s is longer than %d letters; shorten it, or name a file that holds it",
		    field_words(c, in, f), TEXT_MOST);
	if (!utf8_valid(v))
		return fail(c, ERR_INPUT, "%s is not UTF-8 text; type it anew", field_words(c, in, f));
	return OK;
}

static enum err
words_read(struct ctx *c, const struct typing *in, struct typed *out)
{
	int64_t revises;

	TRY(text_read(c, in, TYPED_SOURCE, &out->source));
	TRY(text_read(c, in, TYPED_EVIDENCE, &out->evidence));
	TRY(text_read(c, in, TYPED_AUTHOR, &out->author));
	TRY(text_read(c, in, TYPED_REASON, &out->reason));
	if (!out->source)
		return fail(c, ERR_INPUT, "say where the figure comes from in %s", field_words(c, in, TYPED_SOURCE));
	if (!out->evidence)
		return fail(c, ERR_INPUT, "say in %s what shows it: a file's name, an address, or a sentence",
		    field_words(c, in, TYPED_EVIDENCE));
	if (!out->author)
		return fail(c, ERR_INPUT, "say who typed it in %s", field_words(c, in, TYPED_AUTHOR));
	if (is_given(in, TYPED_REVISES)) {
		if (!view_int(view_of(in->field[TYPED_REVISES]), &revises) || revises <= 0)
			return fail(c, ERR_INPUT, "%s is no figure's number (%.40s); `bairn figure list` shows them",
			    field_words(c, in, TYPED_REVISES), in->field[TYPED_REVISES]);
		out->revises = revises;
		if (!out->reason)
			return fail(c, ERR_INPUT, "say why the figure is revised in %s", field_words(c, in, TYPED_REASON));
	} else if (out->reason)
		return fail(c, ERR_INPUT, "a reason is of a revision; name the figure that is revised in %s, or leave the reason out",
		    field_words(c, in, TYPED_REVISES));
	return OK;
}

enum err
typed_check(struct ctx *c, const struct typing *in, struct typed *out)
{
	*out = (struct typed){.numerator = NAN, .denominator = NAN, .value = NAN, .stands = true};
	for (int f = 0; f < TYPED_FIELDS; f++)
		if (in->field[f] && !utf8_valid(view_of(in->field[f])))
			return fail(c, ERR_INPUT, "%s is not UTF-8 text; type it anew", field_words(c, in, (enum typed_field)f));
	TRY(indicator_read(c, in, out));
	TRY(typed_period_read(c, out->k, field_words(c, in, TYPED_PERIOD), in->field[TYPED_PERIOD], in->field[TYPED_KIND],
	    &out->period));
	TRY(area_read(c, in, out));
	TRY(group_read(c, in, out));
	TRY(numbers_read(c, in, out));
	return words_read(c, in, out);
}
