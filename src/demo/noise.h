/* A person as one agency has written them down: names spelt its own way, a slip in the date of birth, an old address, numbers
 * that are missing, wrong, or the twin's. The same whenever that agency writes, until somebody there corrects it. */
#ifndef DEMO_NOISE_H
#define DEMO_NOISE_H

#include "demo/out.h"
#include "demo/population.h"

enum agency { SOCIAL_CARE, EDUCATION, HEALTH, SEND, EARLY_HELP, YOUTH_JUSTICE, POLICE, N_AGENCIES };
extern const char *const agency_names[N_AGENCIES];

struct seen {
	char given[NAME_SIZE], family[NAME_SIZE];
	const char *middle;
	int32_t born;
	const char *sex, *sex_number;       /* F M; 2 1 */
	const char *ethnicity, *postcode;
	const struct home *home;
	char upn[14], nhs[11], uln[11];     /* "" when the agency does not have it */
	char id[16];                        /* the agency's own number for the person */
};

void person_see(const struct world *w, const struct person *p, enum agency agency, int32_t day, struct seen *out);

/* The same for a file that linkage is tried on: what an agency's `copy`-th record of the person says, written down on a day.
 * More goes wrong there, each record for itself, and any part may be missing ("", DAY_NONE). The agency's own number and the
 * learner's number are not given. */
void person_record(const struct world *w, const struct person *p, enum agency agency, int copy, int32_t day,
    struct seen *out);

/* The numbers as they truly are. */
void number_upn(const struct world *w, const struct person *p, char out[14]);
void number_nhs(const struct world *w, const struct person *p, char out[11]);
void number_uln(const struct world *w, const struct person *p, char out[11]);
void number_own(const struct world *w, enum agency agency, int64_t person, char out[16]);

/* For tests: that this agency's key stands for this person. Once for each is enough. */
void truth_put(struct part *part, enum agency agency, const char *key, const struct person *p);

#endif
