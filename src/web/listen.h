/* The socket that the server listens on: of this computer alone, until accounts exist. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include "base/err.h"

/* Opens HOST:PORT (127.0.0.1, another 127.x.y.z, localhost or [::1]; port 0 takes a free one). Any other host is
 * refused with a sentence that says why. */
enum err listen_open(struct ctx *c, const char *address, int *fd, unsigned *port) MUST_USE;
/* The host part, as an address in a browser would have it. */
const char *listen_host(const char *address);

#endif
