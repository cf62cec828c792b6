/* `bairn link A.csv B.csv --out links.csv`: files in, links and clusters out, with a model that is guessed, named or read. */
#include "people/link_files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/command.h"
#include "base/input.h"
#include "catalogue/catalogue.h"
#include "linkage/threads.h"
#include "people/link_nickname.h"
#include "people/link_threshold.h"

#define MODEL_MOST (4L * 1024 * 1024)   /* bytes of a model file */

struct wanted {
	const char *truth;
	struct link_placing placing;    /* places of postcodes, where a file of them is named */
	double join, review;            /* 0: as the model says */
	int64_t threads, seed;
	FILE *links, *clusters, *report, *saved;        /* NULL: not wanted */
};

/* ---- the command line --------------------------------------------------------------------------------------------- */

static enum err
number_read(struct ctx *c, const struct args *args, const char *name, int64_t most, int64_t *out)
{
	const char *text = args_option(args, name);

	if (text && (!view_int(view_of(text), out) || *out < 0 || *out > most))
		return fail(c, ERR_USAGE, "%s takes a whole number from 0 to %lld", name, (long long)most);
	return OK;
}

static enum err
wanted_read(struct ctx *c, const struct args *args, struct wanted *w)
{
	w->truth = args_option(args, "--truth");
	if (!args_option(args, "--out") && !args_option(args, "--clusters"))
		return fail(c, ERR_USAGE, "where should the links go? --out links.csv, --clusters clusters.csv or both");
	TRY(probability_read(c, args, "--threshold", &w->join));
	TRY(probability_read(c, args, "--review", &w->review));
	TRY(number_read(c, args, "--threads", 256, &w->threads));
	w->seed = 1;
	return number_read(c, args, "--seed", INT64_MAX, &w->seed);
}

/* Opened before anything is read: a folder that is not there is better known now than in an hour. */
static enum err
outputs_open(struct ctx *c, const struct args *args, const struct link_files *files, struct wanted *w, struct link_outputs *all)
{
	const struct { const char *option; FILE **to; } each[] = {
		{"--out", &w->links}, {"--clusters", &w->clusters}, {"--report", &w->report}, {"--save-model", &w->saved},
	};
	const char *const others[] = {w->placing.file.path, link_model_file(args)};

	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		const char *path = args_option(args, each[i].option);
		size_t n = each[i].to == &w->saved ? 1 : 2;     /* a model may be saved where it was read from */
		struct link_files read = link_files_read_too(c->mem, files, others, n);

		if (path)
			TRY(link_output_open(c, all, path, &read, each[i].to));
	}
	return OK;
}

/* ---- the model ---------------------------------------------------------------------------------------------------- */

static enum err
file_text(struct ctx *c, const char *path, struct view *out)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	char *text;

	if (!f)
		return fail(c, ERR_INPUT, "the model %s cannot be opened: %s", path, strerror(errno));
	if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MODEL_MOST) {
		fclose(f);
		return fail(c, ERR_INPUT, "%s is no model: a file of 4 MB at most is wanted", path);
	}
	text = mem_take(c->mem, (size_t)st.st_size + 1);
	*out = (struct view){text, fread(text, 1, (size_t)st.st_size, f)};
	fclose(f);
	return OK;
}

/* A file of the catalogue by its name, mostly a model: of the authority's own catalogue, else of the one that comes with Bairn. */
static enum err
named_text(struct ctx *c, const char *catalogue, const char *name, const char **file, struct view *out)
{
	const char *path = mem_format(c->mem, "catalogue/linkage/%s.yml", name);
	struct stat st;

	if (catalogue) {
		*file = mem_format(c->mem, "%s/linkage/%s.yml", catalogue, name);
		if (stat(*file, &st) == 0)
			return file_text(c, *file, out);
	}
	*file = path;
	for (const struct embedded *e = embedded_catalogue; e->path; e++)
		if (strcmp(e->path, path) == 0) {
			*out = (struct view){(const char *)e->bytes, e->n};
			return OK;
		}
	return fail(c, ERR_INPUT, "there is no model called %s: --model takes a file such as own.yml, `children`, or `auto`", name);
}

