/* The generic reader of catalogue files; see reader.h. */
#include "catalogue/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"

/* ---- faults ------------------------------------------------------------------------------------------------- */

void
reader_fault(struct reader *r, int line, const char *format, ...)
{
	struct builder b = {.mem = r->c->mem};
	char text[900];
	struct fault *f;
	va_list more;

	va_start(more, format);
	vsnprintf(text, sizeof text, format, more);
	va_end(more);
	put_format(&b, "%s line %d: %s", r->file, line, text);
	f = push(r->c->mem, r->faults);
	*f = (struct fault){.file = r->file, .line = line, .order = (int)r->faults->n, .sentence = built_text(&b)};
}

void
reader_take_failure(struct reader *r, int line)
{
	struct fault *f = push(r->c->mem, r->faults);

	*f = (struct fault){.file = r->file, .line = line, .order = (int)r->faults->n,
	    .sentence = mem_copy(r->c->mem, r->c->sentence, strlen(r->c->sentence))};
	fail_clear(r->c);
}

static int
fault_order(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order == 0)
		order = (x->line > y->line) - (x->line < y->line);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

void
faults_sort(struct faults *faults)
{
	if (faults->n > 1)
		qsort(faults->item, faults->n, sizeof *faults->item, fault_order);
}

/* ---- words -------------------------------------------------------------------------------------------------- */

bool
is_name(const char *text)
{
	if (*text < 'a' || *text > 'z')
		return false;
	return text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0;
}

int
word_index(const char *text, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	return -1;
}

static char
folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* How many letters must be added, left out, changed or swapped with their neighbour to make one of the other; case is
 * ignored; texts longer than 63 count as far apart. */
static size_t
edit_distance(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), rows[3][64];

	if (na > 63 || nb > 63)
		return 64;
	for (size_t j = 0; j <= nb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *row = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			row[j] = up[j - 1] + (folded(a[i - 1]) != folded(b[j - 1]));
			if (up[j] + 1 < row[j])
				row[j] = up[j] + 1;
			if (row[j - 1] + 1 < row[j])
				row[j] = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && up2[j - 2] + 1 < row[j])
				row[j] = up2[j - 2] + 1;
		}
	}
	return rows[na % 3][nb];
}

const char *
nearest_word(const char *text, const char *const *words)
{
	size_t n = strlen(text), best = n < 6 ? 2 : n / 3 + 1;
	const char *found = NULL;

	for (size_t i = 0; words[i]; i++) {
		size_t d = edit_distance(text, words[i]);
		if (d < best && d < n) {
			best = d;
			found = words[i];
		}
	}
	return found;
}

const char *
did_you_mean(struct mem *m, const char *text, const char *const *words)
{
	const char *near = nearest_word(text, words);

	return near ? mem_format(m, "; did you mean `%s`?", near) : "";
}

/* "a, b or c" */
static const char *
words_listed(struct mem *m, const char *const *words)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; words[i]; i++)
		put_format(&b, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
	return built_text(&b);
}

/* ---- values: each puts what `text` says at `at`, or returns what it should have been ------------------------- */

/* A block of text ends in a line break that nobody meant. */
static const char *
without_end(struct mem *m, const char *text)
{
	size_t n = strlen(text), kept = n;

	while (kept && strchr(" \t\n", text[kept - 1]))
		kept--;
	return kept == n ? text : mem_copy(m, text, kept);
}

static const char *
value_text(struct reader *r, const char *text, const struct key_rule *rule, void *at)
{
	if (*text == 0)
		return "a text";
	if (rule->words && word_index(text, rule->words) < 0)
		return words_listed(r->c->mem, rule->words);
	*(const char **)at = without_end(r->c->mem, text);
	return NULL;
}

static const char *
value_name(struct reader *r, const char *text, const struct key_rule *rule, void *at)
{
	(void)r, (void)rule;
	if (!is_name(text))
		return "a name in lower case (letters, digits and _)";
	*(const char **)at = text;
	return NULL;
}

static const char *
value_yes_no(struct reader *r, const char *text, const struct key_rule *rule, void *at)
{
	(void)r, (void)rule;
	bool yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;

	if (!yes && strcmp(text, "no") != 0 && strcmp(text, "false") != 0)
		return "yes or no";
	*(bool *)at = yes;
	return NULL;
}

static const char *
value_int(struct reader *r, const char *text, const struct key_rule *rule, void *at)
{
	(void)r, (void)rule;
	return view_int(view_of(text), at) && *(int64_t *)at >= 0 ? NULL : "a whole number, 0 or more";
}

static const char *
value_real(struct reader *r, const char *text, const struct key_rule *rule, void *at)
{
	(void)r, (void)rule;
	return view_real(view_of(text), at) ? NULL : "a number";
}

