/* What linking writes: links and clusters. Each file is made beside its place and gets its name when all are whole. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "linkage/threads.h"
#include "people/link_files.h"

#define BUFFER (256 * 1024)
#define FIELD_MOST 64                   /* bytes that a number and its separator take at most */

/* ---- files -------------------------------------------------------------------------------------------------------- */

struct link_files
link_files_read_too(struct mem *m, const struct link_files *files, const char *const *other, size_t n)
{
	struct link_files all = {0};

	for (size_t i = 0; i < files->n; i++)
		*push(m, &all) = (struct link_file){.path = files->item[i].path};
	for (size_t i = 0; i < n; i++)
		if (other[i])
			*push(m, &all) = (struct link_file){.path = other[i]};
	return all;
}

/* What stands at a path already. */
struct place {
	bool plain, there;              /* plain: a file, or nothing yet */
	mode_t mode;                    /* who may read what is there */
};

static bool
is_one(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Neither a folder nor one of the files that are read. */
static enum err
place_check(struct ctx *c, const char *path, const struct link_files *files, struct place *out)
{
	struct stat there, in;

	*out = (struct place){.plain = true};
	if (stat(path, &there) != 0)
		return OK;
	*out = (struct place){S_ISREG(there.st_mode), true, there.st_mode & 0777};
	if (S_ISDIR(there.st_mode))
		return fail(c, ERR_INPUT, "%s is a folder, not a file", path);
	for (size_t i = 0; out->plain && i < files->n; i++) {
		const char *read = files->item[i].path;

		if ((strcmp(read, "-") == 0 ? fstat(STDIN_FILENO, &in) : stat(read, &in)) == 0 && is_one(&in, &there))
			return fail(c, ERR_USAGE, "%s is one of the files to read: write to another", path);
	}
	return OK;
}

static const char *
folder_of(struct mem *m, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? mem_copy(m, path, (size_t)(slash - path) + 1) : ".";
}

/* Of one name in one folder, however that is written. */
static bool
is_same_place(struct mem *m, const char *a, const char *b)
{
	const char *in_a = strrchr(a, '/'), *in_b = strrchr(b, '/');
	struct stat x, y;

	return strcmp(in_a ? in_a + 1 : a, in_b ? in_b + 1 : b) == 0 && stat(folder_of(m, a), &x) == 0 &&
	    stat(folder_of(m, b), &y) == 0 && is_one(&x, &y);
}

/* A file without a name, where the system has them: one that nobody finishes is gone when the program ends, however it ends. */
static FILE *
nameless_open(struct ctx *c, const char *path)
{
	int fd = open(folder_of(c->mem, path), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);

	return fd < 0 ? NULL : fdopen(fd, "wb");
}

/* Gives it one. */
static bool
nameless_name(struct link_output *o)
{
	char held[32];

	snprintf(held, sizeof held, "/proc/self/fd/%d", fileno(o->to));
	o->named = linkat(AT_FDCWD, held, AT_FDCWD, o->unfinished, AT_SYMLINK_FOLLOW) == 0;
	return o->named;
}

enum err
link_output_open(struct ctx *c, struct link_outputs *all, const char *path, const struct link_files *files, FILE **out)
{
	struct link_output *o = &all->item[all->n];
	struct place place;

	for (size_t i = 0; i < all->n; i++)
		if (is_same_place(c->mem, all->item[i].path, path))
			return fail(c, ERR_USAGE, "%s is named twice: each output wants a file of its own", path);
	TRY(place_check(c, path, files, &place));
	o->path = path;
	o->unfinished = place.plain ? mem_format(c->mem, "%s.unfinished-%ld", path, (long)getpid()) : NULL;
	o->to = place.plain ? nameless_open(c, path) : NULL;
	if (!o->to) {
		o->to = fopen(place.plain ? o->unfinished : path, "wb");
		o->named = place.plain && o->to;
	}
	if (!o->to)
		return fail(c, errno == ENOENT || errno == EACCES ? ERR_INPUT : ERR_SYSTEM, "%s cannot be written: %s", path,
		    strerror(errno));
	if (place.plain && place.there)
		(void)fchmod(fileno(o->to), place.mode);        /* who was kept from reading what is there is kept from the new */
	setvbuf(o->to, NULL, _IOFBF, BUFFER);
	*out = o->to;
	all->n++;
	return OK;
}

/* It lies on the disk before it takes the place of what was there, and has a name. */
static bool
is_kept(struct link_output *o)
{
	return fsync(fileno(o->to)) == 0 && (o->named || nameless_name(o));
}

enum err
link_outputs_finish(struct ctx *c, struct link_outputs *all)
{
	for (size_t i = 0; i < all->n; i++) {
		struct link_output *o = &all->item[i];
		bool good = !ferror(o->to) && fflush(o->to) == 0 && (!o->unfinished || is_kept(o));

		good = fclose(o->to) == 0 && good;
		o->to = NULL;
		if (!good)
			return fail(c, ERR_SYSTEM, "%s could not be written whole, and nothing was: is the disk full?", o->path);
	}
	for (size_t i = 0; i < all->n; i++) {
		struct link_output *o = &all->item[i];

		if (o->unfinished && rename(o->unfinished, o->path) != 0)
			return fail(c, ERR_SYSTEM, "%s cannot be written: %s", o->path, strerror(errno));
		o->named = false;
	}
	return OK;
}

void
link_outputs_drop(struct link_outputs *all)
{
	for (size_t i = 0; i < all->n; i++) {
		if (all->item[i].to)
			fclose(all->item[i].to);
		if (all->item[i].named)
			unlink(all->item[i].unfinished);
	}
	all->n = 0;
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

/* Quotes what stands in `b` from `at` on, where it needs them. */
static void
quote(struct builder *b, size_t at)
{
	struct mem *m;
	struct view v = {b->at + at, b->n - at};
	size_t i = 0;

	while (i < v.n && v.at[i] != ',' && v.at[i] != '"' && v.at[i] != '\r' && v.at[i] != '\n')
		i++;
	if (i == v.n)
		return;
	m = mem_new();
	v.at = mem_copy(m, v.at, v.n);
	b->n = at;
	put_char(b, '"');
	for (i = 0; i < v.n; i++) {
		if (v.at[i] == '"')
			put_char(b, '"');
		put_char(b, v.at[i]);
	}
	put_char(b, '"');
	mem_free(m);
}

/* A whole number with `decimals` of its last digits behind the point, and what ends it; printf takes ten times as long. */
static void
put_fixed(struct builder *b, int64_t n, int decimals, char end)
{
	char text[FIELD_MOST];
	size_t at = sizeof text;
	uint64_t rest = n < 0 ? (uint64_t)-n : (uint64_t)n;

	text[--at] = end;
	for (int i = 0; rest || i <= decimals; i++, rest /= 10) {
		if (i == decimals && decimals)
			text[--at] = '.';
		text[--at] = (char)('0' + rest % 10);
	}
	if (n < 0)
		text[--at] = '-';
	put(b, (struct view){text + at, sizeof text - at});
}

static void
put_record(struct builder *b, const struct link_files *files, const struct link_records *r, size_t record)
{
	size_t at = b->n;

	link_record_name(files, r, record, b);
	quote(b, at);
	put_char(b, ',');
}

static void
send(struct builder *b, FILE *to, size_t least)
{
	if (b->n < least)
		return;
	fwrite(b->at, 1, b->n, to);
	b->n = 0;
}

void
link_write_links(const struct link_files *files, const struct link_records *r, const struct links *links, FILE *to)
{
	struct mem *m = mem_new();
	struct builder b = {.mem = m};

	put_text(&b, "left,right,weight,probability\n");
	for (size_t i = 0; i < links->n_edges; i++) {
		const struct link_edge *e = &links->edge[i];
		double p = 1 / (1 + exp2(-(double)e->weight));

		put_record(&b, files, r, e->left);
		put_record(&b, files, r, e->right);
		put_fixed(&b, llround((double)e->weight * 1e4), 4, ',');
		put_fixed(&b, llround(p * 1e6), 6, '\n');
		send(&b, to, BUFFER);
	}
	send(&b, to, 1);
	mem_free(m);
}

/* Each thread formats the next rows that nobody has, and writes them when its turn comes. */
struct rows {
	const struct link_files *files;
	const struct link_records *r;
	const struct links *links;
	FILE *to;
	size_t taken, written;          /* so many times ROWS_AT_ONCE */
	pthread_mutex_t lock;
	pthread_cond_t turn;
};
#define ROWS_AT_ONCE ((size_t)LINK_PAGE * 256)          /* few, for the names of records may be long */

static void
rows_format(const struct rows *k, size_t first, struct builder *b)
{
	struct link_naming names = {.record = first};

	for (size_t i = 0; i < ROWS_AT_ONCE && names.record < k->r->n; i++) {
		uint32_t cluster = k->links->cluster[names.record];
		size_t at = b->n;

		link_names_next(&names, k->files, k->r, b);
		quote(b, at);
		put_char(b, ',');
		put_fixed(b, cluster, 0, '\n');
	}
}

static void
rows_some(void *with, size_t from, size_t to)
{
	struct rows *k = with;
	struct builder b = {.mem = mem_new()};

	(void)from, (void)to;           /* whoever comes takes what is left */
	for (;;) {
		size_t mine = __atomic_fetch_add(&k->taken, 1, __ATOMIC_RELAXED);

		if (mine * ROWS_AT_ONCE >= k->r->n)
			break;
		rows_format(k, mine * ROWS_AT_ONCE, &b);
		pthread_mutex_lock(&k->lock);
		while (k->written != mine)
			pthread_cond_wait(&k->turn, &k->lock);
		send(&b, k->to, 1);
		k->written++;
		pthread_cond_broadcast(&k->turn);
		pthread_mutex_unlock(&k->lock);
	}
	mem_free(b.mem);
}

void
link_write_clusters(const struct link_files *files, const struct link_records *r, const struct links *links, int threads, FILE *to)
{
	struct rows k = {.files = files, .r = r, .links = links, .to = to, .lock = PTHREAD_MUTEX_INITIALIZER, .turn = PTHREAD_COND_INITIALIZER};

	fputs("record,cluster\n", to);
	in_threads(threads, (size_t)threads, rows_some, &k);
}
