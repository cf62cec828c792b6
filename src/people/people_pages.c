/* The people room's pages: imports, one import's rejected rows; fix_pages.c has what to fix at source, linkage_pages.c linking.
 * No page of this file shows the text of a row or anything of one child. */
#include "people/people.h"

#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/agreement.h"
#include "people/fix_pages.h"
#include "people/linkage_pages.h"
#include "people/people_views.h"
#include "store/store.h"
#include "web/http.h"
#include "web/page.h"

#define PAGE_ROWS 50

static const char *
covers_words(struct mem *m, int32_t from, int32_t until)
{
	if (from == DAY_NONE)
		return "not said";
	if (until - from > 366 * 20)
		return "everything";
	return mem_format(m, "%s to %s", day_words(m, from), day_words(m, until));
}

static struct batch_row
batch_row(struct request *q, struct rows *r)
{
	struct mem *m = q->c->mem;
	const char *name = col_text(r, 1, m);
	const struct dataset *d = catalogue_dataset(q->c->catalogue, name);

	return (struct batch_row){
		.title = d ? d->title : name,
		.file = col_text(r, 2, m),
		.as_at = day_words(m, col_day(r, 3)),
		.covers = covers_words(m, col_day(r, 4), col_day(r, 5)),
		.rows = col_int(r, 6),
		.written = col_int(r, 7),
		.unchanged = col_int(r, 8),
		.withdrawn = col_int(r, 9),
		.rejected = col_int(r, 10),
		.link = url_make(m, "/imports/{}", mem_format(m, "%lld", (long long)col_id(r, 0))),
	};
}

static struct url
imports_url(struct mem *m, int64_t page)
{
	return page == 1 ? url_make(m, "/imports") : url_make(m, "/imports?page={}", mem_format(m, "%lld", (long long)page));
}

static void
fill_pagination(struct mem *m, int64_t page, struct imports_view *v)
{
	int64_t first = (page - 1) * PAGE_ROWS + 1, last = first + (int64_t)v->batches.n - 1;

	if (v->files <= PAGE_ROWS)
		return;
	v->where = v->batches.n == 0 ? "There are not so many files" :
	    mem_format(m, "Files %s to %s of %s", text_count(m, first), text_count(m, last), text_count(m, v->files));
	if (page > 1)
		v->previous = imports_url(m, page - 1);
	if (last < v->files && v->batches.n)
		v->next = imports_url(m, page + 1);
}

static bool
is_placeholder(const struct request *q, const char *dataset, const char *authority)
{
	const struct dataset *d = catalogue_dataset(q->c->catalogue, dataset);

	return d && agreement_is_placeholder(d, authority);
}

/* GET /imports?page=   every file that came in, newest first. */
static enum err
imports_page(struct request *q)
{
	struct imports_view v = {0};
	struct rows *r;
	const char *authority;
	int64_t page;

	TRY(query_int(q, "page", 1, 1000000, 1, &page));
	TRY(agreement_authority(q->c, &authority));
	r = store_read(q->c, "select id, dataset, file, as_at, covers_from, covers_until, rows_read, written,"
	    " unchanged, withdrawn, rejected from batch order by id desc");
	while (rows_next(r)) {
		v.files++;
		v.rejected += col_int(r, 10);
		v.placeholders += is_placeholder(q, col_text(r, 1, q->c->mem), authority);
		if (v.files > (page - 1) * PAGE_ROWS && v.files <= page * PAGE_ROWS)
			*push(q->c->mem, &v.batches) = batch_row(q, r);
	}
	TRY(rows_end(r));
	fill_pagination(q->c->mem, page, &v);
	request_reads(q, "imports");
	return reply_page(q, imports_template, &v);
}

static enum err
rejects_of(struct request *q, int64_t batch, struct reject_rows *out)
{
	struct rows *r = store_read(q->c, "select coalesce(field, 'the whole row'), reason, count(*), min(row_number)"
	    " from reject where batch = :batch group by field, reason order by count(*) desc, field, reason");

	bind_id(r, "batch", batch);
	while (rows_next(r))
		*push(q->c->mem, out) = (struct reject_row){
			.field = col_text(r, 0, q->c->mem),
			.reason = col_text(r, 1, q->c->mem),
			.n = col_int(r, 2),
			.example = mem_format(q->c->mem, "%lld", (long long)col_int(r, 3)),
		};
	return rows_end(r);
}

/* GET /imports/:id   one file: what it was, and why rows of it were rejected. */
static enum err
import_page(struct request *q)
{
	struct import_view v = {0};
	const struct dataset *d = NULL;
	const char *authority;
	int64_t id;
	struct rows *r;
	bool found;

	TRY(path_id(q, "id", &id));
	r = store_read(q->c, "select id, dataset, file, as_at, covers_from, covers_until, rows_read, written, unchanged,"
	    " withdrawn, rejected, agency from batch where id = :id");
	bind_id(r, "id", id);
	found = rows_next(r);
	if (found) {
		v.batch = batch_row(q, r);
		v.agency = text_of_code(q->c->mem, col_text(r, 11, q->c->mem));
		d = catalogue_dataset(q->c->catalogue, col_text(r, 1, q->c->mem));
	}
	TRY(rows_end(r));
	if (!found)
		return fail(q->c, ERR_NOT_FOUND, "There is no import with the number %lld", (long long)id);
	v.controller = d ? d->controller : "not known";
	v.agreement = d ? d->agreement : "not known";
	TRY(agreement_authority(q->c, &authority));
	v.placeholder = d && agreement_is_placeholder(d, authority);
	v.annual = d && d->annual ? "yes" : "no";
	TRY(rejects_of(q, id, &v.rejects));
	request_reads(q, mem_format(q->c->mem, "import %lld", (long long)id));
	return reply_page(q, import_template, &v);
}

const struct route people_routes[] = {
	{GET, "/imports",     imports_page, CAN_IMPORTS, "read imports"},
	{GET, "/imports/:id", import_page,  CAN_IMPORTS, "read import"},
	{GET, "/linkage",     linkage_page, CAN_IMPORTS, "read linkage"},
	{GET, "/fixes",       fixes_page,   CAN_IMPORTS, "read fixes"},
	{0}
};
