/* Loading: which files there are (those in the binary, overlaid by a folder's), and which reader takes each. */
#include "catalogue/parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/mem.h"

#define FILE_MAX (4L * 1024 * 1024)

struct source {
	const char *path;               /* "catalogue/datasets/x.yml", wherever it lies */
	const char *shown;              /* the name in messages */
	struct view text;
	bool built_in;
};
struct sources LIST(struct source);

/* In the order of reading: what others refer to comes first. A folder without a reader belongs to a room. */
struct folder {
	const char *prefix;
	void (*read)(struct reader *r, const struct node *root);
};
static const struct folder folders[] = {
	{ "catalogue/codes/", read_code_list },
	{ "catalogue/calendars/working", read_calendar },
	{ "catalogue/calendars/", read_calendar },
	{ "catalogue/datasets/", read_dataset },
	{ "catalogue/controllers.yml", read_controllers },
	{ "catalogue/clocks/", read_clock },
	{ "catalogue/indicators/", read_indicator },
	{ "catalogue/survivorship.yml", read_survivorship },
	{ "catalogue/areas.yml", read_known_areas },
	{ "catalogue/factors/", NULL },
	{ "catalogue/linkage/nicknames.yml", read_nicknames },
	{ "catalogue/linkage/", NULL },
	{ "catalogue/returns/", NULL },
};
#define N_FOLDERS (sizeof folders / sizeof *folders)

/* ---- files -------------------------------------------------------------------------------------------------- */

static enum err
file_read(struct ctx *c, const char *path, struct view *out)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	char *text;

	if (!f)
		return fail(c, ERR_INPUT, "%s: %s", path, strerror(errno));
	if (fstat(fileno(f), &st) != 0 || st.st_size > FILE_MAX) {
		fclose(f);
		return fail(c, ERR_INPUT, "%s: a catalogue file may have 4 MB at most", path);
	}
	text = mem_take(c->mem, (size_t)st.st_size + 1);
	*out = (struct view){text, fread(text, 1, (size_t)st.st_size, f)};
	fclose(f);
	return OK;
}

/* Replaces the source of the same path or adds one. */
static void
source_put(struct ctx *c, struct sources *sources, struct source s)
{
	for (size_t i = 0; i < sources->n; i++)
		if (strcmp(sources->item[i].path, s.path) == 0) {
			sources->item[i] = s;
			return;
		}
	*push(c->mem, sources) = s;
}

static bool
is_yaml(const char *name)
{
	size_t n = strlen(name);

	return name[0] != '.' && n > 4 && strcmp(name + n - 4, ".yml") == 0;
}

/* DIR/datasets/x.yml stands for catalogue/datasets/x.yml. One level of folders, as in the catalogue itself. */
static enum err
folder_gather(struct ctx *c, const char *dir, const char *prefix, int depth, struct sources *sources)
{
	DIR *d = opendir(dir);
	enum err e = OK;

	if (!d)
		return fail(c, ERR_INPUT, "catalogue folder %s: %s", dir, strerror(errno));
	for (struct dirent *entry; e == OK && (entry = readdir(d));) {
		const char *path = mem_format(c->mem, "%s/%s", dir, entry->d_name);
		struct stat st;
		if (entry->d_name[0] == '.' || stat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth == 0) {
			e = folder_gather(c, path, mem_format(c->mem, "%s%s/", prefix, entry->d_name), depth + 1, sources);
		} else if (S_ISREG(st.st_mode) && is_yaml(entry->d_name)) {
			struct source s = {mem_format(c->mem, "%s%s", prefix, entry->d_name), path, {NULL, 0}, false};
			e = file_read(c, path, &s.text);
			if (e == OK)
				source_put(c, sources, s);
		}
	}
	closedir(d);
	return e;
}

static int
source_order(const void *a, const void *b)
{
	return strcmp(((const struct source *)a)->path, ((const struct source *)b)->path);
}

