/* An authority with published data alone, before any extract: the real files where they are at hand (../shared/data/published, or
 * $BAIRN_SHARED/data/published), imported by the program, and its profile over HTTP. */
#include "app.h"

#include <stdbool.h>

static const char *const names[] = {"cla_number_and_rate_per_10k_children.csv.gz", "fingertips_90284.csv.gz",
	"statistical_neighbours_2025.csv"};
#define NAMES (sizeof names / sizeof *names)

static char paths[NAMES][512];

static void
import_all(void)
{
	for (size_t i = 0; i < NAMES; i++) {
		const char *const import[] = {app.program, "import", "--db", app.db, paths[i], NULL};

		assert_int_equal(run(import), 0);
	}
}

static int
start(void **state)
{
	const char *folder = getenv("BAIRN_SHARED");

	(void)state;
	for (size_t i = 0; i < NAMES; i++) {
		snprintf(paths[i], sizeof paths[i], "%s/data/published/%s", folder ? folder : "../shared", names[i]);
		if (access(paths[i], R_OK) != 0) {
			print_message("# skip: %s is not there\n", paths[i]);
			return 0;
		}
	}
	return app_start("Darlington", "E06000005", import_all);
}

/* As the Department for Education's table has it: Darlington 117 (266 of 22,771), England 67, the North East 111, lowest 27, highest
 * 184, 134 of 148 authorities lower, the year before 132; the neighbours' median of eight is 85 (tests/unit/measure/test_profile.c
 * says how that was counted). */
static void
the_profile_is_whole(void **state)
{
	static const char row[] = ",published,2024-25,266,22771,117,\"per 10,000\",";

	(void)state;
	need_program();
	says("/profile", 200, "How does Darlington compare?");
	says("/profile", 200, "135 of 148");
	says("/profile", 200, "highest quarter");
	says("/profile", 200, "Children looked after: 117.0 per 10,000, England 67.0, higher. ");
	says("/profile.csv", 200, row);
	says("/profile.csv", 200, ",67,111,85,27,53,89.25,184,135,148,highest quarter,");
	says("/profile", 200, "The figures are those that England publishes");
}

/* Every measure leads to its own page, numbers that no indicator names too. */
static void
measures_lead_to_their_pages(void **state)
{
	(void)state;
	need_program();
	says("/profile", 200, "href=\"/indicator/care_rate?area=E06000005\"");
	says("/indicator/care_rate?area=E06000005", 200, "Children looked after");
}

static void
others_are_compared(void **state)
{
	(void)state;
	need_program();
	says("/compare", 200, "Darlington beside 10 areas and England");
	says("/compare", 200, "Gateshead");
	says("/rug?with=region&topic=care", 200, "Redcar and Cleveland");
	says("/rug?with=all&topic=care", 200, "Isle of Wight");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_profile_is_whole),
		cmocka_unit_test(measures_lead_to_their_pages),
		cmocka_unit_test(others_are_compared),
	};

	return cmocka_run_group_tests(tests, start, app_stop);
}
