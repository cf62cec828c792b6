/* docs/datasets.md: what each data set is, whose it is, how a file of it is known, its columns, and what it becomes. For
 * the analyst who prepares an extract and the information governance lead who signs for it. */
#include "catalogue/document.h"

#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "catalogue/parts.h"

/* ---- small pieces ------------------------------------------------------------------------------------------- */

void
document_cell(FILE *out, const char *text)
{
	for (; text && *text; text++) {
		if (*text == '|')
			fputc('\\', out);
		fputc(*text == '\n' ? ' ' : *text, out);
	}
}

/* Words for a reader: `public_task` is "public task". */
static void
put_words(FILE *out, const char *name)
{
	for (; name && *name; name++)
		fputc(*name == '_' ? ' ' : *name, out);
}

static const char *
field_name(const struct field *f)
{
	return f->column ? f->column : f->as;
}

static void
put_fields(FILE *out, const struct record *record, const int *number, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s`%s`", i ? ", " : "", field_name(&record->field[number[i]]));
}

/* ---- the head ----------------------------------------------------------------------------------------------- */

static void
put_terms(struct mem *m, const struct dataset *d, FILE *out)
{
	fprintf(out, "- **Agency:** ");
	put_words(out, d->agency);
	fprintf(out, ". **Controller:** %s. **Agreement:** %s, until %s%s\n- **Purposes:** ", d->controller, d->agreement,
	    day_words(m, d->expires), d->terms == TERMS_PLACEHOLDER ? " (placeholders: your `controllers.yml` names your own)" : "");
	for (size_t i = 0; i < d->n_purpose; i++) {
		fputs(i ? ", " : "", out);
		put_words(out, d->purpose[i]);
	}
	fprintf(out, ". **Lawful basis:** ");
	put_words(out, d->basis);
	fputc('\n', out);
	if (d->small_numbers_under > 0)
		fprintf(out, "- **Small numbers:** counts under %d are suppressed in what is published",
		    (int)d->small_numbers_under);
	if (d->small_numbers_under > 0 && d->round_to > 1)
		fprintf(out, ", the rest rounded to %d", (int)d->round_to);
	if (d->small_numbers_under > 0)
		fputc('\n', out);
}

static void
put_recognition(const struct dataset *d, FILE *out)
{
	bool xml = d->format == FORMAT_XML;

	fprintf(out, xml ? "- **Recognised by:** XML with the root element `%s`" : "- **Recognised by:** the columns ",
	    d->recognise[0]);
	for (size_t i = xml; i < d->n_recognise; i++)
		fprintf(out, "%s`%s`", i > xml ? ", " : xml ? " and " : "", d->recognise[i]);
	if (!xml)
		fprintf(out, " (%s)", format_words[d->format]);
	fputc('\n', out);
	if (d->covers)
		fprintf(out, "- **Covers:** %s%s%s\n", strcmp(d->covers, "all") == 0 ? "everything" : "one ",
		    strcmp(d->covers, "all") == 0 ? "" : d->covers,
		    d->full_extract ? "; a full extract: what is no longer there is withdrawn" : "");
	if (d->n_after) {
		fprintf(out, "- **After:** ");
		for (size_t i = 0; i < d->n_after; i++)
			fprintf(out, "%s[%s](#%s)", i ? ", " : "", d->after[i], d->after[i]);
		fputc('\n', out);
	}
}

static void
put_identity(const struct dataset *d, const struct record *record, const struct identity_rule *rule, FILE *out)
{
	(void)d;
	if (rule->via) {
		fprintf(out, "the child of the row of [%s](#%s) that `%s` names", rule->from, rule->from,
		    field_name(&record->field[rule->field]));
		return;
	}
	fprintf(out, "`%s`", field_name(&record->field[rule->field]));
	if (rule->scheme && strcmp(rule->scheme, field_name(&record->field[rule->field])) != 0)
		fprintf(out, " (%s)", rule->scheme);
	if (rule->fallback_scheme)
		fprintf(out, ", else `%s` (%s)", field_name(&record->field[rule->fallback_field]), rule->fallback_scheme);
}

