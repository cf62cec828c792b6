/* A number beside a benchmark, in words: better, similar, worse; lower, higher where no judgement is made. */
#ifndef STATS_COMPARE_H
#define STATS_COMPARE_H

enum judgement { JUDGE_NOT, JUDGE_LOW_IS_GOOD, JUDGE_HIGH_IS_GOOD };

enum outcome { OUTCOME_NOT_COMPARED, OUTCOME_SIMILAR, OUTCOME_LOWER, OUTCOME_HIGHER, OUTCOME_BETTER, OUTCOME_WORSE };

/* The benchmark lies outside the interval, or it does not: touching is similar. Not compared where a limit or the benchmark
 * is not known (Public health technical guidance, Office for Health Improvement and Disparities: comparing with a
 * benchmark). */
enum outcome compare_benchmark(double lower, double upper, double benchmark, enum judgement polarity);

#define COMPARE_FIFTHS 5                /* fewer areas than this are not compared by fifths */

/* What a fifth, from 1 (lowest) to 5, is called. */
enum fifth {
	FIFTH_NOT_COMPARED, FIFTH_LOWEST, FIFTH_LOW, FIFTH_MIDDLE, FIFTH_HIGH, FIFTH_HIGHEST,
	FIFTH_WORST, FIFTH_WORSE, FIFTH_BETTER, FIFTH_BEST,
};
enum fifth compare_fifth(int fifth, enum judgement polarity);

#endif
