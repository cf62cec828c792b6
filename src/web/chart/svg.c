/* The pieces that every chart is made of. */
#include "web/chart/svg.h"

#include <math.h>
#include <string.h>

/* ---- scales --------------------------------------------------------------------------------------------------- */

static double
round_step(double rough)
{
	double power = pow(10, floor(log10(rough)));
	double part = rough / power;

	return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10) * power;
}

struct scale
scale_over(double least, double most, int ticks, bool zero, double at_from, double at_to)
{
	struct scale s = {.from = 0, .to = 1, .step = 0.5, .decimals = 1, .at_from = at_from, .at_to = at_to};

	if (!isfinite(least) || !isfinite(most))
		return s;
	if (zero) {
		least = fmin(least, 0);
		most = fmax(most, 0);
	}
	if (most - least < 1e-9 * fmax(1, fabs(most))) {        /* one value: room on both sides */
		double room = fabs(most) > 0 ? fmax(fabs(most) * 0.1, 1e-3) : 1;

		least = zero ? least : least - room;
		most += room;
	}
	s.step = round_step((most - least) / ticks);
	s.from = floor(least / s.step + 1e-9) * s.step;
	s.to = ceil(most / s.step - 1e-9) * s.step;
	s.decimals = (int)fmax(0, -floor(log10(s.step) + 1e-9));
	return s;
}

double
scale_at(const struct scale *s, double x)
{
	return s->at_from + (x - s->from) / (s->to - s->from) * (s->at_to - s->at_from);
}

void
extend(double *least, double *most, const double *x, size_t n)
{
	for (size_t i = 0; x != NULL && i < n; i++) {
		if (!isfinite(x[i]))
			continue;
		*least = fmin(*least, x[i]);
		*most = fmax(*most, x[i]);
	}
}

/* ---- text ----------------------------------------------------------------------------------------------------- */

static double
letter_width(uint32_t letter)
{
	if (letter < 128 && strchr("ijl.,:;'|!()[]ftI -", (int)letter) != NULL)
		return 0.34;
	if (letter == 'm' || letter == 'w' || letter == 'M' || letter == 'W' || letter == '%')
		return 0.9;
	return letter >= 'A' && letter <= 'Z' ? 0.72 : 0.57;
}

double
text_width(const char *text)
{
	struct view rest = view_of(text);
	double width = 0;

	while (rest.n > 0)
		width += letter_width(utf8_next(&rest)) * CHART_FONT;
	return width;
}

const char *
text_fit(struct mem *m, const char *text, double width)
{
	struct view rest = view_of(text), kept = {rest.at, 0};
	double used = CHART_FONT;               /* the ellipsis */

	if (text == NULL || text_width(text) <= width)
		return text ? text : "";
	while (rest.n > 0) {
		used += letter_width(utf8_next(&rest)) * CHART_FONT;
		if (used > width)
			break;
		kept.n = (size_t)(rest.at - kept.at);
	}
	kept = view_trim(kept);
	return mem_format(m, VIEW_FORMAT "…", VIEW_ARGS(kept));
}

static const char *
with_unit(struct mem *m, const char *number, const char *unit)
{
	if (unit == NULL || *unit == '\0')
		return number;
	return mem_format(m, strcmp(unit, "%") == 0 ? "%s%s" : "%s %s", number, unit);
}

const char *
value_text(struct mem *m, const struct chart_words *words, double x)
{
	return with_unit(m, text_number(m, x, words->decimals), words->unit);
}

const char *
tick_text(struct mem *m, const struct chart_words *words, const struct scale *s, double x)
{
	const char *number = text_number(m, x, s->decimals);

	return words->unit != NULL && strcmp(words->unit, "%") == 0 ? mem_format(m, "%s%%", number) : number;
}

const char *
missing_text(const char *const *missing, size_t i)
{
	return missing != NULL && missing[i] != NULL && missing[i][0] != '\0' ? missing[i] : "not known";
}

