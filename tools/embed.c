/* embed NAME FILE… : prints C that holds the files, as `const struct embedded embedded_NAME[]` ended by a NULL path.
 *
 * The bytes are written as string literals, which compile many times faster than lists of numbers. A FILE may be
 * written PATH=FILE, when the path inside the binary is not the path on the disk.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 90

struct source {
	char *path;
	const char *file;
	size_t n;
};

static void
die(const char *what, const char *of)
{
	fprintf(stderr, "embed: %s: ", what);
	perror(of);
	exit(1);
}

/* One byte of a literal. Three octal digits always, so that a digit that follows cannot be taken for a fourth; no bare
 * question mark, which could begin a trigraph. */
static size_t
print_byte(int byte)
{
	switch (byte) {
	case '\n':
		return (size_t)printf("\\n");
	case '\t':
		return (size_t)printf("\\t");
	case '"': case '\\': case '?':
		return (size_t)printf("\\%c", byte);
	default:
		if (byte >= ' ' && byte < 127)
			return (size_t)printf("%c", byte);
		return (size_t)printf("\\%03o", (unsigned)byte);
	}
}

static size_t
print_bytes(FILE *in)
{
	size_t n = 0, width = 0;
	int byte;

	printf("\t\"");
	while ((byte = getc(in)) != EOF) {
		if (width >= LINE_MAX_BYTES) {
			printf("\"\n\t\"");
			width = 0;
		}
		width += print_byte(byte);
		if (byte == '\n')
			width = LINE_MAX_BYTES;
		n++;
	}
	printf("\";\n");
	return n;
}

static void
print_file(struct source *s, int number)
{
	FILE *in = fopen(s->file, "rb");

	if (in == NULL)
		die("cannot read", s->file);
	printf("static const unsigned char file_%d[] =\n", number);
	s->n = print_bytes(in);
	if (ferror(in))
		die("cannot read", s->file);
	fclose(in);
}

static void
print_table(const char *name, const struct source *sources, int n)
{
	printf("\nextern const struct embedded embedded_%s[];\n", name);
	printf("const struct embedded embedded_%s[] = {\n", name);
	for (int i = 0; i < n; i++)
		printf("\t{\"%s\", file_%d, %zu},\n", sources[i].path, i, sources[i].n);
	printf("\t{NULL, NULL, 0}\n};\n");
}

int
main(int n, char *word[])
{
	struct source *sources;

	if (n < 2) {
		fprintf(stderr, "usage: embed NAME FILE… (a FILE may be PATH=FILE)\n");
		return 2;
	}
	sources = calloc((size_t)n, sizeof *sources);
	if (sources == NULL)
		die("out of memory", word[0]);
	printf("/* Made by tools/embed.c. */\n#include \"base/embedded.h\"\n\n");
	printf("#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
	for (int i = 2; i < n; i++) {
		char *equals = strchr(word[i], '=');

		sources[i - 2].path = word[i];
		sources[i - 2].file = equals == NULL ? word[i] : equals + 1;
		if (equals != NULL)
			*equals = '\0';
		print_file(&sources[i - 2], i - 2);
	}
	print_table(word[1], sources, n - 2);
	free(sources);
	return ferror(stdout) || fflush(stdout) != 0;
}
