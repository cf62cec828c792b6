/* The people room's commands: init, import, rejects, fixes; link_commands.c has those of linking. */
#include "people/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "people/intake.h"
#include "people/link_commands.h"
#include "people/setting.h"
#include "store/store.h"
#include "store/writer.h"

/* A database is one authority's: its figures are kept under the authority's code. The name may change. */
static enum err
settings_write(struct ctx *c, const char *name, const char *code)
{
	struct rows *r = store_read_own(c, "select value from setting where name = 'authority_code'");
	const char *held = rows_next(r) ? col_text(r, 0, c->mem) : code;

	TRY(rows_end(r));
	if (strcmp(held, code) != 0)
		return fail(c, ERR_INPUT, "This is the database of the authority %s; for %s make one of its own with --db"
		    " (nothing was changed)", held, code);
	TRY(setting_put(c, "authority_name", name));
	return setting_put(c, "authority_code", code);
}

/* A nine-character code of the Office for National Statistics: E06000005, E10000014. */
static bool
area_code_is_good(const char *code)
{
	size_t n = strlen(code);

	return n == 9 && code[0] >= 'A' && code[0] <= 'Z' && strspn(code + 1, "0123456789") == 8;
}

static enum err
init_command(struct ctx *c, const struct args *args, FILE *out)
{
	const char *code = args_option(args, "--code");
	enum err e;

	if (args->n != 1)
		return fail(c, ERR_USAGE, "the authority's name is wanted: bairn init \"Wearshire\" --code E06999999");
	if (!code || !area_code_is_good(code))
		return fail(c, ERR_USAGE, "--code is the authority's nine-character area code, such as E06000005");
	TRY(store_open(c, args->db, (struct store_options){.create = true, .migrate = true}));
	TRY(store_begin(c));
	e = settings_write(c, args->operand[0], code);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	TRY(store_commit(c));
	fprintf(out, "%s is ready for %s (%s).\n", store_name(c->store), args->operand[0], code);
	return OK;
}

/* ---- import ------------------------------------------------------------------------------------------------------ */

static enum err
option_period(struct ctx *c, const struct args *args, struct import_options *o)
{
	const char *text = args_option(args, "--covers"), *dots = text ? strstr(text, "..") : NULL;
	struct read_date from, until;

	o->covers_from = o->covers_until = DAY_NONE;
	if (!text)
		return OK;
	if (!dots)
		return fail(c, ERR_USAGE, "--covers takes two dates: 2025-04-01..2026-03-31");
	from = day_read((struct view){text, (size_t)(dots - text)});
	until = day_read(view_of(dots + 2));
	if (from.found != DATE_WHOLE || until.found != DATE_WHOLE || until.day < from.day)
		return fail(c, ERR_USAGE, "--covers takes two dates, the earlier first: 2025-04-01..2026-03-31");
	o->covers_from = from.day;
	o->covers_until = until.day;
	return OK;
}

/* How much of every path is the same folder: printed names start after it. */
static size_t
common_folder(const struct manifest *m)
{
	size_t n = m->n ? strlen(m->item[0].file) : 0;

	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < n; k++)
			if (m->item[i].file[k] != m->item[0].file[k])
				n = k;
	while (n && m->item[0].file[n - 1] != '/')
		n--;
	return n;
}

static enum err
manifest_print(struct ctx *c, const struct manifest *m, const char *format, FILE *out)
{
	static const struct table_column columns[] = {
		{"File", false}, {"Data set", false}, {"Rows", true}, {"Written", true}, {"Unchanged", true},
		{"Rejected", true}, {"Withdrawn", true}, {"Older", true}, {"Seconds", true}, {"Note", false},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	size_t folder = common_folder(m);

	for (size_t i = 0; i < m->n; i++) {
		const struct imported *f = &m->item[i];

		table_cell_text(t, f->file + folder);
		table_cell_text(t, f->dataset ? f->dataset : "not recognised");
		table_cell_int(t, f->rows);
		table_cell_int(t, f->written);
		table_cell_int(t, f->unchanged);
		table_cell_int(t, f->rejected);
		table_cell_int(t, f->withdrawn);
		table_cell_int(t, f->older);
		table_cell_real(t, f->seconds, 2);
		table_cell_text(t, f->err && f->dataset ? mem_format(c->mem, "NOT IMPORTED: %s", f->sentence) : f->sentence);
	}
	return table_print(c, t, format, out);
}

static void
manifest_total(const struct manifest *m, FILE *out)
{
	int64_t rows = 0, written = 0, rejected = 0, failed = 0;
	bool placeholder = false;

	for (size_t i = 0; i < m->n; i++) {
		rows += m->item[i].rows;
		written += m->item[i].written;
		rejected += m->item[i].rejected;
		failed += m->item[i].err != OK;
		placeholder = placeholder || m->item[i].placeholder;
	}
	fprintf(out, "\n%zu file%s, %lld rows read, %lld records written, %lld rows rejected", m->n, m->n == 1 ? "" : "s", (long long)rows,
	    (long long)written, (long long)rejected);
	if (failed)
		fprintf(out, "; %lld %s not imported, and the Note column says why", (long long)failed, failed == 1 ? "was" : "were");
	else if (rejected)
		fprintf(out, "; `bairn rejects` lists them");
	fprintf(out, ".\n");
	if (placeholder)
		fprintf(out, "\nThe sharing agreements above are placeholders that come with Bairn. Say your own controllers and agreements"
		    " in controllers.yml\nof your catalogue folder (--catalogue DIR; see docs/operations.md).\n");
}

static enum err
import_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct import_options o = {.as = args_option(args, "--as"), .accept_removals = args_option(args, "--accept-removals"),
	    .removal_limit = 0.02, .by = "command line"};
	const char *limit = args_option(args, "--removal-limit");
	struct manifest m = {0};
	enum err e, printed;

	if (!args->n)
		return fail(c, ERR_USAGE, "files or folders are wanted: bairn import extracts/");
	TRY(args_day(c, args, "--as-at", &o.as_at));
	TRY(option_period(c, args, &o));
	if (limit) {
		if (!view_real(view_of(limit), &o.removal_limit) || o.removal_limit < 0 || o.removal_limit > 100)
			return fail(c, ERR_USAGE, "--removal-limit takes a percentage from 0 to 100");
		o.removal_limit /= 100;
	}
	e = import_paths(c, args->operand, args->n, &o, &m);
	if (!m.n)
		return e;
	printed = manifest_print(c, &m, args->format, out);
	if (!strcmp(args->format, "table"))
		manifest_total(&m, out);
	return e ? e : printed;
}