/* ---- columns ------------------------------------------------------------------------------------------------ */

/* Where a derived or computed field comes from. */
static void
put_source(const struct record *record, const struct field *f, FILE *out)
{
	const char *otherwise = f->otherwise >= 0 ? field_name(&record->field[f->otherwise]) : NULL;

	if (f->from)
		fprintf(out, "From `%s`", f->from);
	else if (f->compute)
		fprintf(out, "Worked out: %s of `%s`", compute_words[f->compute], field_name(&record->field[f->of[0]]));
	if (f->compute && f->of[1] >= 0)
		fprintf(out, " and `%s`", field_name(&record->field[f->of[1]]));
	if (otherwise)
		fprintf(out, f->compute ? ", unless `%s` says" : ", else `%s`", otherwise);
	if (f->from || f->compute)
		fputs(f->about ? ". " : "", out);
}

static void
put_column(const struct record *record, const struct field *f, FILE *out)
{
	fprintf(out, "| %s%s%s | %s%s%s | ", f->column ? "`" : "", f->column ? f->column : "", f->column ? "`" : "",
	    f->as && !f->ignored ? "`" : "", f->as && !f->ignored ? f->as : "not kept", f->as && !f->ignored ? "`" : "");
	fprintf(out, "%s", f->ignored ? "" : field_type_words[f->type]);
	if (f->codes)
		fprintf(out, ": [%s](#codes-%s)", f->codes->name, f->codes->name);
	fprintf(out, " | %s%s | ", f->required ? "required" : f->optional ? "not in every layout" : "",
	    f->sealed ? (f->required || f->optional ? ", sealed" : "sealed") : "");
	put_source(record, f, out);
	document_cell(out, f->about);
	fprintf(out, " |\n");
}