static bool
is_file_name(const char *model)
{
	size_t n = strlen(model);

	return strchr(model, '/') || (n > 4 && strcmp(model + n - 4, ".yml") == 0) || (n > 5 && strcmp(model + n - 5, ".yaml") == 0);
}

const char *
link_model_file(const struct args *args)
{
	const char *model = args_option(args, "--model");

	return model && is_file_name(model) ? model : NULL;
}

enum err
link_plan_choose(struct ctx *c, const struct args *args, const char *truth, const struct link_files *files, struct link_plan *out)
{
	const char *model = args_option(args, "--model"), *file = model;
	struct view text;

	if (!model || strcmp(model, "auto") == 0)
		return link_guess(c, files, truth, stderr, out);
	if (link_model_file(args))
		TRY(file_text(c, model, &text));
	else
		TRY(named_text(c, args->catalogue, model, &file, &text));
	return link_plan_read(c, file, text, out);
}

static enum err
plan_make(struct ctx *c, const struct args *args, struct wanted *w, struct link_files *files, struct link_plan *plan,
    struct link_key *key)
{
	struct view nicknames;
	const char *file;

	TRY(link_plan_choose(c, args, w->truth, files, plan));
	if (plan->outdated)
		fprintf(stderr, "%s was trained before check digits were compared: it is trained anew.\n", plan->file);
	if (w->join > 0)
		plan->model.join = w->join;
	if (w->review > 0)
		plan->model.review = w->review;
	if (plan->model.join <= 0)
		plan->model.join = LINK_JOIN;
	if (plan->model.review <= 0)
		plan->model.review = plan->model.join < LINK_REVIEW ? plan->model.join : LINK_REVIEW;
	if (plan->model.review > plan->model.join)
		return fail(c, ERR_USAGE, "the threshold to review, %g, is above the one to join, %g", plan->model.review,
		    plan->model.join);
	TRY(link_files_bind(c, files, plan, w->truth));
	TRY(link_encoded_bind(c, files, plan, key));
	TRY(named_text(c, args->catalogue, "nicknames", &file, &nicknames));
	TRY(catalogue_nicknames(c, file, nicknames, &plan->nicknames, &plan->n_nicknames));
	TRY(link_places_open(c, args_option(args, "--postcodes"), plan, &w->placing));
	link_model_complete(&plan->model);      /* whose rules hang on what is encoded */
	return OK;
}

/* ---- memory ------------------------------------------------------------------------------------------------------- */

#define PLACE_KEPT 32                   /* bytes that a postcode's place takes, of each record one at most */

/* The most that it was so far, of this program alone: what getrusage() says begins with who started it. */
static size_t
memory_peak(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];
	size_t kilobytes = 0;

	while (f && fgets(line, sizeof line, f) && sscanf(line, "VmHWM: %zu kB", &kilobytes) != 1)
		continue;
	if (f)
		fclose(f);
	return kilobytes * 1024;
}

/* A sixteenth more than is needed, so that it need not be said again for a little. */
static size_t
stated_for(size_t needed)
{
	return needed + needed / 16;
}

/* Where the files' sizes tell how many records they hold. */
static void
memory_foretell(const struct wanted *w, struct link_run *run, size_t records)
{
	run->stated = stated_for(link_memory_needs(run->files, run->plan, records, (int)w->threads) +
	    (w->placing.file.path ? records * PLACE_KEPT : 0));
	fprintf(stderr, "About %zu records of %d fields: %zu MB of memory at most.\n", records, run->plan->model.n_fields,
	    run->stated / 1000000 + 1);
}

struct stating {
	const struct wanted *w;
	struct link_run *run;
	size_t before;                  /* bytes of the command's memory, before the records' names were kept in it */
};

/* … and once they are there, and again when it is known how many pairs are to come, where it is more than what was said. */
static void
memory_state(void *with, double pairs)
{
	const struct stating *k = with;
	struct link_run *run = k->run;
	size_t needed = link_memory_needs_now(run->plan, run->records, mem_held(run->records->mem) - k->before, pairs, (int)k->w->threads);

	if (needed <= run->stated)
		return;
	fprintf(stderr, "%zu records of %d fields: %s%zu MB of memory at most.\n", run->records->n, run->plan->model.n_fields,
	    run->stated ? "more than was expected, " : "", stated_for(needed) / 1000000 + 1);
	run->stated = stated_for(needed);
}

