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
} habits[N_AGENCIES] = {
	[SOCIAL_CARE]   = {450, 120, 120, 160, 6000, 7600, 5200, 0, 60},
	[EDUCATION]     = {500, 50, 60, 50, 3000, 10000, 0, 9900, 15},
	[HEALTH]        = {150, 60, 80, 40, 8000, 0, 9900, 0, 20},
	[SEND]          = {500, 80, 80, 90, 6000, 9300, 0, 8000, 40},
	[EARLY_HELP]    = {900, 220, 180, 200, 7000, 4200, 0, 0, 90},
	[YOUTH_JUSTICE] = {700, 180, 170, 150, 9000, 0, 0, 0, 0},
	[POLICE]        = {1100, 330, 320, 300, 9500, 0, 0, 0, 0},
};

void
number_upn(const struct world *w, const struct person *p, char out[14])
{
	static const char check[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	unsigned year = (unsigned)(school_year_of(p->born) + 5) % 100, sum = 0;
	unsigned n = (unsigned)rng_scatter((uint64_t)p->id, w->ids) % 10000000u;

	/* Letter, authority, four figures of a school, two of the year it was given, three of a series. */
	snprintf(out, 14, "?%s%04u%02u%03u", COUNTY_DFE, n / 1000, year, n % 1000);
	for (unsigned i = 1; i < 13; i++)
		sum += (unsigned)(out[i] - '0') * (i + 1);
	out[0] = check[sum % 23];
}

/* Ten figures, the last a check by elevens: the first number at or after `n` that has one. */
static void
number_by_elevens(uint64_t n, int last_is_complement, char out[11])
{
	for (;; n++) {
		unsigned sum = 0, check;

		snprintf(out, 11, "%09llu", (unsigned long long)(n % 1000000000));
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

/* NHS numbers that begin with 9 are given to nobody. Steps of 8 leave room to pass over those without a check
 * digit. */
void
number_nhs(const struct world *w, const struct person *p, char out[11])
{
	number_by_elevens(900000000 + rng_scatter((uint64_t)p->id + 77, w->ids) * 8, 1, out);
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
name_see(struct rng *r, const struct habit *habit, const struct person *p, int32_t day, struct seen *out)
{
	bool other = rng_per_10k(r, habit->other_name), slip = rng_per_10k(r, habit->slip);
	bool family_slip = rng_per_10k(r, habit->family_slip), plain = rng_per_10k(r, habit->plain);
	bool swapped = rng_per_10k(r, 35), other_parent = rng_per_10k(r, 130), short_form = rng_per_10k(r, 2500);
	int lag = (int)rng_skewed(r, 900);
	const char *given = p->given, *family = person_family_on(p, day - lag), *hyphen = strchr(family, '-');
	char once[NAME_SIZE];

	if (other && name_other(r, given) != NULL)
		given = name_other(r, given);
	snprintf(out->given, NAME_SIZE, "%s", given);
	if (slip)
		name_slip(r, given, out->given);
	if (other_parent && p->household->n_adults == 2)
		family = p->household->adult[0].family;
	snprintf(out->family, NAME_SIZE, "%s", family);
	if (hyphen != NULL && hyphen >= family && hyphen < family + strlen(family) && short_form)
		out->family[hyphen - family] = '\0';
	if (family_slip) {
		snprintf(once, NAME_SIZE, "%s", out->family);
		name_slip(r, once, out->family);
	}
	if (plain) {
		snprintf(once, NAME_SIZE, "%s", out->given);
		name_plain(once, out->given);
		snprintf(once, NAME_SIZE, "%s", out->family);
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
	const struct person *who = p->twin != NULL && rng_per_10k(r, 300) ? p->twin : p;
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

void
truth_put(struct part *part, enum agency agency, const char *key, const struct person *p)
{
	ROW(part, F_TRUTH, 0, CODE(agency_names[agency]), TEXT(key), NUMBER(p->id));
}