static void
put_columns(const struct record *record, FILE *out)
{
	if (record->n_own == 0)
		return;
	fprintf(out, "\n| Column | Becomes | Type | | About |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < record->n_own; i++)
		put_column(record, &record->field[i], out);
}

/* ---- writes ------------------------------------------------------------------------------------------------- */

static void
put_settings(const struct record *record, const struct write *w, FILE *out)
{
	fprintf(out, "; ");
	for (size_t i = 0; i < w->n_set; i++) {
		const struct setting *s = &w->set[i];
		if (s->field < 0)
			fprintf(out, "%s%s = %s", i ? ", " : "", s->column, s->constant);
		else
			fprintf(out, "%s%s from `%s`", i ? ", " : "", s->column, field_name(&record->field[s->field]));
	}
}

static void
put_write(const struct dataset *d, const struct record *record, const struct write *w, FILE *out)
{
	if (target_rules[w->target].named)
		fprintf(out, "- %s **%s**", target_rules[w->target].name, w->kind);
	else
		fprintf(out, "- **%s**", target_rules[w->target].name);
	if (w->when_text)
		fprintf(out, " where `%s`", w->when_text);
	if (w->target == TARGET_RUN)
		fprintf(out, ": consecutive %s rows as one, anew after a gap and where `%s`", w->of, w->starts_text);
	if (w->parent)
		fprintf(out, ", in its %s", w->parent);
	if (w->n_key) {
		fprintf(out, ", one for each ");
		put_fields(out, record, w->key, w->n_key);
	}
	if (w->target == TARGET_TIE) {
		fprintf(out, ", with ");
		put_identity(d, record, &w->other, out);
	}
	if (w->n_set && w->target != TARGET_RUN)
		put_settings(record, w, out);
	if (w->n_field) {
		fprintf(out, "; keeps ");
		put_fields(out, record, w->field, w->n_field);
	}
	fputc('\n', out);
}

/* What becomes of a file of published numbers. */
static void
put_publishing(const struct dataset *d, FILE *out)
{
	static const struct { const char *before, *after; } becomes[] = {
		[LAYOUT_LONG] = {"a row is one number of the measure `", ".CODE`"},
		[LAYOUT_WIDE] = {"each other column of numbers is a measure `", ".FILE.COLUMN`, each of words cuts them"},
		[LAYOUT_NEIGHBOURS] = {"a row is an authority and its neighbours by the model `", "`"},
	};

	fprintf(out, "- **Published:** %s%s%s", becomes[d->publishes.layout].before, d->publishes.source,
	    becomes[d->publishes.layout].after);
	fprintf(out, " ([published.md](published.md))\n");
}

static void
put_record(const struct dataset *d, const struct record *record, FILE *out)
{
	if (record->path)
		fprintf(out, "\n#### %s\n", record->path);
	put_columns(record, out);
	if (record->n_write)
		fprintf(out, "\nA row writes:\n\n");
	for (size_t i = 0; i < record->n_write; i++)
		put_write(d, record, &record->write[i], out);
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

static void
put_dataset(struct mem *m, const struct dataset *d, FILE *out)
{
	fprintf(out, "\n<a id=\"%s\"></a>\n### %s\n\n`%s`. %s\n\n", d->name, d->title, d->name, d->about);
	put_terms(m, d, out);
	put_recognition(d, out);
	if (d->has_identity) {
		fprintf(out, "- **Child:** ");
		put_identity(d, &d->record[0], &d->identity, out);
		fputc('\n', out);
	}
	if (d->publishes.source)
		put_publishing(d, out);
	if (d->annual)
		fprintf(out, "- An annual return: pages say so where it is the newest source.\n");
	for (size_t i = 0; i < d->n_record; i++)
		put_record(d, &d->record[i], out);
}

static void
put_code_list(const struct code_list *list, FILE *out)
{
	fprintf(out, "\n<a id=\"codes-%s\"></a>\n### %s\n\n`%s`%s%s%s\n\n| Code | Meaning | Group |\n|---|---|---|\n",
	    list->name, list->title, list->name, list->source ? ". Source: " : "", list->source ? list->source : "",
	    list->open ? ". Other codes are kept and counted." : "");
	for (size_t i = 0; i < list->n; i++) {
		fprintf(out, "| `%s` | ", list->code[i].code);
		document_cell(out, list->code[i].label);
		fprintf(out, " | ");
		document_cell(out, list->code[i].parent);
		fprintf(out, " |\n");
	}
}

void
document_datasets(struct mem *m, const struct catalogue *k, FILE *out)
{
	fprintf(out, "# Data sets\n\n"
	    "<!-- Made by `make docs` from catalogue/. Change the files there, not this one. -->\n\n"
	    "Every file that Bairn reads, as `catalogue/datasets/` describes it. Columns are known by name, in any order and\n"
	    "case. Dates may be written dd/mm/yyyy, yyyy-mm-dd and in the other forms that extracts use; yes and no as\n"
	    "true/false, 1/0 or Y/N. A row whose required column is empty, whose date is none or whose code is not in its\n"
	    "list is rejected with its row number, column and reason; nothing is dropped in silence. Sealed columns are\n"
	    "encrypted.\n");
	for (const char *const *domain = domain_words; *domain; domain++) {
		bool any = false;
		for (size_t i = 0; i < k->n_datasets; i++) {
			if (strcmp(k->dataset[i].agency, *domain) != 0)
				continue;
			if (!any) {
				fprintf(out, "\n## From ");
				put_words(out, *domain);
				fputc('\n', out);
			}
			any = true;
			put_dataset(m, &k->dataset[i], out);
		}
	}
	fprintf(out, "\n## Code lists\n");
	for (size_t i = 0; i < k->n_lists; i++)
		put_code_list(&k->list[i], out);
}