/* ---- rejects ------------------------------------------------------------------------------------------------------ */

static enum err
rejects_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {
		{"File", false}, {"Data set", false}, {"Field", false}, {"Reason", false}, {"Rows", true}, {"First row", true},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	struct rows *r = store_read(c, "select b.file, b.dataset, coalesce(j.field, ''), j.reason, count(*), min(j.row_number)"
	    " from reject j join batch b on b.id = j.batch where j.closed_by is null"
	    " group by b.id, b.file, b.dataset, j.field, j.reason order by b.dataset, count(*) desc, b.file, j.field, j.reason");

	while (rows_next(r)) {
		for (int i = 0; i < 4; i++)
			table_cell(t, col_view(r, i));
		table_cell_int(t, col_int(r, 4));
		table_cell_int(t, col_int(r, 5));
	}
	TRY(rows_end(r));
	return table_print(c, t, args->format, out);
}

/* ---- fixes -------------------------------------------------------------------------------------------------------- */

/* People read words where nobody is named; programs find nothing there. */
static void
cell_or_words(struct table *t, const struct args *args, struct view v, const char *words)
{
	table_cell(t, v.n || strcmp(args->format, "table") != 0 ? v : view_of(words));
}

/* As lower() of a column makes them: those of ASCII alone. */
static const char *
small_letters(struct mem *m, const char *text)
{
	char *out = text ? mem_copy(m, text, strlen(text)) : NULL;

	for (char *at = out; at && *at; at++)
		*at = *at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at;
	return out;
}

/* One line a thing to put right, for the agency, team and worker who can: ids and codes, never a name. */
static enum err
fixes_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = {
		{"Agency", false}, {"Team", false}, {"Role", false}, {"Worker", true}, {"Record", true}, {"What is wrong", false},
		{"Data set", false}, {"Field", false}, {"Since", false},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	const char *worker = args_option(args, "--worker");
	int64_t number = -1;
	struct rows *r;

	if (worker && strcmp(worker, "none") == 0)
		number = 0;
	else if (worker && (!view_int(view_of(worker), &number) || number < 1))
		return fail(c, ERR_USAGE, "--worker takes a worker's number, or none");
	r = store_read(c, "select f.agency, o.name, w.role, f.worker, f.identity, f.message, f.dataset, f.field, f.opened"
	    " from fix f left join worker w on w.id = f.worker left join org o on o.id = f.org"
	    " where f.closed is null and (f.agency = :agency or :agency is null)"
	    " and (coalesce(lower(o.name), 'none') = :team or :team is null)"
	    " and (:worker < 0 or coalesce(f.worker, 0) = :worker)"
	    " order by f.agency, case when f.org is null then 1 else 0 end, o.name, f.org,"
	    " case when f.worker is null then 1 else 0 end, f.worker, f.opened, f.message, f.id");
	bind_text(r, "agency", args_option(args, "--agency"));
	bind_text(r, "team", small_letters(c->mem, args_option(args, "--team")));
	bind_int(r, "worker", number);
	while (rows_next(r)) {
		table_cell(t, col_view(r, 0));
		cell_or_words(t, args, col_view(r, 1), "no team named");
		cell_or_words(t, args, col_view(r, 2), col_is_null(r, 3) ? "nobody named" : "");
		for (int i = 3; i < (int)(sizeof columns / sizeof *columns); i++)
			table_cell(t, col_view(r, i));
	}
	TRY(rows_end(r));
	return table_print(c, t, args->format, out);
}

/* ---- all ---------------------------------------------------------------------------------------------------------- */

