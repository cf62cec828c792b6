/* The page of linking; people_pages.c holds the room's routes. */
#ifndef PEOPLE_LINKAGE_PAGES_H
#define PEOPLE_LINKAGE_PAGES_H

#include "web/http.h"

/* GET /linkage */
enum err linkage_page(struct request *q) MUST_USE;

#endif