static enum err
sources_gather(struct ctx *c, const char *overlay, struct sources *out)
{
	for (const struct embedded *e = embedded_catalogue; e->path; e++)
		*push(c->mem, out) = (struct source){e->path, e->path, {(const char *)e->bytes, e->n}, true};
	if (overlay)
		TRY(folder_gather(c, overlay, "catalogue/", 0, out));
	if (out->n)
		qsort(out->item, out->n, sizeof *out->item, source_order);
	return OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

/* The folder of a path: the first prefix that fits; N_FOLDERS when none does. */
static size_t
folder_of(const char *path)
{
	size_t f = 0;

	while (f < N_FOLDERS && strncmp(path, folders[f].prefix, strlen(folders[f].prefix)) != 0)
		f++;
	return f;
}

static const char *
stem_of(struct mem *m, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return mem_copy(m, name, strlen(name) - strlen(".yml"));
}

/* The line that a sentence "NAME line 7: …" names; 1 when it names none. */
static int
line_named(const char *sentence, const char *name)
{
	size_t n = strlen(name);
	int line = 1;

	if (strncmp(sentence, name, n) == 0 && sscanf(sentence + n, " line %d:", &line) != 1)
		line = 1;
	return line;
}

static void
source_read(struct reader *r, const struct source *s, const struct folder *folder)
{
	struct node *root;

	r->file = s->shown;
	r->built_in = s->built_in;
	r->stem = stem_of(r->c->mem, s->path);
	if (yaml_parse(r->c, s->shown, s->text, &root) != OK)
		reader_take_failure(r, line_named(r->c->sentence, s->shown));
	else if (root->kind != NODE_MAP)
		reader_fault(r, 1, "the file should be a map of keys");
	else if (folder->read)
		folder->read(r, root);
}

/* Room for every file in every array: pointers into them stay good while files are read. */
static struct catalogue *
catalogue_new(struct mem *m, size_t files)
{
	struct catalogue *k = mem_new_one(m, struct catalogue);

	k->dataset = mem_new_array(m, struct dataset, files + 1);
	k->list = mem_new_array(m, struct code_list, files + 1);
	k->indicator = mem_new_array(m, struct indicator, files + 1);
	k->clock = mem_new_array(m, struct clock, files + 1);
	k->calendar = mem_new_array(m, struct calendar *, files + 1);
	return k;
}

enum err
catalogue_read(struct ctx *c, const char *overlay, struct faults *faults, struct catalogue **out)
{
	struct sources sources = {0};
	struct reader r = {.c = c, .faults = faults};

	TRY(sources_gather(c, overlay, &sources));
	r.k = *out = catalogue_new(c->mem, sources.n);
	for (size_t i = 0; i < sources.n; i++) {
		r.k->digest = hash_mix(r.k->digest, sources.item[i].path, strlen(sources.item[i].path));
		r.k->digest = hash_mix(r.k->digest, sources.item[i].text.at, sources.item[i].text.n);
	}
	for (size_t f = 0; f < N_FOLDERS; f++)
		for (size_t i = 0; i < sources.n; i++)
			if (folder_of(sources.item[i].path) == f)
				source_read(&r, &sources.item[i], &folders[f]);
	for (size_t i = 0; i < sources.n; i++)
		if (folder_of(sources.item[i].path) == N_FOLDERS) {
			r.file = sources.item[i].shown;
			reader_fault(&r, 1, "no part of the catalogue is called `%s`", sources.item[i].path);
		}
	clocks_make_indicators(&r);
	check_references(c, r.k, faults);
	catalogue_order(r.k);
	faults_sort(faults);
	return OK;
}

enum err
catalogue_load(struct ctx *c, const char *overlay)
{
	struct faults faults = {0};
	struct catalogue *k;

	TRY(catalogue_read(c, overlay, &faults, &k));
	if (faults.n == 1)
		return fail(c, ERR_INPUT, "%s", faults.item[0].sentence);
	if (faults.n)
		return fail(c, ERR_INPUT, "%s (and %zu more: `bairn catalogue check` lists them)", faults.item[0].sentence,
		    faults.n - 1);
	c->catalogue = k;
	return OK;
}
