/* Reading and writing what a trained model says of fields that hang together, and of sources that overlap. */
#include "people/link_plan_learned.h"

#include <string.h>

#include "base/mem.h"
#include "catalogue/reader.h"
#include "people/link_plan.h"

struct raw_tie {
	const char *field, *level, *with, *at;
	double times, support;
};
struct raw_overlap {
	const struct node *of;
	double times, support;
};

/* By how much a chance or a number of pairs is multiplied, and on how many pairs that rests: of a key, which is named in a fault. */
static bool
times_check(struct reader *r, const char *key, double times, double support, int line)
{
	if (times > 0 && support >= 0)
		return true;
	reader_fault(r, line, times > 0 ? "in `%s`, `support` should not be below 0" : "in `%s`, `times` should be above 0", key);
	return false;
}

static const char within_words[] = "one source", between_words[] = "two sources";

/* A field by its name; -1, with a fault: there is none. */
static int
field_find(struct reader *r, const struct link_model *m, const char *name, int line)
{
	const char *names[LINK_FIELDS + 1] = {0};
	int f;

	for (int i = 0; i < m->n_fields; i++)
		names[i] = m->field[i].name;
	f = word_index(name, names);
	if (f < 0)
		reader_fault(r, line, "in `ties`, `%s` is no field%s", name, did_you_mean(r->c->mem, name, names));
	return f;
}

/* A level of a field; 0, with a fault: it has none of that name. */
static int
level_find(struct reader *r, const struct link_model *m, int f, const char *name, int line)
{
	const char *names[LINK_LEVELS + 1] = {0};
	int level;

	for (int i = 1; i < link_field_levels(m, f); i++)
		names[i - 1] = link_field_level(m, f, i);
	level = word_index(name, names) + 1;
	if (!level)
		reader_fault(r, line, "in `ties`, `%s` is no level of `%s`%s", name, m->field[f].name, did_you_mean(r->c->mem, name, names));
	return level;
}

void
link_ties_read(struct reader *r, const struct node *ties, struct link_model *m)
{
#define AT(member) offsetof(struct raw_tie, member)
	static const struct key_rule rules[] = {
		{ "field", VALUE_TEXT, AT(field), MUST, NULL },
		{ "level", VALUE_TEXT, AT(level), MUST, NULL },
		{ "with", VALUE_TEXT, AT(with), MUST, NULL },
		{ "at", VALUE_TEXT, AT(at), MUST, NULL },
		{ "times", VALUE_REAL, AT(times), MUST, NULL },
		{ "support", VALUE_REAL, AT(support), MAY, NULL },
		{ 0 }
	};
#undef AT

	yaml_each(node, ties) {
		struct raw_tie raw = {0};
		int f, with, level, at;

		if (!read_keys(r, node, "a tie", rules, &raw))
			continue;
		f = field_find(r, m, raw.field, node->line);
		with = field_find(r, m, raw.with, node->line);
		level = f < 0 ? 0 : level_find(r, m, f, raw.level, node->line);
		at = with < 0 ? 0 : level_find(r, m, with, raw.at, node->line);
		if (!level || !at)
			continue;
		if (times_check(r, "ties", raw.times, raw.support, node->line) && !link_tie_put(m, f, level, with, at, raw.times, raw.support))
			reader_fault(r, node->line, "in `ties`, `%s` should hang on one other field, and none on another in a circle", raw.field);
	}
}

/* Where an overlap is kept; -1, with a fault: nowhere. */
static int
overlap_find(struct reader *r, const struct node *of, struct link_model *m, int line)
{
	const struct node *one = of->kind == NODE_LIST && of->n == 2 ? of->child : NULL;
	int which;

	if (of->kind == NODE_TEXT && (strcmp(of->text, within_words) == 0 || strcmp(of->text, between_words) == 0))
		return link_overlap_unnamed(strcmp(of->text, within_words) == 0);
	if (!one || one->kind != NODE_TEXT || one->next->kind != NODE_TEXT) {
		reader_fault(r, line, "in `overlap`, `of` should be two sources such as [education, health], `%s` or `%s`", within_words,
		    between_words);
		return -1;
	}
	which = link_overlap_put(m, one->text, one->next->text);
	if (which < 0)
		reader_fault(r, line, "in `overlap`, there are more than %d sources", LINK_NAMED);
	return which;
}

void
link_overlap_read(struct reader *r, const struct node *overlap, struct link_model *m)
{
#define AT(member) offsetof(struct raw_overlap, member)
	static const struct key_rule rules[] = {
		{ "of", VALUE_ANY, AT(of), MUST, NULL },
		{ "times", VALUE_REAL, AT(times), MUST, NULL },
		{ "support", VALUE_REAL, AT(support), MAY, NULL },
		{ 0 }
	};
#undef AT

	yaml_each(node, overlap) {
		struct raw_overlap raw = {0};
		int which;

		if (!read_keys(r, node, "an overlap", rules, &raw))
			continue;
		which = overlap_find(r, raw.of, m, node->line);
		if (which < 0)
			continue;
		if (!times_check(r, "overlap", raw.times, raw.support, node->line))
			continue;
		if (m->overlap.times[which] > 0)
			reader_fault(r, node->line, "in `overlap`, the same two sources stand twice");
		m->overlap.times[which] = raw.times;
		m->overlap.support[which] = raw.support;
	}
}

void
link_ties_write(struct builder *b, const struct link_model *m)
{
	bool titled = false;

	for (int f = 0; f < m->n_fields; f++)
		for (int i = 0; m->tie[f].there && i < LINK_LEVELS * LINK_LEVELS; i++) {
			int at = i / LINK_LEVELS, level = i % LINK_LEVELS, with = m->tie[f].with;

			if (!link_tie_tells(m, f, level, at))
				continue;
			put_text(b, titled ? "" : "ties:\n");
			titled = true;
			put_format(b, "  - {field: %s, level: ", m->field[f].name);
			link_yaml_put(b, link_field_level(m, f, level));
			put_format(b, ", with: %s, at: ", m->field[with].name);
			link_yaml_put(b, link_field_level(m, with, at));
			put_text(b, ", times: ");
			put_real(b, m->tie[f].times[at][level]);
			put_text(b, ", support: ");
			put_real(b, m->tie[f].support[at][level]);
			put_text(b, "}\n");
		}
}

void
link_overlap_write(struct builder *b, const struct link_model *m)
{
	struct link_overlap_line line[LINK_OVERLAPS];
	int n = link_overlap_lines(m, line);

	if (n)
		put_text(b, "overlap:\n");
	for (int i = 0; i < n; i++) {
		put_text(b, "  - {of: ");
		if (line[i].one) {
			put_char(b, '[');
			link_yaml_put(b, line[i].one);
			put_text(b, ", ");
			link_yaml_put(b, line[i].other);
			put_char(b, ']');
		} else {
			put_text(b, line[i].within ? within_words : between_words);
		}
		put_text(b, ", times: ");
		put_real(b, line[i].times);
		put_text(b, ", support: ");
		put_real(b, line[i].support);
		put_text(b, "}\n");
	}
}
