/* Routes that exercise everything a handler may do, and every way in which one may go wrong. */
#ifndef TESTS_ROUTES_H
#define TESTS_ROUTES_H

#include "web/page.h"
#include "web/route.h"
#include "web/server.h"

extern const struct route test_routes[];
extern const struct nav_item test_navigation[];

/* templates/test of tests/http/pages.html */
struct pages_view {
	const char *hostile;
	struct url to;
	struct html trend, bars, dots, columns;
	const struct form_errors *errors;
	bool sent;
};
void pages_template(struct page *p, const struct pages_view *v);

#endif
