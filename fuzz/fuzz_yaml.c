/* Fuzzing the catalogue's files. fuzz floor: catalogue
 *
 * What must hold of YAML: a tree is given or a sentence that names the file; the tree counts its children right, every
 * value of a map has a key, lines never run past the file. What parses is then read as the kind of file that it says it
 * is, and any faults name their line. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "catalogue/parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())

static void
walk(const struct node *node, int lines)
{
	size_t n = 0;

	MUST(node->line >= 1 && node->line <= lines);
	MUST(node->text != NULL);
	MUST(node->kind != NODE_TEXT || (node->child == NULL && node->n == 0));
	yaml_each(child, node) {
		MUST((child->key != NULL) == (node->kind == NODE_MAP));
		walk(child, lines);
		n++;
	}
	MUST(n == node->n);
}

static int
count_lines(const uint8_t *bytes, size_t n)
{
	int lines = 2;

	/* YAML breaks lines at CR, LF, and Unicode's own breaks, so count generously. */
	for (size_t i = 0; i < n; i++)
		lines += bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] >= 0x80;
	return lines;
}

static const struct { const char *key; void (*read)(struct reader *r, const struct node *root); } readers[] = {
	{ "dataset", read_dataset }, { "indicator", read_indicator }, { "clock", read_clock }, { "list", read_code_list },
	{ "calendar", read_calendar }, { "survivorship", read_survivorship },
};

static void
read_as_file(struct ctx *c, const struct node *root)
{
	struct dataset dataset[2] = {0};
	struct code_list list[2] = {0};
	struct indicator indicator[4] = {0};
	struct clock clock[2] = {0};
	struct calendar *calendar[2] = {0};
	struct catalogue k = {.dataset = dataset, .list = list, .indicator = indicator, .clock = clock, .calendar = calendar};
	struct faults faults = {0};
	struct reader r = {.c = c, .faults = &faults, .k = &k, .file = "x.yml", .stem = "x"};

	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (yaml_get(root, readers[i].key)) {
			readers[i].read(&r, root);
			break;
		}
	clocks_make_indicators(&r);
	check_references(c, &k, &faults);
	catalogue_order(&k);
	faults_sort(&faults);
	for (size_t i = 0; i < faults.n; i++)
		MUST(strncmp(faults.item[i].sentence, "x.yml line ", 11) == 0);
	MUST(c->err == OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct ctx c = {.mem = mem_new()};
	struct node *root;

	if (n > 100000)
		n = 100000;
	if (yaml_parse(&c, "x.yml", (struct view){(const char *)bytes, n}, &root) == OK) {
		walk(root, count_lines(bytes, n));
		if (root->kind == NODE_MAP)
			read_as_file(&c, root);
	} else {
		MUST(strncmp(c.sentence, "x.yml", 5) == 0);
	}
	mem_free(c.mem);
	return 0;
}
