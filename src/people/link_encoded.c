/* Files that hold encodings: which fields do, that all are of one key, and that nothing else is among them. */
#include <string.h>

#include "linkage/code.h"
#include "people/link_files.h"

/* How many of a file's first known values of a field are encodings, and how many are not. */
struct seen {
	size_t encoded, plain;
};

static struct seen
seen_in(const struct link_file *file, int column)
{
	struct seen s = {0};

	for (size_t i = 0; column >= 0 && i < file->sample.n; i++) {
		const struct link_row *row = &file->sample.item[i];
		struct view v = (size_t)column < row->n ? view_trim(row->field[column]) : (struct view){"", 0};

		if (link_value_is_unknown(v))
			continue;
		if (code_kind(v) != LINK_KINDS)
			s.encoded++;
		else
			s.plain++;
	}
	return s;
}

enum err
link_encoded_check(struct ctx *c, const struct link_file *file, size_t row, const struct link_field *field, struct view v,
    struct link_key *key)
{
	struct code code;

	if (code_kind(v) == LINK_KINDS)
		return fail(c, ERR_INPUT, "%s, row %zu: %s is not encoded there, and elsewhere it is: plain values cannot be compared with"
		    " encodings", file->name, row, field->name);
	if (!code_read(v, field->kind, &code))
		return fail(c, ERR_INPUT, "%s, row %zu: %s is a damaged encoding, or one of another kind than the field's", file->name, row,
		    field->name);
	if (!key->known) {
		*key = (struct link_key){.known = true, .file = file->name};
		memcpy(key->mark, code.mark, sizeof key->mark);
	}
	if (memcmp(key->mark, code.mark, sizeof key->mark) != 0)
		return fail(c, ERR_INPUT, "%s, row %zu: %s is encoded with another key than what came before in %s: only encodings of one key"
		    " can be compared", file->name, row, field->name, key->file);
	return OK;
}

/* A field that is encoded in one file and plain in another would never agree. */
static enum err
field_bind(struct ctx *c, const struct link_files *files, struct link_plan *plan, int f, bool *empty)
{
	const char *name = plan->model.field[f].name;
	const struct link_file *encoded = NULL, *plain = NULL;

	for (size_t i = 0; i < files->n; i++) {
		struct seen s = seen_in(&files->item[i], files->item[i].field[f]);

		encoded = s.encoded ? &files->item[i] : encoded;
		plain = s.plain ? &files->item[i] : plain;
	}
	*empty = !encoded && !plain;
	if (encoded && plain)
		return fail(c, ERR_INPUT, "%s is encoded in %s and plain in %s: encode both with one key", name, encoded->name, plain->name);
	if (plan->model.trained && !*empty && plan->model.encoded[f] != (encoded != NULL))
		return fail(c, ERR_INPUT, "the model was trained on values of %s that %s encoded, and those of %s %s", name,
		    encoded ? "were not" : "were", encoded ? encoded->name : plain->name, encoded ? "are" : "are not");
	if (!*empty)
		plan->model.encoded[f] = encoded != NULL;
	return OK;
}

/* Names are encoded both or neither; where the first values are all empty, a field is what the others are. */
enum err
link_encoded_bind(struct ctx *c, const struct link_files *files, struct link_plan *plan, struct link_key *key)
{
	struct link_model *m = &plan->model;
	bool empty[LINK_FIELDS], any = false;
	int name[2] = {-1, -1};

	*key = (struct link_key){0};
	for (int f = 0; f < m->n_fields; f++) {
		TRY(field_bind(c, files, plan, f, &empty[f]));
		any = any || m->encoded[f];
		if (m->field[f].kind == LINK_GIVEN || m->field[f].kind == LINK_FAMILY)
			name[m->field[f].kind == LINK_FAMILY] = f;
	}
	for (int f = 0; f < m->n_fields && !m->trained; f++)
		if (empty[f])
			m->encoded[f] = any;
	if (name[0] >= 0 && name[1] >= 0 && m->encoded[name[0]] != m->encoded[name[1]])
		return fail(c, ERR_INPUT, "of %s and %s one is encoded and one is not: they may be swapped, so both should be",
		    m->field[name[0]].name, m->field[name[1]].name);
	return OK;
}
