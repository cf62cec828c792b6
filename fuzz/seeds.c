/* Hands the files that it is called with to a fuzz target, one after another, as libFuzzer does with seeds: any build can do so
 * then. Names each before it, on standard output, so that the last one named is the one that failed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SECONDS_EACH 10

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Memory of just the seed's size, so that a sanitizer sees what is read beyond it. */
static int
seed_pass(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes;
	long n;
	int whole;

	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (n = ftell(f)) < 0)
		return 1;
	rewind(f);
	bytes = malloc((size_t)n);
	whole = bytes != NULL && fread(bytes, 1, (size_t)n, f) == (size_t)n;
	fclose(f);
	alarm(SECONDS_EACH);
	if (whole)
		LLVMFuzzerTestOneInput(bytes, (size_t)n);
	free(bytes);
	return !whole;
}

int
main(int argc, char **argv)
{
	if (LLVMFuzzerInitialize != NULL)
		LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		puts(argv[i]);
		fflush(stdout);
		if (seed_pass(argv[i]) != 0)
			return 1;
	}
	return argc < 2;
}
