/* The viewers that exist before accounts do, and the question asked of every request. */
#include "access/viewer.h"

#include <stddef.h>

#define BIT(capability) (1u << (capability))

static const char *const names[CAPABILITY_COUNT] = {
	[CAN_NONE] = "nothing", [CAN_CONNECT] = "connect", [CAN_AGGREGATES] = "aggregates", [CAN_IMPORTS] = "imports",
	[CAN_RECORDS] = "records", [CAN_MANAGE] = "manage",
};

const struct viewer *
viewer_local(void)
{
	static const struct viewer analyst = {
		.name = "an analyst",
		.capabilities = BIT(CAN_CONNECT) | BIT(CAN_AGGREGATES) | BIT(CAN_IMPORTS),
	};

	return &analyst;
}

bool
may(const struct viewer *viewer, enum capability capability)
{
	if (viewer == NULL || capability <= CAN_NONE || capability >= CAPABILITY_COUNT)
		return false;
	return (viewer->capabilities & BIT(capability)) != 0;
}

bool
may_aggregate(const struct viewer *viewer)
{
	return may(viewer, CAN_AGGREGATES);
}

bool
may_records(const struct viewer *viewer)
{
	return may(viewer, CAN_RECORDS);
}

const char *
capability_name(enum capability capability)
{
	if (capability < CAN_NONE || capability >= CAPABILITY_COUNT)
		return names[CAN_NONE];
	return names[capability];
}
