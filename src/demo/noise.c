/* What real extracts have: see noise.h. The shares are those that linkage studies of English administrative data report:
 * names that differ in one pair of records of ten, dates of birth in one of a hundred, addresses in one of six. */
#include "demo/noise.h"

#include <stdio.h>
#include <string.h>

#include "demo/files.h"

const char *const agency_names[N_AGENCIES] = {
	"social_care", "education", "health", "send", "early_help", "youth_justice", "police",
};

/* In 10,000: how carefully each agency writes, and which numbers it holds. */
static const struct habit {
	int other_name, slip, family_slip, birth_slip, plain, upn, nhs, uln, wrong_number;
	int by_ear, spaced;         /* of the slips, those of spelling; of double-barrelled names, those without the hyphen */
	int swapped, other_parent;  /* given and family name; the family name of the other parent */
	int twin;                   /* the numbers are the twin's */
} habits[N_AGENCIES] = {
	[SOCIAL_CARE]   = {450, 120, 120, 160, 6000, 7600, 5200, 0, 60, 0, 0, 35, 130, 300},
	[EDUCATION]     = {500, 50, 60, 50, 3000, 10000, 0, 9900, 15, 0, 0, 35, 130, 300},
	[HEALTH]        = {150, 60, 80, 40, 8000, 0, 9900, 0, 20, 0, 0, 35, 130, 300},
	[SEND]          = {500, 80, 80, 90, 6000, 9300, 0, 8000, 40, 0, 0, 35, 130, 300},
	[EARLY_HELP]    = {900, 220, 180, 200, 7000, 4200, 0, 0, 90, 0, 0, 35, 130, 300},
	[YOUTH_JUSTICE] = {700, 180, 170, 150, 9000, 0, 0, 0, 0, 0, 0, 35, 130, 300},
	[POLICE]        = {1100, 330, 320, 300, 9500, 0, 0, 0, 0, 0, 0, 35, 130, 300},
};

/* The same for a file of linkage: what its records get wrong and lack. Rates of the kind that linkage studies use to compare
 * engines; invented, so not a prediction of anybody's files. */
static const struct record_habit {
	struct habit habit;
	int no_given, no_family, no_birth, no_sex, no_postcode;
	int old_address;            /* written down before a move, or never changed after one */
	int second_upn;
} record_habits[N_AGENCIES] = {
	[SOCIAL_CARE]   = {{900, 560, 430, 470, 8500, 7200, 4000, 0, 60, 4000, 2000, 50, 340, 100},
	    84, 36, 170, 173, 602, 8200, 60},
	[EDUCATION]     = {{700, 430, 390, 390, 7000, 9900, 150, 0, 30, 4000, 2000, 50, 340, 100},
	    51, 31, 103, 150, 311, 7500, 40},
	[HEALTH]        = {{620, 400, 300, 290, 9500, 300, 9685, 0, 10, 4000, 2000, 50, 340, 100},
	    39, 27, 74, 116, 281, 7500, 40},
	[EARLY_HELP]    = {{900, 500, 440, 490, 8500, 5200, 3000, 0, 60, 4000, 2000, 50, 340, 100},
	    60, 36, 118, 194, 336, 8200, 60},
	[YOUTH_JUSTICE] = {{1000, 680, 580, 560, 9500, 750, 500, 0, 80, 4000, 2000, 50, 340, 100},
	    28, 83, 249, 319, 928, 9000, 60},
};

static char *
digits_put(char *at, uint64_t n, int width)
{
	for (int i = width - 1; i >= 0; i--, n /= 10)
		at[i] = (char)('0' + n % 10);
	return at + width;
}

/* Letter, authority, four figures of a school, two of the year it was given, three of a series; of another authority, not on
 * any map either, for each ten million. */
