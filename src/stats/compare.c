/* Comparisons in words. See the header for the source. */
#include "stats/compare.h"

#include <math.h>

enum outcome
compare_benchmark(double lower, double upper, double benchmark, enum polarity polarity)
{
	static const enum outcome words[][2] = {
		[POLARITY_NONE] = {OUTCOME_LOWER, OUTCOME_HIGHER},
		[POLARITY_LOW_IS_GOOD] = {OUTCOME_BETTER, OUTCOME_WORSE},
		[POLARITY_HIGH_IS_GOOD] = {OUTCOME_WORSE, OUTCOME_BETTER},
	};

	if (isnan(lower) || isnan(upper) || isnan(benchmark))
		return OUTCOME_NOT_COMPARED;
	if (upper < benchmark)
		return words[polarity][0];
	return lower > benchmark ? words[polarity][1] : OUTCOME_SIMILAR;
}

enum fifth
compare_fifth(int fifth, enum polarity polarity)
{
	static const enum fifth words[][6] = {
		[POLARITY_NONE] = {FIFTH_NOT_COMPARED, FIFTH_LOWEST, FIFTH_LOW, FIFTH_MIDDLE, FIFTH_HIGH, FIFTH_HIGHEST},
		[POLARITY_LOW_IS_GOOD] = {FIFTH_NOT_COMPARED, FIFTH_BEST, FIFTH_BETTER, FIFTH_MIDDLE, FIFTH_WORSE,
		    FIFTH_WORST},
		[POLARITY_HIGH_IS_GOOD] = {FIFTH_NOT_COMPARED, FIFTH_WORST, FIFTH_WORSE, FIFTH_MIDDLE, FIFTH_BETTER,
		    FIFTH_BEST},
	};

	return words[polarity][fifth >= 1 && fifth <= COMPARE_FIFTHS ? fifth : 0];
}
