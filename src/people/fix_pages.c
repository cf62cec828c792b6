/* What is to be put right at source, and who can: by agency, then the agency's teams, then a team's workers. Workers are a
 * role and their number in this database, never a name; of children there are counts alone. */
#include "people/fix_pages.h"

#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/people_views.h"
#include "store/store.h"
#include "web/page.h"

#define ANY (-1)                /* no choice was made; 0 is the choice of what names nobody */

/* Whose fixes the address asks for. */
struct chosen {
	const char *agency;         /* NULL: every one */
	int64_t team, worker;
	const char *team_name, *worker_name;
};

#define CHOSEN " f.closed is null and (f.agency = :agency or :agency is null) and (:team < 0 or coalesce(f.org, 0) = :team)" \
	" and (:worker < 0 or coalesce(f.worker, 0) = :worker)"

static struct rows *
bind_chosen(struct rows *r, const struct chosen *by)
{
	bind_text(r, "agency", by->agency);
	bind_int(r, "team", by->team);
	bind_int(r, "worker", by->worker);
	return r;
}

static const char *
number_text(struct mem *m, int64_t n)
{
	return mem_format(m, "%lld", (long long)n);
}

/* ---- what was asked for ----------------------------------------------------------------------------------------- */

static bool
agency_known(const struct catalogue *k, const char *agency)
{
	for (size_t i = 0; i < k->n_datasets; i++)
		if (strcmp(k->dataset[i].agency, agency) == 0)
			return true;
	return false;
}

static const char *
worker_words(struct mem *m, int64_t id, const char *role)
{
	return mem_format(m, "%s, number %lld", role && *role ? role : "Worker", (long long)id);
}

/* One word of one row, or ERR_NOT_FOUND. */
static enum err
name_of(struct request *q, const char *sql, const char *what, int64_t id, const char **name)
{
	struct rows *r = store_read(q->c, sql);
	bool found;

	bind_id(r, "id", id);
	found = rows_next(r);
	if (found)
		*name = col_text(r, 0, q->c->mem);
	TRY(rows_end(r));
	return found ? OK : fail(q->c, ERR_NOT_FOUND, "There is no %s with the number %lld", what, (long long)id);
}

static enum err
read_chosen(struct request *q, struct chosen *by)
{
	const char *agency = query_text(q, "agency"), *role = NULL;

	*by = (struct chosen){.agency = agency && *agency ? agency : NULL};
	TRY(query_int(q, "team", 0, INT64_MAX, ANY, &by->team));
	TRY(query_int(q, "worker", 0, INT64_MAX, ANY, &by->worker));
	if (by->agency && !agency_known(q->c->catalogue, by->agency))
		return fail(q->c, ERR_NOT_FOUND, "No agency is called %s", by->agency);
	if (!by->agency && (by->team != ANY || by->worker != ANY))
		return fail(q->c, ERR_INPUT, "team and worker are chosen within an agency");
	by->team_name = "no team";
	by->worker_name = "no worker";
	if (by->team > 0)
		TRY(name_of(q, "select name from org where id = :id", "team", by->team, &by->team_name));
	if (by->worker > 0) {
		TRY(name_of(q, "select role from worker where id = :id", "worker", by->worker, &role));
		by->worker_name = worker_words(q->c->mem, by->worker, role);
	}
	return OK;
}

static struct url
agency_url(struct mem *m, const char *agency)
{
	return url_make(m, "/fixes?agency={}", agency);
}

static struct url
team_url(struct mem *m, const char *agency, int64_t team)
{
	return url_make(m, "/fixes?agency={}&team={}", agency, number_text(m, team));
}

static void
fill_crumbs(struct mem *m, const struct chosen *by, struct fixes_view *v)
{
	if (!by->agency)
		return;
	*push(m, &v->crumbs) = (struct fix_crumb){url_make(m, "/fixes"), "Fix at source"};
	if (by->team != ANY || by->worker != ANY)
		*push(m, &v->crumbs) = (struct fix_crumb){agency_url(m, by->agency), text_of_code(m, by->agency)};
	if (by->team != ANY && by->worker != ANY)
		*push(m, &v->crumbs) = (struct fix_crumb){team_url(m, by->agency, by->team), by->team ? by->team_name : "No team named"};
}

static const char *
heading(struct mem *m, const struct chosen *by)
{
	if (!by->agency)
		return "What is to be put right at source?";
	if (by->worker > 0)
		return mem_format(m, "What is to be put right by %s%s%s?", by->worker_name, by->team > 0 ? ", " : "",
		    by->team > 0 ? by->team_name : "");
	if (by->worker == 0)
		return mem_format(m, "What is to be put right at %s, where no worker is named?", by->team > 0 ? by->team_name :
		    text_of_code(m, by->agency));
	return by->team == 0 ? mem_format(m, "What is to be put right at %s, where no team is named?", text_of_code(m, by->agency)) :
	    mem_format(m, "What is to be put right at %s?", by->team > 0 ? by->team_name : text_of_code(m, by->agency));
}

/* ---- how many, and who can ------------------------------------------------------------------------------------------ */

