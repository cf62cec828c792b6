/* Who answers for a file, and until when. */
#include "people/agreement.h"

#include <string.h>

#include "base/day.h"
#include "catalogue/dataset.h"
#include "store/store.h"

/* Wearshire, the county that does not exist: there the made-up agreements are the real ones. */
#define FICTIONAL "E06999999"

enum err
agreement_check(struct ctx *c, const char *path, const struct dataset *d)
{
	if (d->terms == TERMS_MISSING)
		return fail(c, ERR_INPUT, "%s: %s names no controller and sharing agreement for %s, so nothing of %s may be imported;"
		    " say them there", path, d->terms_file, d->agency, d->title);
	if (!d->controller || !d->agreement || !d->basis || !d->n_purpose || d->expires == DAY_NONE)
		return fail(c, ERR_INPUT, "%s: %s names no controller, agreement, purpose, lawful basis or expiry, so nothing of it"
		    " may be imported; %s must say them", path, d->title, d->terms_file);
	if (d->expires < day_today())
		return fail(c, ERR_INPUT, "%s: the sharing agreement %s for %s expired on %s, so nothing of it may be imported;"
		    " renew it and change %s", path, d->agreement, d->title, day_words(c->mem, d->expires), d->terms_file);
	return OK;
}

bool
agreement_is_placeholder(const struct dataset *d, const char *authority)
{
	return d->terms == TERMS_PLACEHOLDER && !(authority && strcmp(authority, FICTIONAL) == 0);
}

enum err
agreement_authority(struct ctx *c, const char **authority)
{
	struct rows *r = store_read(c, "select value from setting where name = 'authority_code'");

	*authority = rows_next(r) ? col_text(r, 0, c->mem) : NULL;
	return rows_end(r);
}