static const struct option_rule init_options[] = {
	{"--code", "CODE", "the authority's area code (E06…, E08…, E09…, E10…)"},
	{0}
};
static const struct option_rule fixes_options[] = {
	{"--agency", "AGENCY", "only what this agency can put right (social_care, education, health …)"},
	{"--team", "NAME", "only what this team or school can; none: what names no team"},
	{"--worker", "NUMBER", "only what this worker can; none: what names no worker"},
	{0}
};
static const struct option_rule import_options[] = {
	{"--as", "DATASET", "take every file for this data set instead of recognising it"},
	{"--as-at", "DATE", "the day the extract was made, when neither file nor name says so"},
	{"--covers", "DATE..DATE", "the period that the extract covers"},
	{"--accept-removals", NULL, "withdraw what a full extract no longer has, however much it is"},
	{"--removal-limit", "PERCENT", "the share that may be withdrawn unasked (default: 2)"},
	{0}
};

const struct command people_commands[] = {
	{"init", "NAME", "Make the database of one authority.", NEEDS_CATALOGUE, init_command, init_options, NULL},
	{"import", "FILE|DIR…", "Import extracts and published numbers: each file is recognised by what it holds.", NEEDS_STORE, import_command,
	    import_options, "Each file is imported in one transaction, all of it or none of it. Rows that cannot be taken are"
	    " kept as rejected rows with their reason. The same file twice changes nothing; a newer extract adds versions;"
	    " an older one never overrides a newer one."},
	{"rejects", "", "List the rejected rows by file, field and reason.", NEEDS_STORE, rejects_command, NULL, NULL},
	{"fixes", "", "List what is to be put right at source, by agency, team and worker.", NEEDS_STORE, fixes_command,
	    fixes_options, "A fix closes by itself when the next extract is right. It is for the child's lead worker in that"
	    " source, else the member of the team who came last, else the organisation that the row names. Records and workers"
	    " are shown by their number in this database, never by name."},
	{"link", "[FILE.csv…]", "Work out who is who over all sources, or over files on their own.", NEEDS_STORE_OR_FILES, link_command,
	    link_options, "Without files, what was imported is linked. Records that are new, have changed or were decided about"
	    " since the last run are read with whom they may be, and the people that they touch linked anew, unless they are most of all"
	    " records: then all are. How far apart postcodes lie counts where their look-up was imported. With files, no database"
	    " is opened: each file is a source (or each value of a column that the model calls the source), and a person may be in"
	    " one file twice. Outputs appear when they are whole. `docs/linkage.md` describes the method and the model."},
	{"link encode", "FILE.csv", "Turn a file's names, dates and numbers into keyed encodings that can be linked without them.",
	    NEEDS_NOTHING, link_encode_command, link_encode_options, "First --new-key KEY makes a key, for all agencies that take part;"
	    " then each encodes its file with it. `bairn link` compares encodings as they are, without the key. What this protects and"
	    " what it does not stands in `docs/linkage.md`."},
	{"link undo", "RUN", "Take back a linking run.", NEEDS_STORE, link_undo_command, NULL, NULL},
	{"link find", "", "Look one child up: whose records what is known of it may be, the likeliest first.", NEEDS_STORE,
	    link_find_command, link_find_options, "A number, or two of name, date of birth and postcode are wanted; the more is given the"
	    " surer the answer. Numbers are compared without being read. Records are shown by their number, without names; sealed ones"
	    " never. Every look-up is written into the audit."},
	{"link review", "", "List the pairs of records that wait for a person to decide.", NEEDS_STORE, link_review_command,
	    link_review_options, "Every run lists them anew: what is too likely to be passed over and not likely enough to be joined,"
	    " and what other records of the two speak against. Records are shown by their number, without names."},
	{"link decide", "RECORD RECORD same|different|unsure", "Decide whether two records are one child's.", NEEDS_STORE,
	    link_decide_command, link_decide_options, "Every later run holds to it. A further decision about the same two takes its"
	    " place; unsure takes it back and leaves it to the evidence."},
	{"link decisions", "", "List what people decided about pairs of records.", NEEDS_STORE, link_decisions_command,
	    link_decisions_options, NULL},
	{"link thresholds", "", "Show or set from which probability pairs are joined, and from which they wait for a person.", NEEDS_STORE,
	    link_thresholds_command, link_thresholds_options, "They hold for what was imported, from the next run on; files have options of"
	    " `bairn link`. Whoever wants fewer wrong joins raises the one to join; `bairn link measured` tells what to expect."},
	{"link sources", "", "List the sources of records, or say which of them hold nobody twice.", NEEDS_STORE, link_sources_command,
	    link_sources_options, "A source is an agency: all its records, whatever file they came in. No two records of one without duplicates are"
	    " joined, or wait for a person, from the next run on; what people decided holds all the same. Whoever declares a source should know"
	    " that its agency has looked: records of one child that it has twice stay two people."},
	{"link measured", "", "Tell how right linking was about the pairs that people decided.", NEEDS_STORE, link_measured_command, NULL,
	    "By the probability that linking gave a pair before the decision: how many people called the same, in per cent, with the 95%"
	    " limits of that and what was to be expected. Pairs that people decide about are those that they were shown, no random sample."},
	{0}
};
