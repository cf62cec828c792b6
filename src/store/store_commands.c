/* The store's command: copy. */
#include "store/store_commands.h"

#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "store/copy.h"

static void
sum_cell(struct ctx *c, struct table *t, struct copy_sum sum)
{
	table_cell_text(t, mem_format(c->mem, "%016llx", (unsigned long long)sum.sum));
}

static enum err
copied_print(struct ctx *c, const struct copied *k, const char *format, FILE *out)
{
	static const struct table_column columns[] = {
		{"Table", false}, {"Rows", true}, {"Checksum", false}, {"Seconds", true},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);
	int64_t rows = 0;
	size_t kept = 0;

	for (size_t i = 0; i < k->table.n; i++) {
		const struct copied_table *one = &k->table.item[i];

		table_cell_text(t, one->name);
		table_cell_int(t, one->from.rows);
		sum_cell(c, t, one->from);
		table_cell_real(t, one->seconds, 2);
		rows += one->from.rows;
		kept += one->kept;
	}
	TRY(table_print(c, t, format, out));
	if (strcmp(format, "table") != 0)
		return OK;
	fprintf(out, "\n%s is now in %s too: %lld rows in %zu tables, each read back and found the same.\n", k->from, k->to,
	    (long long)rows, k->table.n);
	if (kept > 0)
		fprintf(out, "%zu of the tables had been copied by the run before.\n", kept);
	if (k->key != NULL)
		fprintf(out, "Its master key is %s, the same key in another file: keep a copy in a safe.\n", k->key);
	else
		fprintf(out, "Both use the same file for their master key.\n");
	return OK;
}

static enum err
compared_print(struct ctx *c, const struct copied *k, const char *format, FILE *out)
{
	static const struct table_column columns[] = {
		{"Table", false}, {"Rows", true}, {"Checksum", false}, {"Rows there", true}, {"Checksum there", false}, {"Same", false},
		{"Seconds", true},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);

	for (size_t i = 0; i < k->table.n; i++) {
		const struct copied_table *one = &k->table.item[i];

		table_cell_text(t, one->name);
		table_cell_int(t, one->from.rows);
		sum_cell(c, t, one->from);
		table_cell_int(t, one->to.rows);
		sum_cell(c, t, one->to);
		table_cell_text(t, one->from.rows == one->to.rows && one->from.sum == one->to.sum ? "yes" : "no");
		table_cell_real(t, one->seconds, 2);
	}
	return table_print(c, t, format, out);
}

static enum err
copy_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct copied k;
	enum err e, printed;

	if (args->n != 2)
		return fail(c, ERR_USAGE, "copy takes two databases: bairn copy bairn.db 'postgresql://host/database?schema=authority'");
	if (args_option(args, "--check") == NULL) {
		TRY(store_copy(c, args->operand[0], args->operand[1], &k));
		return copied_print(c, &k, args->format, out);
	}
	e = store_compare(c, args->operand[0], args->operand[1], &k);
	if (e != OK && e != ERR_INPUT)
		return e;
	printed = k.table.n == 0 ? OK : compared_print(c, &k, args->format, out);
	return e != OK ? e : printed;
}

static const struct option_rule copy_options[] = {
	{"--check", NULL, "copy nothing: only compare the two, table by table"},
	{0}
};

const struct command store_commands[] = {
	{"copy", "FROM TO", "Copy a whole authority to another database, file or server.", NEEDS_NOTHING, copy_command, copy_options,
	    "FROM and TO are paths or postgresql://host/database?schema=authority; TO must not hold an authority yet. FROM is read in"
	    " one state, and what others write to it after the start is not in the copy. TO can be opened when everything is in it,"
	    " was read back and has the same count and checksum, table by table. A copy that was cut off, however that was, goes on"
	    " after the last whole table when the same command is given again.\n\n"
	    "The master key stays the same: its file is copied to where TO's belongs, unless BAIRN_KEY_FILE names one for both.\n\n"
	    "With --check both are only read. Each keeps an audit of its own, so those differ once either was used."},
	{0}
};
