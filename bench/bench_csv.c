/* How fast the CSV reader is, and how near to what the machine can do at all. Makes a file of the size asked for
 * (MB, default 200), then times over it, best of three:
 *
 *   count lines      memchr for LF over what read() brings: what `wc -l` does, the least any reader must do
 *   rows, plain      csv_next to the end, the file's digest left out
 *   rows, digest     the same with the BLAKE2b digest that an import asks for
 *   rows, quoted     the same file with every text field quoted
 *
 * and prints GB/s and the ratio of each to the count of lines. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#include "base/csv.h"
#include "base/day.h"
#include "base/input.h"
#include "base/mem.h"

/* Rows such as an extract of episodes has: numbers, dates, codes, a postcode, a name now and then. */
static uint64_t
file_write(const char *path, uint64_t size, bool quoted)
{
	static const char *const names[] = {"Okonkwo", "Ní Bhriain", "Smith", "", "O'Neill-Hughes", "Żak"};
	FILE *f = fopen(path, "w");
	const char *q = quoted ? "\"" : "";
	uint64_t rows = 0;
	char day[DAY_SIZE];

	if (f == NULL)
		exit(3);
	fputs("CHILD,DECOM,RNE,LS,CIN,PLACE,HOME_POST,PL_POST,FAMILY,DEC,REC,NOTE\n", f);
	for (uint64_t i = 0; (uint64_t)ftell(f) < size; i++, rows++) {
		day_print((int32_t)(17000 + i * 7919 % 3000), day);
		fprintf(f, "%llu,%s,%sS%s,%sC%d%s,%sN%d%s,%sU%d%s,%sNE%d %dAB%s,%sSR%d %dXY%s,%s%s%s,%s,%sX1%s,\n",
		    (unsigned long long)(100000 + i * 31 % 900000), day, q, q, q, (int)(i % 3), q, q, (int)(i % 8), q, q,
		    (int)(i % 6), q, q, (int)(i % 60), (int)(i % 9), q, q, (int)(i % 7), (int)(i % 9), q, q,
		    names[i % 6], q, i % 3 == 0 ? "" : day, q, q);
	}
	fclose(f);
	return rows;
}

static double
time_lines(const char *path, uint64_t *lines)
{
	double start = seconds();
	int fd = open(path, O_RDONLY);
	char *buf = malloc(262144);
	ssize_t n;

	*lines = 0;
	while ((n = read(fd, buf, 262144)) > 0)
		for (const char *p = buf; (p = memchr(p, '\n', (size_t)(buf + n - p))) != NULL; p++)
			++*lines;
	free(buf);
	close(fd);
	return seconds() - start;
}

static double
time_rows(const char *path, bool digest, uint64_t *rows)
{
	double start = seconds();
	struct ctx c = {.mem = mem_new()};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more = true;

	*rows = 0;
	if (input_open(&c, path, &in) != OK)
		exit(3);
	if (!digest)
		input_without_digest(in);
	csv = csv_new(&c, in, 0);
	while (csv_next(&c, csv, &row, &more) == OK && more)
		++*rows;
	input_close(in);
	if (c.err != OK) {
		fprintf(stderr, "%s\n", c.sentence);
		exit(3);
	}
	mem_free(c.mem);
	return seconds() - start;
}

int
main(int n, char **word)
{
	uint64_t size = (n > 1 ? strtoull(word[1], NULL, 10) : 200) * 1000000;
	static const char *const names[] = {"count lines", "rows, plain", "rows, digest", "rows, quoted"};
	const char *dir = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
	struct mem *m = mem_new();
	const char *plain = mem_format(m, "%s/bairn-bench-%d.csv", dir, (int)getpid());
	const char *quoted = mem_format(m, "%s/bairn-bench-%d-quoted.csv", dir, (int)getpid());
	uint64_t rows = file_write(plain, size, false), quoted_rows = file_write(quoted, size, true), got = 0;
	double best[4] = {1e9, 1e9, 1e9, 1e9};

	for (int round = 0; round < 3; round++)
		for (int k = 0; k < 4; k++) {
			double took = k == 0 ? time_lines(plain, &got) : time_rows(k == 3 ? quoted : plain, k == 2, &got);

			if (took < best[k])
				best[k] = took;
			if (got != (k == 3 ? quoted_rows : rows) + 1)
				fprintf(stderr, "%s: %llu rows are not those written\n", names[k], (unsigned long long)got);
		}
	unlink(plain);
	unlink(quoted);
	printf("%-14s %8s %10s %22s\n", "", "GB/s", "M rows/s", "times count lines");
	for (int k = 0; k < 4; k++)
		printf("%-14s %8.2f %10.1f %22.2f\n", names[k], (double)size / best[k] / 1e9,
		    (double)(k == 3 ? quoted_rows : rows) / best[k] / 1e6, best[k] / best[0]);
	mem_free(m);
	return 0;
}
