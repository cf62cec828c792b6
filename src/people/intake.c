/* Importing files and folders: each file on its own, what fails named, the rest done. */
#include "people/intake.h"

#include <string.h>

#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/progress.h"
#include "catalogue/dataset.h"
#include "people/agreement.h"
#include "people/derive.h"
#include "people/intake_file.h"
#include "people/intake_find.h"
#include "store/store.h"

/* Of a file that came in under an agreement that is made up, the manifest says so. */
static void
placeholder_note(struct ctx *c, const struct dataset *d, const char *authority, struct imported *out)
{
	if (!agreement_is_placeholder(d, authority))
		return;
	out->placeholder = true;
	out->sentence = mem_format(c->mem, "the sharing agreement %s is a placeholder%s%s", d->agreement, out->sentence ? "; " : "",
	    out->sentence ? out->sentence : "");
}

static enum err
import_found(struct ctx *c, const struct found *f, const struct import_options *options, const char *authority,
    struct intake_memory *memory, struct imported *out)
{
	struct progress progress;
	int64_t started = clock_ms();
	enum err e;

	*out = (struct imported){.file = f->path};
	if (!f->dataset) {
		out->err = ERR_INPUT;
		out->sentence = f->problem;
		return OK;
	}
	out->dataset = f->dataset->name;
	out->title = f->dataset->title;
	progress_start(&progress, f->path);
	e = agreement_check(c, f->path, f->dataset);
	if (e == OK)
		e = import_file(c, f->path, f->dataset, options, memory, &progress, out);
	progress_end(&progress);
	out->seconds = (double)(clock_ms() - started) / 1000;
	if (e != OK) {
		out->err = e;
		out->written = out->unchanged = out->rejected = out->withdrawn = out->older = 0;
		out->sentence = mem_copy(c->mem, c->sentence, strlen(c->sentence));
	} else {
		placeholder_note(c, f->dataset, authority, out);
	}
	LOG(LOG_INFO, "import", {"dataset", out->dataset, 0}, {"rows", NULL, out->rows}, {"written", NULL, out->written},
	    {"rejected", NULL, out->rejected}, {"error", NULL, (int64_t)out->err}, {0});
	if (e == ERR_SYSTEM)
		return e;
	fail_clear(c);
	return OK;
}

enum err
import_paths(struct ctx *c, const char *const *path, size_t n, const struct import_options *options, struct manifest *out)
{
	struct import_options own = *options;
	struct found_list found = {0};
	struct intake_memory memory = {0};
	enum err e = OK, synced;
	const char *authority;
	bool at_fault = false, written = false;

	own.mem = c->mem;
	TRY(agreement_authority(c, &authority));
	TRY(intake_find(c, path, n, options->as, &found));
	e = store_sync_later(c, found.n > 1);
	for (size_t i = 0; i < found.n && e == OK; i++) {
		struct imported *one = push(c->mem, out);

		e = import_found(c, &found.item[i], &own, authority, &memory, one);
		at_fault = at_fault || one->err || one->rejected;
		written = written || one->written || one->withdrawn || one->rejected;
	}
	memory_forget(&memory);
	synced = store_sync_later(c, false);
	TRY(e);
	TRY(synced);
	if (written)
		TRY(derive_now(c));
	if (!found.n)
		return fail(c, ERR_INPUT, "there is no file to import in %s", path[0]);
	return at_fault ? ERR_INPUT : OK;
}