bool
has_interval(const double *lower, const double *upper, size_t i)
{
	return lower != NULL && upper != NULL && isfinite(lower[i]) && isfinite(upper[i]);
}

/* ---- marks ---------------------------------------------------------------------------------------------------- */

void
put_place(struct builder *b, double x)
{
	long long tenths = llround(x * 10), whole = tenths < 0 ? -tenths : tenths;
	char text[32];
	size_t at = sizeof text;

	text[--at] = (char)('0' + whole % 10);
	text[--at] = '.';
	whole /= 10;
	do
		text[--at] = (char)('0' + whole % 10);
	while ((whole /= 10) > 0);
	if (tenths < 0)
		text[--at] = '-';
	put(b, (struct view){text + at, sizeof text - at});
}

static void
put_attribute(struct builder *b, const char *name, double x)
{
	put_text(b, name);
	put_place(b, x);
	put_char(b, '"');
}

void
svg_line(struct page *p, const char *class, double x1, double y1, double x2, double y2, const char *more)
{
	struct builder *b = &p->out;

	put_text(b, "<line class=\"");
	put_text(b, class);
	put_attribute(b, "\" x1=\"", x1);
	put_attribute(b, " y1=\"", y1);
	put_attribute(b, " x2=\"", x2);
	put_attribute(b, " y2=\"", y2);
	put_text(b, more ? more : "");
	put_text(b, "/>");
}

void
svg_text(struct page *p, const char *class, double x, double y, enum anchor anchor, const char *text)
{
	static const char *const anchors[] = {"start", "middle", "end"};

	put_text(&p->out, "<text class=\"");
	put_text(&p->out, class);
	put_attribute(&p->out, "\" x=\"", x);
	put_attribute(&p->out, " y=\"", y);
	put_text(&p->out, " text-anchor=\"");
	put_text(&p->out, anchors[anchor]);
	put_text(&p->out, "\">");
	page_text(p, text);
	put_text(&p->out, "</text>");
}

void
svg_interval(struct page *p, double at, double from, double to, bool across)
{
	const double cap = 4;
	const char *thick = " stroke-width=\"1.5\"";

	if (across) {
		svg_line(p, "chart-interval", from, at, to, at, thick);
		svg_line(p, "chart-interval", from, at - cap, from, at + cap, thick);
		svg_line(p, "chart-interval", to, at - cap, to, at + cap, thick);
	} else {
		svg_line(p, "chart-interval", at, from, at, to, thick);
		svg_line(p, "chart-interval", at - cap, from, at + cap, from, thick);
		svg_line(p, "chart-interval", at - cap, to, at + cap, to, thick);
	}
}

/* ---- the figure ----------------------------------------------------------------------------------------------- */

static void
put_element(struct page *p, const char *open, const char *text, const char *close)
{
	if (text == NULL || *text == '\0')
		return;
	put_text(&p->out, open);
	page_text(p, text);
	put_text(&p->out, close);
}

void
figure_open(struct page *p, const struct chart_words *words, double height, const char *description)
{
	put_text(&p->out, "<figure class=\"chart\"><figcaption>");
	put_element(p, "<span class=\"chart-title\">", words->title, "</span>");
	put_element(p, "<span class=\"chart-subtitle\">", words->subtitle, "</span>");
	put_text(&p->out, "</figcaption>");
	put_format(&p->out, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" font-size=\"%.0f\" aria-labelledby=\"%s-title %s-desc\">",
	    CHART_WIDTH, height, CHART_FONT, words->id, words->id);
	put_format(&p->out, "<title id=\"%s-title\">", words->id);
	page_text(p, words->title);
	put_format(&p->out, "</title><desc id=\"%s-desc\">", words->id);
	page_text(p, description);
	put_text(&p->out, "</desc>");
}

void
figure_close(struct page *p, const struct chart_words *words)
{
	put_text(&p->out, "</svg>");
	put_element(p, "<p class=\"chart-source\">", words->source, "</p>");
	put_text(&p->out, "</figure>");
}
