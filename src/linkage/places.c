/* See the header. */
#include "linkage/places.h"

#include "base/wide.h"
#include "linkage/engine.h"

#define STEP 20                         /* metres */
#define FIRST ((size_t)1024)

static size_t
slot_of(const struct places *p, uint32_t postcode)
{
	size_t at = (postcode * 0x9e3779b97f4a7c15ULL >> 32) & (p->slots - 1);

	while (p->slot[at] && p->slot[at] >> 32 != postcode)
		at = (at + 1) & (p->slots - 1);
	return at;
}

void
places_free(struct places *p)
{
	wide_free(p->slot);
}

size_t
places_held(const struct places *p)
{
	return p->slots * sizeof *p->slot;
}

static void
grow(struct places *p)
{
	struct places larger = *p;

	larger.slots = p->slots ? p->slots * 2 : FIRST;
	larger.slot = wide_zeroed(larger.slots * sizeof *larger.slot);
	for (size_t i = 0; i < p->slots; i++)
		if (p->slot[i])
			larger.slot[slot_of(&larger, (uint32_t)(p->slot[i] >> 32))] = p->slot[i];
	wide_free(p->slot);
	*p = larger;
}

void
places_note(struct places *p, uint32_t postcode)
{
	size_t at;

	if (!postcode)
		return;
	if (p->n * 4 >= p->slots * 3)
		grow(p);
	at = slot_of(p, postcode);
	p->n += p->slot[at] == 0;
	p->slot[at] |= (uint64_t)postcode << 32;
}

/* 0 where the two are no place, as files write it of postcodes that have none: it lies in the sea. */
static uint32_t
spot_of(int64_t easting, int64_t northing)
{
	if (easting < 0 || easting > LINK_EAST_MOST || northing < 0 || northing > LINK_NORTH_MOST)
		return 0;
	return (uint32_t)((easting + STEP / 2) / STEP << 16 | (northing + STEP / 2) / STEP);
}

bool
places_put(struct places *p, uint32_t postcode, int64_t easting, int64_t northing)
{
	uint32_t spot = spot_of(easting, northing);
	size_t at = p->n && postcode ? slot_of(p, postcode) : 0;

	if (!p->n || !postcode || !spot || !p->slot[at] || (uint32_t)p->slot[at])
		return false;
	p->slot[at] |= spot;
	p->known++;
	return true;
}

static uint32_t
spot_find(const struct places *p, uint32_t postcode)
{
	return (uint32_t)p->slot[slot_of(p, postcode)];
}

int64_t
places_apart(const struct places *p, uint32_t a, uint32_t b)
{
	uint32_t one = p->known ? spot_find(p, a) : 0, other = one ? spot_find(p, b) : 0;
	int64_t east, north;

	if (!one || !other)
		return -1;
	east = (int64_t)(one >> 16) - (int64_t)(other >> 16);
	north = (int64_t)(one & 0xffff) - (int64_t)(other & 0xffff);
	return (east * east + north * north) * STEP * STEP;
}
