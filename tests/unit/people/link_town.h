/* A town for the tests of linking by what people decide: its files, runs a second apart, records by name, decisions, commands. */
#ifndef TESTS_UNIT_PEOPLE_LINK_TOWN_H
#define TESTS_UNIT_PEOPLE_LINK_TOWN_H

#include "desk.h"

#include "people/link.h"
#include "people/link_commands.h"
#include "people/link_decision.h"

#define EARLY "episode_id,person_id,family_id,family_name,given_name,date_of_birth,sex,ethnicity,postcode,upn,started,closed," \
	"reason,lead_agency,lead_practitioner,plan_agreed,closure_outcome\n"
#define EARLY_ROW(id, family, given, born, sex, postcode, upn) \
	id "," id ",F1," family "," given "," born "," sex ",WBRI," postcode "," upn ",01/09/2024,,parenting,school,,,\n"
#define FEED "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_single_unique_id\n"

/* A town in which Ann Ash is known to two agencies without a number in common. An Anne Ash, born three years earlier, lives there
 * too: a sister, or Ann with a wrong date. Nobody can say. */
#define TOWN EARLY \
	EARLY_ROW("E1", "Ash", "Ann", "14/05/2012", "F", "WE1 1AA", "") \
	EARLY_ROW("E2", "Brown", "Oliver", "03/02/2011", "M", "WE3 3CC", "H801200001001") \
	EARLY_ROW("E3", "Patel", "Priya", "19/09/2009", "F", "WE4 4DD", "H801200001002") \
	EARLY_ROW("E4", "Cole", "Carl", "15/03/2013", "M", "WE2 2BB", "H801200001003") \
	EARLY_ROW("E5", "Lindqvist", "Freya", "07/07/2007", "F", "WE6 6FF", "H801200001004")
static inline void
import_town(struct desk *d)
{
	desk_take(d, "early_help.csv", TOWN);
	desk_take(d, "person.csv", FEED
	    "1,,Ann,Ash,F,WBRI,2012-05-14,\n"
	    "2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n"
	    "3,,Anne,Ash,F,WBRI,2009-05-14,\n"
	    "4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n");
}

static inline struct link_summary
link_now(struct desk *d, bool full)
{
	struct link_summary s;

	desk_now++;
	DO(link_all(&d->c, full, &s));
	return s;
}

/* The identity of a source by its child's given name and date of birth. */
static inline int64_t
who(struct desk *d, const char *source, const char *given, const char *born)
{
	return desk_count(d, mem_format(d->c.mem, "select i.id from identity i join identity_name n on n.identity = i.id"
	    " join identity_detail t on t.identity = i.id where i.source = '%s' and n.given = '%s' and t.born = '%s'", source,
	    given, born));
}

static inline int64_t
person_of(struct desk *d, int64_t identity)
{
	return desk_count(d, mem_format(d->c.mem, "select person from identity where id = %lld", (long long)identity));
}

static inline void
decide(struct desk *d, int64_t left, int64_t right, const char *decided)
{
	desk_now++;
	DO(decision_make(&d->c, left, right, decided, "the mother rang", "test"));
}

/* What a command prints in a format; one option of its own as "--flag" or "--option=value", or NULL. */
static inline const char *
printed(struct desk *d, enum err (*run)(struct ctx *c, const struct args *args, FILE *out), const struct option_rule *rules,
    const char *option, const char **operand, size_t n, const char *format, enum err wanted)
{
	const char *value[16] = {0}, *given = option ? strchr(option, '=') : NULL;
	struct args args = {.format = format, .operand = operand, .n = n, .rules = rules, .value = value};
	size_t size = 0, name = given ? (size_t)(given - option) : option ? strlen(option) : 0;
	char *text = NULL, *copy;
	FILE *out = open_memstream(&text, &size);
	enum err e;

	for (int i = 0; option && rules[i].name; i++)
		if (!strncmp(rules[i].name, option, name) && !rules[i].name[name])
			value[i] = given ? given + 1 : "";
	e = run(&d->c, &args, out);
	if (e != wanted)
		fail_msg("error %d: %s", (int)e, e ? d->c.sentence : "none");
	fclose(out);
	copy = mem_copy(d->c.mem, text, size);
	free(text);
	return copy;
}

static inline const char *
command(struct desk *d, enum err (*run)(struct ctx *c, const struct args *args, FILE *out), const struct option_rule *rules,
    const char *option, const char **operand, size_t n)
{
	return printed(d, run, rules, option, operand, n, "csv", OK);
}

#endif
