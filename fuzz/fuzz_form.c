/* Fuzzing what comes from outside over HTTP: a query or form, and a path. What must hold: what was accepted is UTF-8
 * without a nought or other control character, no segment leads upward, and a value put into an address by url_make
 * reads back as itself.
 * fuzz floor: web */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "web/route.h"
#include "web/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())

static void
must_be_clean(const char *text)
{
	MUST(utf8_valid(view_of(text)));
	for (; *text != '\0'; text++)
		MUST((unsigned char)*text >= 32 || *text == '\t' || *text == '\n' || *text == '\r');
}

static void
there_and_back(struct ctx *c, const char *value)
{
	struct url u = url_make(c->mem, "/x?v={}", value);
	struct params again;

	MUST(params_read(c, view_of(u.at + 3), &again) == OK);
	MUST(again.n == 1 && strcmp(again.item[0].value, value) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct ctx c = {.mem = mem_new()};
	struct view text = {(const char *)bytes, n};
	struct params params;
	struct path path;

	if (params_read(&c, text, &params) == OK) {
		for (size_t i = 0; i < params.n; i++) {
			must_be_clean(params.item[i].name);
			must_be_clean(params.item[i].value);
			there_and_back(&c, params.item[i].value);
		}
	}
	fail_clear(&c);
	if (path_cut(&c, text, &path) == OK) {
		MUST(path.n <= PATH_SEGMENTS);
		for (size_t i = 0; i < path.n; i++) {
			must_be_clean(path.segment[i]);
			MUST(path.segment[i][0] != '\0' && strcmp(path.segment[i], "..") != 0 && strpbrk(path.segment[i], "\\\n\r") == NULL);
		}
	}
	mem_free(c.mem);
	return 0;
}
