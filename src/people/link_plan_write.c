/* Writing a model file, in one order and one spelling, so that what is read back is written again byte for byte. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "people/link_plan.h"
#include "people/link_plan_learned.h"

/* ---- texts of YAML ------------------------------------------------------------------------------------------------ */

/* Letters, digits, _ and - between single spaces, beginning with a letter: nothing that YAML reads as something else. */
static bool
is_plain(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n = strlen(text);

	if (!n || !strchr(letters, text[0]) || text[n - 1] == ' ')
		return false;
	for (size_t i = 1; i < n; i++)
		if (text[i] == ' ' ? text[i - 1] == ' ' : !strchr(letters, text[i]) && !strchr("0123456789_-", text[i]))
			return false;
	return true;
}

void
link_yaml_put(struct builder *b, const char *text)
{
	if (is_plain(text)) {
		put_text(b, text);
		return;
	}
	put_char(b, '"');
	for (const char *at = text; *at; at++)
		if (*at == '"' || *at == '\\')
			put_format(b, "\\%c", *at);
		else if ((unsigned char)*at < ' ' || *at == 127)
			put_format(b, "\\x%02X", (unsigned)(unsigned char)*at);
		else
			put_char(b, *at);
	put_char(b, '"');
}

static void
put_names(struct builder *b, const char *key, const struct link_names *names, bool list)
{
	if (!names->n)
		return;
	put_format(b, "%s: %s", key, list || names->n > 1 ? "[" : "");
	for (size_t i = 0; i < names->n; i++) {
		put_text(b, i ? ", " : "");
		link_yaml_put(b, names->at[i]);
	}
	put_text(b, list || names->n > 1 ? "]\n" : "\n");
}

/* What is no number can come of no pairs at all. */
static void
put_number(struct builder *b, const char *before, double x)
{
	put_text(b, before);
	put_real(b, isfinite(x) ? x : 0);
}

/* ---- parts -------------------------------------------------------------------------------------------------------- */

static int
count_fixed(const struct link_model *m, int f, int level)
{
	int n = 0;

	for (int k = 0; k < LINK_CLASSES; k++)
		n += m->fixed[k][f][level];
	return n;
}

/* Of the chances that stand in the line, all or some. */
static void
put_fixed(struct builder *b, const struct link_model *m, int f, int level)
{
	int n = count_fixed(m, f, level);
	const char *before = ", fixed: [";

	if (n == 0)
		return;
	if (n == LINK_CLASSES || !m->trained) {
		put_text(b, ", fixed: yes");
		return;
	}
	for (int k = 0; k < LINK_CLASSES; k++)
		if (m->fixed[k][f][level]) {
			put_format(b, "%s%s", before, link_class_key((enum link_class)k));
			before = ", ";
		}
	put_char(b, ']');
}

static void
put_level(struct builder *b, const struct link_model *m, int f, int level)
{
	static const char *const support[] = {", support: ", ", twin_support: ", ", sibling_support: ", ", random_support: "};
	const char *before = "{";

	put_text(b, "      ");
	link_yaml_put(b, link_field_level(m, f, level));
	put_text(b, ": ");
	for (int k = 0; k < LINK_CLASSES; k++)
		if (m->trained || m->fixed[k][f][level]) {
			put_format(b, "%s%s", before, link_class_key((enum link_class)k));
			put_number(b, ": ", m->chance[k][f][level]);
			before = ", ";
		}
	for (int k = 0; k < LINK_CLASSES && m->trained; k++)
		put_number(b, support[k], m->support[k][f][level]);
	put_fixed(b, m, f, level);
	put_text(b, "}\n");
}

static void
put_field(struct builder *b, const struct link_plan *plan, int f)
{
	const struct link_model *m = &plan->model;
	const struct link_names *columns = &plan->columns[f];
	bool titled = false;

	put_format(b, "  - name: %s\n    kind: %s\n", m->field[f].name, link_kind_name(m->field[f].kind));
	if (columns->n != 1 || strcmp(columns->at[0], m->field[f].name) != 0)
		put_names(b, "    columns", columns, false);
	if (plan->optional[f])
		put_text(b, "    optional: yes\n");
	if (m->encoded[f])
		put_text(b, "    encoded: yes\n");
	if (m->placed[f])
		put_text(b, "    distance: yes\n");
	for (int i = 1; i < link_field_levels(m, f); i++)
		if (m->trained || count_fixed(m, f, i)) {
			put_text(b, titled ? "" : "    levels:\n");
			titled = true;
			put_level(b, m, f, i);
		}
}

static void
put_nicknames(struct builder *b, const struct link_plan *plan)
{
	if (plan->n_aliases)
		put_text(b, "nicknames:\n");
	for (size_t i = 0; i < plan->n_aliases; i++) {
		put_text(b, "  - [");
		link_yaml_put(b, plan->alias[i].one);
		put_text(b, ", ");
		link_yaml_put(b, plan->alias[i].other);
		put_text(b, "]\n");
	}
}

const char *
link_rule_words(struct mem *m, const struct link_model *model, const struct link_rule *rule)
{
	struct builder b = {.mem = m};

	for (int i = 0; i < rule->n; i++) {
		put_format(&b, "%s%s", i ? ", " : "", model->field[rule->part[i].field].name);
		if (rule->part[i].part != LINK_WHOLE)
			put_format(&b, " %s", link_part_name((enum link_part)rule->part[i].part));
	}
	return built_text(&b);
}

void
link_plan_write(struct builder *b, const struct link_plan *plan)
{
	const struct link_model *m = &plan->model;

	put_text(b, "# A model of bairn link; docs/linkage.md describes the keys.\nmodel: ");
	link_yaml_put(b, plan->name);
	put_char(b, '\n');
	if (plan->title) {
		put_text(b, "title: ");
		link_yaml_put(b, plan->title);
		put_char(b, '\n');
	}
	put_names(b, "id", &plan->id, false);
	put_names(b, "source", &plan->source, false);
	put_names(b, "without_duplicates", &plan->declared, true);
	if (m->join > 0)
		put_number(b, "join: ", m->join);
	if (m->review > 0)
		put_number(b, m->join > 0 ? "\nreview: " : "review: ", m->review);
	put_text(b, m->join > 0 || m->review > 0 ? "\nfields:\n" : "fields:\n");
	for (int f = 0; f < m->n_fields; f++)
		put_field(b, plan, f);
	put_nicknames(b, plan);
	put_names(b, "placeholders", &plan->placeholders, true);
	if (m->n_rules)
		put_text(b, "blocking:\n");
	for (int i = 0; i < m->n_rules; i++)
		put_format(b, "  - [%s]\n", link_rule_words(b->mem, m, &m->rule[i]));
	if (m->trained) {
		put_number(b, "pairs: {match: ", m->pairs[LINK_MATCH]);
		put_number(b, ", twin: ", m->pairs[LINK_TWIN]);
		put_number(b, ", sibling: ", m->pairs[LINK_SIBLING]);
		put_number(b, ", random: ", m->pairs[LINK_RANDOM]);
		put_text(b, "}\n");
		link_ties_write(b, m);
		link_overlap_write(b, m);
	}
}