/* Only the one form: a catalogue is not an extract. */
static const char *
value_day(struct reader *r, const char *text, const struct key_rule *rule, void *at)
{
	struct read_date d = day_read(view_of(text));

	(void)r, (void)rule;
	if (strlen(text) != 10 || text[4] != '-' || d.found != DATE_WHOLE)
		return "a date as YYYY-MM-DD";
	*(int32_t *)at = d.day;
	return NULL;
}

static const char *
value_choice(struct reader *r, const char *text, const struct key_rule *rule, void *at)
{
	int i = word_index(text, rule->words);

	if (i < 0)
		return words_listed(r->c->mem, rule->words);
	*(int *)at = i;
	return NULL;
}

static const char *(*const text_readers[])(struct reader *r, const char *text, const struct key_rule *rule,
    void *at) = {
	[VALUE_TEXT] = value_text, [VALUE_NAME] = value_name, [VALUE_YES_NO] = value_yes_no, [VALUE_INT] = value_int,
	[VALUE_REAL] = value_real, [VALUE_DAY] = value_day, [VALUE_CHOICE] = value_choice,
};

static bool
read_texts(struct reader *r, const struct node *list, const char *name, const struct key_rule *rule, struct texts *out)
{
	size_t before = r->faults->n;

	out->at = mem_new_array(r->c->mem, const char *, list->n + 1);
	out->n = 0;
	yaml_each(item, list) {
		const char *wrong = item->kind != NODE_TEXT ? "a text" : value_text(r, item->text, rule, &out->at[out->n]);
		if (wrong)
			reader_fault(r, item->line, "in `%s`, `%s` should be %s", name, item->text, wrong);
		else
			out->n++;
	}
	if (list->n == 0)
		reader_fault(r, list->line, "the list `%s` is empty", name);
	return r->faults->n == before;
}

static const char *const kind_names[] = {
	[NODE_TEXT] = "a text", [NODE_LIST] = "a list", [NODE_MAP] = "a map of keys",
};

bool
read_value(struct reader *r, const struct node *node, const char *name, const struct key_rule *rule, void *into)
{
	enum node_kind wanted = rule->kind == VALUE_MAP ? NODE_MAP
	    : rule->kind == VALUE_LIST || rule->kind == VALUE_TEXTS ? NODE_LIST : NODE_TEXT;
	void *at = (char *)into + rule->offset;
	const char *wrong;

	if (rule->kind == VALUE_ANY) {
		*(const struct node **)at = node;
		return true;
	}
	if (node->kind != wanted) {
		reader_fault(r, node->line, "`%s` should be %s, not %s", name, kind_names[wanted],
		    node->kind == NODE_TEXT && *node->text == 0 ? "empty" : kind_names[node->kind]);
		return false;
	}
	if (rule->kind == VALUE_TEXTS)
		return read_texts(r, node, name, rule, at);
	if (wanted != NODE_TEXT) {
		*(const struct node **)at = node;
		return true;
	}
	wrong = text_readers[rule->kind](r, node->text, rule, at);
	if (wrong)
		reader_fault(r, node->line, "`%s: %s` should be %s%s", name, node->text, wrong,
		    rule->words ? did_you_mean(r->c->mem, node->text, rule->words) : "");
	return !wrong;
}

/* ---- maps --------------------------------------------------------------------------------------------------- */

static const struct key_rule *
rule_of(const struct key_rule *rules, const char *name)
{
	for (; rules->name; rules++)
		if (strcmp(rules->name, name) == 0)
			return rules;
	return NULL;
}

static void
unknown_key(struct reader *r, const struct node *node, const struct key_rule *rules)
{
	const char *names[64] = {0};
	size_t n = 0;

	for (; n < 63 && rules[n].name; n++)
		names[n] = rules[n].name;
	reader_fault(r, node->line, "unknown key `%s`%s", node->key, did_you_mean(r->c->mem, node->key, names));
}

bool
read_keys(struct reader *r, const struct node *map, const char *what, const struct key_rule *rules, void *into)
{
	size_t before = r->faults->n;

	if (map->kind != NODE_MAP) {
		reader_fault(r, map->line, "%s should be a map of keys", what);
		return false;
	}
	yaml_each(node, map) {
		const struct key_rule *rule = rule_of(rules, node->key);
		if (rule)
			(void)read_value(r, node, node->key, rule, into);
		else
			unknown_key(r, node, rules);
	}
	for (const struct key_rule *rule = rules; rule->name; rule++)
		if (rule->need == MUST && !yaml_get(map, rule->name))
			reader_fault(r, map->line, "%s lacks the key `%s`", what, rule->name);
	return r->faults->n == before;
}
