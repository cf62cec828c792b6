/* The national code sets of several years against the lists of the catalogue. The sets are written here once more, from the
 * sources that the lists name: what a return could say in any of its years is a code, and a list that is complete for all
 * years has no code besides. */
#include "unit.h"

#include "base/mem.h"
#include "catalogue/catalogue.h"

static struct ctx c;

static int
set_up(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	return catalogue_load(&c, NULL);
}

static int
tear_down(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

#define MOST_HOMES "A3 A4 A5 A6 K1 K2 P1 P3 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 U1 U2 U3 U4 U5 U6 "
#define ENDS "X1 E11 E12 E2 E3 E4A E4B E13 E41 E5 E6 E7 E8 E9 E14 E15 E16 E17 "
#define CHANGES "CARPL CLOSE ALLEG STAND APPRR CREQB CREQO CHILD LAREQ PLACE OTHER"

/* A set of NULL is the one before it again. `older`: how many codes the list has besides, of years before 2015/16 or of
 * another collection. */
static const struct {
	const char *list, *y2015, *y2020, *y2025;
	size_t older;
} sets[] = {
	{"placement_type", MOST_HOMES "H5 P2 Z1", NULL, MOST_HOMES "K3 Z11 Z12 Z13 Z14", 7},    /* H3 H4 M1 M2 M3 Q1 Q2 */
	{"placement_provider", "PR0 PR1 PR2 PR3 PR4 PR5", NULL, NULL, 0},
	{"reason_new_episode", "S L P T B U", NULL, NULL, 0},
	{"reason_episode_ceased", ENDS "E43 E44", ENDS "E45 E46 E47 E48", NULL, 2},             /* E1 E4 */
	{"reason_place_change", CHANGES, CHANGES " CUSTOD", NULL, 0},
	{"legal_status", "C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3", NULL, NULL, 1},              /* V1 */
	{"category_of_need", "N1 N2 N3 N4 N5 N6 N7 N8", NULL, NULL, 2},         /* N0 N9: the children in need census */
	{"care_leaver_in_touch", "YES NO DIED REFU NREQ RHOM", NULL, NULL, 0},
	{"care_leaver_activity", "F1 P1 F2 P2 F3 P3 G4 G5 G6 0", NULL, "F1 P1 F2 P2 F4 P4 F5 P5 G4 G5 G6 0", 0},
	{"care_leaver_accommodation", "B1 B2 C1 C2 D1 D2 E1 E2 G1 G2 H1 H2 K1 K2 R1 R2 S1 S2 T1 T2 U1 U2 V1 V2 W1 W2 X1 X2 Y1 Y2"
	    " Z1 Z2 0", NULL, NULL, 2},                                                     /* 01 02 */
	{"review_participation", "PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7", NULL, NULL, 0},
	{"sdq_reason", "SDQ1 SDQ2 SDQ3 SDQ4 SDQ5", NULL, NULL, 0},
	{"previous_permanence", "P1 P2 P3 P4 Z1", NULL, NULL, 0},
	{"reason_placed_ceased", "RD1 RD2 RD3 RD4", NULL, NULL, 0},
	{"adopter_sex", "M1 F1 MM FF MF", NULL, NULL, 0},
	{"adopter_legal_status", "L0 L11 L12 L2 L3 L4", NULL, NULL, 0},
	{"social_worker_reason", "", "", "MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS", 0},
	{"sen_cease_reason", "", "", "1 2 3 4 5 6 7 8 9", 0},
};

/* Marks the codes of one year's set in the list's order. */
static void
year_mark(const struct code_list *list, const char *codes, bool *seen)
{
	struct view rest = view_of(codes ? codes : "");

	while (rest.n) {
		struct view one = view_cut(&rest, ' ');
		const struct code *found = one.n ? code_find(list, one) : NULL;

		if (one.n && !found)
			fail_msg("%s lacks " VIEW_FORMAT, list->name, VIEW_ARGS(one));
		if (found)
			seen[found - list->code] = true;
	}
}

static void
every_years_codes_are_in_the_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		const struct code_list *list = catalogue_list(c.catalogue, sets[i].list);
		bool seen[64] = {0};
		size_t besides = 0;

		assert_non_null(list);
		assert_true(list->n <= 64);
		assert_false(list->open);
		year_mark(list, sets[i].y2015, seen);
		year_mark(list, sets[i].y2020, seen);
		year_mark(list, sets[i].y2025, seen);
		for (size_t k = 0; k < list->n; k++)
			besides += !seen[k];
		if (besides != sets[i].older)
			fail_msg("%s has %zu codes of no year, not %zu", list->name, besides, sets[i].older);
	}
}

static const char *
group_of(const struct code_list *list, const char *code)
{
	const struct code *found = code_find(list, view_of(code));

	if (!found || !found->parent)
		fail_msg("%s has no %s, or no group for it", list->name, code);
	return found->parent;
}

/* Where years give one kind of home or activity another code. */
static void
codes_that_took_anothers_place_share_its_group(void **state)
{
	static const char *const pairs[][2] = {
		{"H5", "K3"}, {"H3", "K2"}, {"H4", "K2"}, {"Q1", "U3"}, {"Q2", "U6"}, {"Z1", "Z11"}, {"Z1", "Z12"}, {"Z1", "Z13"},
		{"Z1", "Z14"}, {"M1", "M3"},
	};
	const struct code_list *list = catalogue_list(c.catalogue, "placement_type");

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_string_equal(group_of(list, pairs[i][0]), group_of(list, pairs[i][1]));
	list = catalogue_list(c.catalogue, "care_leaver_activity");
	assert_string_equal(group_of(list, "F3"), group_of(list, "F5"));
	assert_string_equal(group_of(list, "P3"), group_of(list, "P4"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_years_codes_are_in_the_lists, set_up, tear_down),
		cmocka_unit_test_setup_teardown(codes_that_took_anothers_place_share_its_group, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
