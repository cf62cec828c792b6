/* Comparisons in words. See the header for the source. */
#include "stats/compare.h"

#include <math.h>

enum outcome
compare_benchmark(double lower, double upper, double benchmark, enum judgement polarity)
{
	static const enum outcome words[][2] = {
		[JUDGE_NOT] = {OUTCOME_LOWER, OUTCOME_HIGHER},
		[JUDGE_LOW_IS_GOOD] = {OUTCOME_BETTER, OUTCOME_WORSE},
		[JUDGE_HIGH_IS_GOOD] = {OUTCOME_WORSE, OUTCOME_BETTER},
	};

	if (isnan(lower) || isnan(upper) || isnan(benchmark))
		return OUTCOME_NOT_COMPARED;
	if (upper < benchmark)
		return words[polarity][0];
	return lower > benchmark ? words[polarity][1] : OUTCOME_SIMILAR;
}

enum fifth
compare_fifth(int fifth, enum judgement polarity)
{
	static const enum fifth words[][6] = {
		[JUDGE_NOT] = {FIFTH_NOT_COMPARED, FIFTH_LOWEST, FIFTH_LOW, FIFTH_MIDDLE, FIFTH_HIGH, FIFTH_HIGHEST},
		[JUDGE_LOW_IS_GOOD] = {FIFTH_NOT_COMPARED, FIFTH_BEST, FIFTH_BETTER, FIFTH_MIDDLE, FIFTH_WORSE,
		    FIFTH_WORST},
		[JUDGE_HIGH_IS_GOOD] = {FIFTH_NOT_COMPARED, FIFTH_WORST, FIFTH_WORSE, FIFTH_MIDDLE, FIFTH_BETTER,
		    FIFTH_BEST},
	};

	return words[polarity][fifth >= 1 && fifth <= COMPARE_FIFTHS ? fifth : 0];
}
