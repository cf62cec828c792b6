/* The server's own ways in: whether it is well, and the style sheet. Every server has them, besides the rooms'. */
#ifndef WEB_OWN_ROUTES_H
#define WEB_OWN_ROUTES_H

#include "web/route.h"

extern const struct route web_routes[];

#endif
