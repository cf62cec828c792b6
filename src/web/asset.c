/* Assets: named by their hash, compressed once, kept for the life of the server. */
#include "web/asset.h"

#include <sodium.h>
#include <string.h>
#include <zlib.h>

#define HASH_BYTES 16

static const struct { const char *ending, *media_type; } media_types[] = {
	{".css", "text/css; charset=utf-8"},
	{".svg", "image/svg+xml"},
	{".png", "image/png"},
	{".js", "text/javascript; charset=utf-8"},
};

static const char *
media_type_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < sizeof media_types / sizeof *media_types; i++)
		if (strcmp(dot, media_types[i].ending) == 0)
			return media_types[i].media_type;
	return "application/octet-stream";
}

struct view
gzip_of(struct mem *m, struct view plain, int level)
{
	z_stream z = {0};
	struct view out = {0};
	unsigned char *room;
	size_t most;

	if (plain.n > UINT32_MAX / 2 || deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return out;
	most = deflateBound(&z, plain.n);
	room = mem_take(m, most);
	z.next_in = (z_const Bytef *)(uintptr_t)plain.at;
	z.avail_in = (uInt)plain.n;
	z.next_out = room;
	z.avail_out = (uInt)most;
	if (deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < plain.n)
		out = (struct view){(const char *)room, z.total_out};
	deflateEnd(&z);
	return out;
}

static void
asset_add(struct mem *m, struct assets *assets, const struct embedded *file)
{
	const char *slash = strrchr(file->path, '/');
	const char *name = slash ? slash + 1 : file->path;
	const char *dot = strrchr(name, '.');
	size_t stem = dot ? (size_t)(dot - name) : strlen(name);
	unsigned char hash[HASH_BYTES];
	char hex[2 * HASH_BYTES + 1];
	struct asset *a = push(m, assets);

	crypto_generichash(hash, sizeof hash, file->bytes, file->n, NULL, 0);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	a->name = name;
	a->hashed = mem_format(m, "%.*s-%.12s%s", (int)stem, name, hex, name + stem);
	a->url = url_make(m, "/assets/{}", a->hashed);
	a->etag = mem_format(m, "\"%s\"", hex);
	a->media_type = media_type_of(name);
	a->plain = (struct view){(const char *)file->bytes, file->n};
	a->gzip = gzip_of(m, a->plain, 9);
}

struct assets *
assets_load(struct mem *m, const struct embedded *files)
{
	struct assets *assets = mem_new_one(m, struct assets);

	for (; files->path != NULL; files++)
		asset_add(m, assets, files);
	return assets;
}

const struct asset *
asset_find(const struct assets *assets, const char *hashed)
{
	for (size_t i = 0; i < assets->n; i++)
		if (strcmp(assets->item[i].hashed, hashed) == 0)
			return &assets->item[i];
	return NULL;
}

struct url
asset_url(const struct assets *assets, const char *name)
{
	for (size_t i = 0; assets != NULL && i < assets->n; i++)
		if (strcmp(assets->item[i].name, name) == 0)
			return assets->item[i].url;
	return (struct url){0};
}