static enum err
read_counts(struct request *q, const struct chosen *by, struct fixes_view *v)
{
	struct rows *r = bind_chosen(store_read(q->c, "select count(*), count(f.worker),"
	    " count(case when f.worker is null then f.org end) from fix f where" CHOSEN), by);

	if (rows_next(r)) {
		v->open = col_int(r, 0);
		v->with_worker = col_int(r, 1);
		v->with_team = col_int(r, 2);
	}
	TRY(rows_end(r));
	r = bind_chosen(store_read(q->c, "select count(*) from fix f where f.closed >= add_days(:today, -30)"
	    " and (f.agency = :agency or :agency is null) and (:team < 0 or coalesce(f.org, 0) = :team)"
	    " and (:worker < 0 or coalesce(f.worker, 0) = :worker)"), by);
	bind_day(r, "today", day_today());
	if (rows_next(r))
		v->closed_lately = col_int(r, 0);
	return rows_end(r);
}

/* The next step down, each with its count: agencies, the teams of one, the workers of one. What names nobody comes last. */
static const struct {
	const char *title, *sql;
} levels[] = {
	{"Agency", "select 0, f.agency, f.agency, count(*), min(f.opened) from fix f where" CHOSEN
	    " group by f.agency order by f.agency"},
	{"Team", "select coalesce(f.org, 0), coalesce(o.name, ''), f.agency, count(*), min(f.opened) from fix f"
	    " left join org o on o.id = f.org where" CHOSEN " group by f.org, o.name, f.agency"
	    " order by case when f.org is null then 1 else 0 end, o.name, f.org"},
	{"Worker", "select coalesce(f.worker, 0), coalesce(w.role, ''), f.agency, count(*), min(f.opened) from fix f"
	    " left join worker w on w.id = f.worker where" CHOSEN " group by f.worker, w.role, f.agency"
	    " order by case when f.worker is null then 1 else 0 end, w.role, f.worker"},
};

static enum err
read_groups(struct request *q, const struct chosen *by, struct fixes_view *v)
{
	struct mem *m = q->c->mem;
	int level = !by->agency ? 0 : by->team == ANY ? 1 : 2;
	struct rows *r;

	if (by->worker != ANY)
		return OK;
	v->groups_of = levels[level].title;
	r = bind_chosen(store_read(q->c, levels[level].sql), by);
	while (rows_next(r)) {
		int64_t id = col_id(r, 0);
		const char *name = col_text(r, 1, m), *agency = col_text(r, 2, m);

		*push(m, &v->groups) = (struct fix_group){
		    .name = level == 0 ? text_of_code(m, agency) : level == 1 ? (id ? name : "No team is named") :
			id ? worker_words(m, id, name) : "No worker is named",
		    .to = level == 0 ? agency_url(m, agency) : level == 1 ? team_url(m, agency, id) :
			url_make(m, "/fixes?agency={}&team={}&worker={}", agency, number_text(m, by->team), number_text(m, id)),
		    .open = col_int(r, 3), .oldest = day_words(m, col_day(r, 4)),
		};
		v->named += level > 0 && id;
	}
	return rows_end(r);
}

/* ---- what is wrong --------------------------------------------------------------------------------------------------- */

/* A rejected row's message follows the name of its field; other faults are whole sentences. */
static struct fix_row
fix_row(struct request *q, struct rows *r)
{
	struct mem *m = q->c->mem;
	const char *kind = col_text(r, 0, m), *message = col_text(r, 2, m), *name = col_text(r, 3, m);
	const struct dataset *d = *name ? catalogue_dataset(q->c->catalogue, name) : NULL;

	return (struct fix_row){
		.field = *col_text(r, 1, m) ? col_text(r, 1, m) : "The whole row",
		.dataset = d ? d->title : name,
		.message = strcmp(kind, "rejected row") == 0 ? mem_format(m, "%s; the row was rejected", message) : message,
		.n = col_int(r, 4), .oldest = day_words(m, col_day(r, 5)),
	};
}

/* Of one agency: over all of them this would be a long list that is nobody's. */
static enum err
read_faults(struct request *q, const struct chosen *by, struct fixes_view *v)
{
	struct rows *r;

	if (!by->agency)
		return OK;
	r = bind_chosen(store_read(q->c, "select f.kind, coalesce(f.field, ''), f.message, coalesce(f.dataset, ''), count(*),"
	    " min(f.opened) from fix f where" CHOSEN " group by f.kind, f.field, f.message, f.dataset"
	    " order by count(*) desc, f.kind, f.dataset, f.field, f.message"), by);
	while (rows_next(r))
		*push(q->c->mem, &v->rows) = fix_row(q, r);
	return rows_end(r);
}

enum err
fixes_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct fixes_view v = {0};
	struct chosen by;

	TRY(read_chosen(q, &by));
	v.heading = heading(m, &by);
	v.whole = !by.agency;
	fill_crumbs(m, &by, &v);
	TRY(read_counts(q, &by, &v));
	v.with_nobody = v.open - v.with_worker - v.with_team;
	TRY(read_groups(q, &by, &v));
	TRY(read_faults(q, &by, &v));
	request_reads(q, !by.agency ? "fixes" : by.team == ANY && by.worker == ANY ? mem_format(m, "fixes %s", by.agency) :
	    mem_format(m, "fixes %s team %lld worker %lld", by.agency, (long long)by.team, (long long)by.worker));
	return reply_page(q, fixes_template, &v);
}