static void
upn_make(unsigned authority, uint64_t n, int32_t born, char out[14])
{
	static const char check[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	unsigned year = (unsigned)(school_year_of(born) + 5) % 100, sum = 0, series = (unsigned)(n % 10000000u);
	char *at = digits_put(out + 1, authority - n / 10000000u, 3);

	at = digits_put(at, series / 1000, 4);
	at = digits_put(at, year, 2);
	*digits_put(at, series % 1000, 3) = '\0';
	for (unsigned i = 1; i < 13; i++)
		sum += (unsigned)(out[i] - '0') * (i + 1);
	out[0] = check[sum % 23];
}

void
number_upn(const struct world *w, const struct person *p, char out[14])
{
	upn_make(999, rng_scatter((uint64_t)p->id, w->ids), p->born, out);
}

/* Ten figures, the last a check by elevens: the first number at or after `n` that has one. */
static void
number_by_elevens(uint64_t n, int last_is_complement, char out[11])
{
	for (;; n++) {
		unsigned sum = 0, check;

		digits_put(out, n % 1000000000, 9);
		for (unsigned i = 0; i < 9; i++)
			sum += (unsigned)(out[i] - '0') * (10 - i);
		check = sum % 11;
		check = last_is_complement ? (11 - check) % 11 : 10 - (check == 0 ? 10 : check);
		if (check < 10 && (last_is_complement || sum % 11 != 0)) {
			out[9] = (char)('0' + check);
			out[10] = '\0';
			return;
		}
	}
}

/* NHS numbers that begin with 9 are given to nobody. Steps of 8, or 2 where people are many, leave room to pass over those
 * without a check digit: of an even number and the next, one has it. */
void
number_nhs(const struct world *w, const struct person *p, char out[11])
{
	number_by_elevens(900000000 + rng_scatter((uint64_t)p->id + 77, w->ids) * (w->ids > 12000000 ? 2 : 8), 1, out);
}

void
number_uln(const struct world *w, const struct person *p, char out[11])
{
	number_by_elevens(100000000 + rng_scatter((uint64_t)p->id + 99, w->ids) * 8, 0, out);
}

void
number_own(const struct world *w, enum agency agency, int64_t person, char out[16])
{
	static const char *const letter[N_AGENCIES] = {"", "SP", "H", "EHC", "EH", "YJ", "PN"};

	snprintf(out, 16, "%s%llu", letter[agency],
	    (unsigned long long)(1000000 + rng_scatter((uint64_t)person + (uint64_t)agency * 1013, w->ids)));
}

/* Day and month the other way round where that is a date; else a year or a day out. */
static int32_t
birth_slip(struct rng *r, int32_t born)
{
	struct date d = day_date(born);
	int32_t other = DAY_NONE;

	switch (rng_below(r, 4)) {
	case 0:
	case 1:
		other = d.day == d.month ? DAY_NONE : day_of(d.year, d.day, d.month);
		break;
	case 2:
		other = day_of(d.year - 1, d.month, d.day);
		break;
	default:
		other = day_of(d.year, d.month, 1);
	}
	return NEVER(other) || other > LAST_DAY ? born : other;
}

static void
name_misspell(struct rng *r, const struct habit *habit, const char *name, char out[NAME_SIZE])
{
	if (habit->by_ear > 0 && rng_per_10k(r, habit->by_ear))
		name_sound(r, name, out);
	else
		name_slip(r, name, out);
}

static void
name_see(struct rng *r, const struct habit *habit, const struct person *p, int32_t day, struct seen *out)
{
	bool other = rng_per_10k(r, habit->other_name), slip = rng_per_10k(r, habit->slip);
	bool family_slip = rng_per_10k(r, habit->family_slip), plain = rng_per_10k(r, habit->plain);
	bool swapped = rng_per_10k(r, habit->swapped), other_parent = rng_per_10k(r, habit->other_parent);
	bool short_form = rng_per_10k(r, 2500);
	int lag = (int)rng_skewed(r, 900);
	const char *given = p->given, *family = person_family_on(p, day - lag), *hyphen = strchr(family, '-');
	char once[NAME_SIZE];

	if (other && name_other(r, given) != NULL)
		given = name_other(r, given);
	name_copy(out->given, given);
	if (slip)
		name_misspell(r, habit, given, out->given);
	if (other_parent && p->household->n_adults == 2)
		family = p->household->adult[0].family;
	name_copy(out->family, family);
	if (hyphen != NULL && hyphen >= family && hyphen < family + strlen(family) && short_form)
		out->family[hyphen - family] = '\0';
	else if (hyphen != NULL && hyphen >= family && habit->spaced > 0 && rng_per_10k(r, habit->spaced))
		out->family[hyphen - family] = ' ';
	if (family_slip) {
		name_copy(once, out->family);
		name_misspell(r, habit, once, out->family);
	}
	if (plain) {
		name_copy(once, out->given);
		name_plain(once, out->given);
		name_copy(once, out->family);
		name_plain(once, out->family);
	}
	if (swapped) {
		memcpy(once, out->given, NAME_SIZE);
		memcpy(out->given, out->family, NAME_SIZE);
		memcpy(out->family, once, NAME_SIZE);
	}
	out->middle = p->middle;
}

/* A number with one figure wrong, as it was heard on a telephone. */
static void
number_wrong(struct rng *r, char *number)
{
	size_t n = strlen(number), at;

	if (n < 5)
		return;
	at = n - 1 - rng_below(r, 4);
	number[at] = (char)('0' + (number[at] - '0' + 1 + (int)rng_below(r, 8)) % 10);
}

static void
numbers_see(const struct world *w, struct rng *r, const struct habit *habit, const struct person *p, int32_t day,
    struct seen *out)
{
	const struct person *who = p->twin != NULL && rng_per_10k(r, habit->twin) ? p->twin : p;
	bool upn = rng_per_10k(r, habit->upn), nhs = rng_per_10k(r, habit->nhs), uln = rng_per_10k(r, habit->uln);
	bool wrong = rng_per_10k(r, habit->wrong_number);

	out->upn[0] = out->nhs[0] = out->uln[0] = '\0';
	/* Given by the first school, which may have a nursery class. */
	if (upn && year_group(p, day) >= -1 && !p->household->alone)
		number_upn(w, who, out->upn);
	if (nhs)
		number_nhs(w, who, out->nhs);
	if (uln && year_group(p, day) >= 9)
		number_uln(w, p, out->uln);
	if (wrong) {
		number_wrong(r, out->upn);
		number_wrong(r, out->nhs);
	}
}

void
person_see(const struct world *w, const struct person *p, enum agency agency, int32_t day, struct seen *out)
{
	const struct habit *habit = &habits[agency];
	struct rng r = rng_stream(w->seed, STREAM_SEEN, (uint64_t)p->id * N_AGENCIES + (uint64_t)agency);
	bool slip = rng_per_10k(&r, habit->birth_slip), put_right = rng_per_10k(&r, 4000),
	    sex_slip = rng_per_10k(&r, 12);
	bool ethnicity_missing = rng_per_10k(&r, 350), ethnicity_other = rng_per_10k(&r, 250);
	int32_t right_from = rng_between(&r, HISTORY_BEGINS, LAST_DAY);
	int lag = rng_per_10k(&r, 1400) ? rng_between(&r, 100, 1500) : (int)rng_skewed(&r, 60);
	int32_t slipped = birth_slip(&r, p->born);

	number_own(w, agency, p->id, out->id);
	name_see(&r, habit, p, day, out);
	numbers_see(w, &r, habit, p, day, out);
	out->born = slip && !(put_right && day >= right_from) ? slipped : p->born;
	out->sex = (p->sex == 1) != sex_slip ? "M" : "F";
	out->sex_number = out->sex[0] == 'M' ? "1" : "2";
	out->ethnicity = ethnicity_missing ? "NOBT" : ethnicity_other ? "REFU" : p->ethnicity;
	out->home = household_home(p->household, day - lag);
	out->postcode = w->county->postcode[out->home->postcode].text;
}

/* As birth_slip, and more: a figure of the day or month, the first of January where only the year was known. */
static int32_t
birth_mistake(struct rng *r, int32_t born)
{
	static const int kinds[] = {42, 15, 14, 13, 16, -1};
	struct date d = day_date(born);
	int32_t other = DAY_NONE;

	switch (rng_weighted(r, kinds)) {
	case 0:
		other = d.day == d.month ? DAY_NONE : day_of(d.year, d.day, d.month);
		break;
	case 1:
		other = day_of(d.year + (rng_per_10k(r, 5000) ? 1 : -1), d.month, d.day);
		break;
	case 2:
		break;
	case 3:
		other = day_of(d.year, 1 + (d.month + (int)rng_below(r, 11)) % 12, d.day);
		break;
	default:
		other = day_of(d.year, 1, 1);
	}
	if (NEVER(other))
		other = day_of(d.year, d.month, 1 + (d.day + (int)rng_below(r, 27)) % 28);
	return other > LAST_DAY ? born : other;
}

void
person_record(const struct world *w, const struct person *p, enum agency agency, int copy, int32_t day, struct seen *out)
{
	const struct record_habit *h = &record_habits[agency];
	struct rng r = rng_stream(w->seed, STREAM_RECORD, ((uint64_t)p->id * 8 + (uint64_t)agency) * 8 + (uint64_t)copy);
	int lag = rng_per_10k(&r, h->old_address) ? rng_between(&r, 100, 2000) : 0;
	bool sex_slip = rng_per_10k(&r, 24);

	out->id[0] = out->uln[0] = '\0';
	name_see(&r, &h->habit, p, day, out);
	numbers_see(w, &r, &h->habit, p, day, out);
	if (rng_per_10k(&r, h->second_upn) && out->upn[0] != '\0')
		upn_make(989, rng_scatter((uint64_t)p->id, w->ids), p->born, out->upn);
	out->born = rng_per_10k(&r, h->habit.birth_slip) ? birth_mistake(&r, p->born) : p->born;
	out->sex = (p->sex == 1) != sex_slip ? "M" : "F";
	out->home = household_home(p->household, day - lag);
	out->postcode = w->county->postcode[out->home->postcode].text;
	if (rng_per_10k(&r, h->no_given))
		out->given[0] = '\0';
	if (rng_per_10k(&r, h->no_family))
		out->family[0] = '\0';
	if (rng_per_10k(&r, h->no_birth))
		out->born = DAY_NONE;
	if (rng_per_10k(&r, h->no_sex))
		out->sex = "";
	if (rng_per_10k(&r, h->no_postcode))
		out->postcode = "";
	out->sex_number = out->sex[0] == 'M' ? "1" : out->sex[0] == 'F' ? "2" : "";
	out->ethnicity = p->ethnicity;
}

void
truth_put(struct part *part, enum agency agency, const char *key, const struct person *p)
{
	ROW(part, F_TRUTH, 0, CODE(agency_names[agency]), TEXT(key), NUMBER(p->id));
}
