/* The page of what is to be put right at source; people_pages.c holds the room's routes. */
#ifndef PEOPLE_FIX_PAGES_H
#define PEOPLE_FIX_PAGES_H

#include "web/http.h"

/* GET /fixes?agency=&team=&worker= */
enum err fixes_page(struct request *q) MUST_USE;

#endif
