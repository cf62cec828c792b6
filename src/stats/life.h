/* Life expectancy by an abridged life table. */
#ifndef STATS_LIFE_H
#define STATS_LIFE_H

#include <stddef.h>

struct mem;

#define LIFE_LEAST_POPULATION 5000      /* person-years that a table needs more than */
#define LIFE_WIDEST_INTERVAL 20         /* years: a wider 95 % interval says too little to show the value */

enum life_fault { LIFE_SOUND, LIFE_DEATHS_NEGATIVE, LIFE_NO_POPULATION, LIFE_DEATHS_EXCEED, LIFE_TOO_SMALL };

/* Years still to live at the start of each age band, and their standard errors, from person-years and deaths in each. Ages
 * ascend from 0; the last band is open. The method is Chiang's (1968, Introduction to Stochastic Processes in Biostatistics,
 * 189-214), the last band's variance that of Silcocks, Jenner and Reza (2001, Journal of Epidemiology and Community Health 55,
 * 38-43). All are NaN, with the reason returned, where no table can be made; a value alone is NaN where its 95 % interval is
 * wider than LIFE_WIDEST_INTERVAL or nobody died in the last band. `middle` keeps the values before that. */
enum life_fault life_table(size_t bands, const double *age, const double *population, const double *deaths, double *value,
    double *middle, double *error, struct mem *scratch);

#endif
