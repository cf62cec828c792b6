/* The kinds of file that the demonstration writes; the table in files.c says where each lies and what columns it
 * has. */
#ifndef DEMO_FILES_H
#define DEMO_FILES_H

#include <stdint.h>

enum file {
	/* reference */
	F_AREAS, F_POSTCODES, F_POPULATION, F_DEPRIVATION, F_SCHOOLS, F_CAPACITY, F_BOUNDARIES,
	/* looked-after return, a year each */
	F_903_HEADER, F_903_EPISODES, F_903_REVIEWS, F_903_UASC, F_903_OC2, F_903_OC3, F_903_AD1, F_903_PLACED,
	    F_903_PERMANENCE,
	F_903_MISSING, F_903_WORKER,
	F_CIN,
	/* the case system's nightly feed, and registers beside it */
	F_CASE_DEPARTMENTS, F_CASE_PROFESSIONALS, F_CASE_PERSON, F_CASE_ADDRESS, F_CASE_FAMILY, F_CASE_INVOLVEMENTS,
	    F_CASE_CONTACTS,
	F_CASE_EARLY_HELP, F_CASE_CIN, F_CASE_ASSESSMENTS, F_CASE_CIN_PLANS, F_CASE_CIN_VISITS, F_CASE_S47,
	    F_CASE_CONFERENCES,
	F_CASE_CP_PLANS, F_CASE_CP_REVIEWS, F_CASE_CP_VISITS, F_CASE_CARE, F_CASE_PLACEMENTS, F_CASE_LEGAL,
	    F_CASE_CARE_REVIEWS,
	F_CASE_CARE_VISITS, F_CASE_CARE_PLANS, F_CASE_LEAVERS, F_CASE_MISSING, F_CASE_SEND,
	F_MARAC, F_MAPPA, F_YOUNG_CARERS,
	/* school census, a term each */
	F_PUPILS, F_LEAVERS, F_SESSIONS_ON, F_SESSIONS_OFF, F_EXCLUSIONS_ON, F_EXCLUSIONS_OFF, F_FSM_ON, F_FSM_OFF,
	    F_NEEDS_ON,
	F_NEEDS_OFF, F_ADDRESSES_ON, F_ADDRESSES_OFF,
	/* SEN2, a calendar year each */
	F_SEN2_PERSONS, F_SEN2_REQUESTS, F_SEN2_ASSESSMENTS, F_SEN2_PLANS, F_SEN2_ACTIVE,
	F_WAITS, F_HEALTH_VISITS, F_NCMP, F_EARLY_HELP, F_YOUTH_JUSTICE, F_POLICE_MISSING, F_POLICE_ABUSE,
	    F_DESTINATIONS,
	F_HOME_EDUCATION,
	F_TRUTH,
	N_FILE_KINDS
};

#define N_TERMS 6
#define N_SEN2_YEARS 5
#define N_ACADEMIC_YEARS 5
#define N_SNAPSHOTS 20
#define N_MONTHS 60

/* First and last day of each census's term, and the days between which its sessions were counted. */
struct term {
	int32_t from, until;
	int sessions;
};
extern const struct term terms[N_TERMS];
extern const int32_t snapshots[N_SNAPSHOTS];        /* the days of the post-16 snapshots */

#endif
