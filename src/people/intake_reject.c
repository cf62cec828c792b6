/* A row that cannot be taken is kept: its reason, its text (sealed), and whose it was as far as it says, so that the child's
 * worker or the organisation that the row names can put it right. Nobody is made for it. */
#include "people/intake_reject.h"

#include "base/mem.h"
#include "people/intake_file.h"
#include "people/intake_refer.h"
#include "people/intake_row.h"
#include "people/intake_value.h"
#include "store/seal.h"
#include "store/store.h"

/* Whose the row is: an identity that is known, or the key under which one is or will be. */
static void
put_whose(struct importing *m)
{
	struct identity_rule rule = row_rule(m, m->record);
	const char *scheme;
	struct view value;
	int64_t identity = m->identity;

	if (!identity && m->dataset->has_identity && row_says(m, &rule, &scheme, &value)) {
		if (rule.via)
			identity = refer_row(m->c, m->refer, rule.from, value);
		else
			bulk_int(m->rejects, 9, blind_one(m->c->store, scheme, value));
	}
	if (identity)
		bulk_int(m->rejects, 8, identity);
}

static void
put_org(struct importing *m)
{
	for (size_t i = 0; i < m->record->n_write; i++) {
		struct view code = setting_value(m, &m->record->write[i], "org");

		if (code.n) {
			bulk_int(m->rejects, 10, org_key(m->c, m->dataset->agency, code));
			return;
		}
	}
}

enum err
row_reject(struct importing *m, const char *field, const char *reason, int64_t earlier_row)
{
	struct view sealed = {0};
	int64_t id;

	if (!m->rejected)
		m->count->rejected++;
	m->rejected = true;
	TRY(ids_next(m->c, &m->ids, &id));
	if (m->raw.n)
		TRY(seal_text(m->c, m->batch.id, "reject", "raw", id, m->raw, &sealed));
	bulk_int(m->rejects, 0, id);
	bulk_int(m->rejects, 1, m->batch.id);
	bulk_int(m->rejects, 2, m->row > 0 ? m->row : 0);
	bulk_text(m->rejects, 3, view_of(field));
	bulk_text(m->rejects, 4, view_of(reason));
	if (earlier_row > 0)
		bulk_int(m->rejects, 5, earlier_row);
	if (sealed.n) {
		bulk_bytes(m->rejects, 6, sealed);
		bulk_int(m->rejects, 7, blind_one(m->c->store, "reject", m->raw));
	}
	if (m->record) {
		put_whose(m);
		put_org(m);
	} else if (m->identity) {
		bulk_int(m->rejects, 8, m->identity);
	}
	return bulk_row(m->rejects);
}
