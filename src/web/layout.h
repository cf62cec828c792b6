/* What the layout shows around a page; page.c fills it, templates/partials/layout.html prints it. */
#ifndef WEB_LAYOUT_H
#define WEB_LAYOUT_H

#include "web/page.h"

struct layout_item {
	struct url at;
	const char *label;
	const char *current;            /* "page", or "true" for a page below it; NULL for the others */
};
struct layout_items LIST(struct layout_item);

struct layout {
	const char *title, *authority;
	const char *reader;             /* the about-you line */
	struct url style, icon;
	struct layout_items items;
};

#endif