/* How many records all files hold, where that can be told. */
static bool
records_expect(struct mem *m, struct link_files *files, size_t *records)
{
	bool all = true;

	*records = 0;
	for (size_t i = 0; i < files->n; i++) {
		struct link_file *f = &files->item[i];

		link_spread_read(m, f);
		*records += f->rows_expected;
		all = all && (f->rows_expected || f->sample.n < LINK_SAMPLE);
	}
	return all;
}

/* ---- the run ------------------------------------------------------------------------------------------------------ */

static enum err
outputs_write(struct ctx *c, const struct wanted *w, struct link_run *run, struct link_outputs *outputs)
{
	struct builder saved = {.mem = c->mem};

	if (w->links)
		link_write_links(run->files, run->records, run->links, w->links);
	if (w->clusters)
		link_write_clusters(run->files, run->records, run->links, threads_for((int)w->threads), w->clusters);
	if (w->saved) {
		link_plan_write(&saved, run->plan);
		fwrite(saved.at, 1, saved.n, w->saved);
	}
	if (w->report)
		TRY(link_report_write(c, run, w->report));
	return link_outputs_finish(c, outputs);
}

/* Everything between the files that are open and the outputs that are. */
static enum err
run_whole(struct ctx *c, const struct args *args, const struct wanted *w, struct link_files *files, struct link_plan *plan,
    struct link_records *records, struct link_outputs *outputs, FILE *out)
{
	struct link_run run = {.files = files, .plan = plan, .records = records};
	struct stating stating = {w, &run, 0};
	struct links links = {0};
	struct link_accuracy accuracy;
	int64_t began = clock_ms();
	size_t expected;
	bool sized = records_expect(c->mem, files, &expected);

	if (sized) {
		memory_foretell(w, &run, expected);
		link_set_expect(records->set, expected);
	}
	stating.before = mem_held(c->mem);
	TRY(link_files_read(c, files, plan, records));
	TRY(link_places_read(c, &w->placing, records));
	memory_state(&stating, 0);
	run.seconds_reading = (double)(clock_ms() - began) / 1000;
	if (isatty(STDERR_FILENO) == 1)
		fprintf(stderr, "Linking %zu records …\n", records->n);
	link_run(c->mem, records->set, (struct link_options){.threads = (int)w->threads, .seed = (uint64_t)w->seed,
	    .in_order = w->links || w->report, .expected = memory_state, .with = &stating}, &links);
	plan->model = links.model;
	if (links.n_aliases) {
		plan->alias = links.alias;
		plan->n_aliases = w->saved || w->report ? nicknames_drop_known(c->mem, plan->nicknames, plan->n_nicknames, links.alias,
		    links.n_aliases) : 0;
	}
	if (links.n_placeholders)
		plan->placeholders = (struct link_names){links.placeholder, links.n_placeholders};
	run.links = &links;
	if (records->truth) {
		link_accuracy_of(c->mem, records->truth, records->n, &links, &accuracy);
		link_accuracy_meet(c->mem, records->set, records->truth, records->n, &accuracy);
		run.accuracy = &accuracy;
	}
	run.peak = memory_peak();
	run.seconds = (double)(clock_ms() - began) / 1000;
	TRY(outputs_write(c, w, &run, outputs));
	run.peak = memory_peak();
	run.seconds = (double)(clock_ms() - began) / 1000;
	return link_files_show(c, &run, args->format, out);
}

enum err
link_files_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct wanted w = {0};
	struct link_files files = {0};
	struct link_plan plan = {0};
	struct link_records records = {0};
	struct link_outputs outputs = {0};
	enum err e;

	TRY(wanted_read(c, args, &w));
	e = link_files_open(c, args, &files);
	if (e == OK)
		e = plan_make(c, args, &w, &files, &plan, &records.key);
	if (e == OK)
		e = outputs_open(c, args, &files, &w, &outputs);
	if (e == OK) {
		records.set = link_set_new(&plan.model);
		e = run_whole(c, args, &w, &files, &plan, &records, &outputs, out);
	}
	link_outputs_drop(&outputs);
	link_records_free(&records);
	link_files_close(&files);
	if (w.placing.file.in)
		input_close(w.placing.file.in);
	return e;
}
