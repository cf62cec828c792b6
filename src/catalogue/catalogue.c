/* Finding things in a loaded catalogue, and the order in which it shows them. */
#include "catalogue/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "catalogue/parts.h"

const struct dataset *
catalogue_dataset(const struct catalogue *k, const char *name)
{
	for (size_t i = 0; i < k->n_datasets; i++)
		if (strcmp(k->dataset[i].name, name) == 0)
			return &k->dataset[i];
	return NULL;
}

const struct code_list *
catalogue_list(const struct catalogue *k, const char *name)
{
	for (size_t i = 0; i < k->n_lists; i++)
		if (strcmp(k->list[i].name, name) == 0)
			return &k->list[i];
	return NULL;
}

const struct indicator *
catalogue_indicator(const struct catalogue *k, const char *id)
{
	for (size_t i = 0; i < k->n_indicators; i++)
		if (strcmp(k->indicator[i].id, id) == 0)
			return &k->indicator[i];
	return NULL;
}

const struct clock *
catalogue_clock(const struct catalogue *k, const char *id)
{
	for (size_t i = 0; i < k->n_clocks; i++)
		if (strcmp(k->clock[i].id, id) == 0)
			return &k->clock[i];
	return NULL;
}

const struct calendar *
catalogue_calendar(const struct catalogue *k, const char *name)
{
	for (size_t i = 0; i < k->n_calendars; i++)
		if (strcmp(k->calendar[i]->name, name) == 0)
			return k->calendar[i];
	return NULL;
}

static int
indicator_order(const void *a, const void *b)
{
	const struct indicator *x = a, *y = b;
	int order = strcmp(x->topic ? x->topic : "", y->topic ? y->topic : "");

	return order ? order : strcmp(x->id, y->id);
}

/* The newest version of a rule first: catalogue_clock gives the one now in force. */
static int
clock_order(const void *a, const void *b)
{
	const struct clock *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	return order ? order : (x->from < y->from) - (x->from > y->from);
}

void
catalogue_order(struct catalogue *k)
{
	if (k->n_indicators)
		qsort(k->indicator, k->n_indicators, sizeof *k->indicator, indicator_order);
	if (k->n_clocks)
		qsort(k->clock, k->n_clocks, sizeof *k->clock, clock_order);
}
