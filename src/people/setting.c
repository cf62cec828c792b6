/* See the header. */
#include "people/setting.h"

#include "store/store.h"

enum err
setting_put(struct ctx *c, const char *name, const char *value)
{
	struct rows *w = store_write(c, "insert into setting (name, value) values (:name, :value)"
	    " on conflict (name) do update set value = excluded.value");

	bind_text(w, "name", name);
	bind_text(w, "value", value);
	return rows_end(w);
}
