/* The style sheet and the pictures inside the binary, each under a name that changes with its bytes, so a browser may
 * keep it for ever and never shows an old one. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/embedded.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "web/url.h"

struct asset {
	const char *name;               /* "bairn.css" */
	const char *hashed;             /* "bairn-1f0c….css" */
	const char *media_type, *etag;
	struct url url;                 /* "/assets/bairn-1f0c….css" */
	struct view plain, gzip;        /* gzip.n is 0 where it would not be shorter */
};
struct assets LIST(struct asset);

struct assets *assets_load(struct mem *m, const struct embedded *files);
const struct asset *asset_find(const struct assets *assets, const char *hashed);    /* NULL when there is none */
struct url asset_url(const struct assets *assets, const char *name);                /* no address when there is none */

/* gzip in the arena; empty when it would not be shorter. */
struct view gzip_of(struct mem *m, struct view plain, int level);

extern const struct embedded embedded_assets[];         /* ends with a NULL path */

#endif
