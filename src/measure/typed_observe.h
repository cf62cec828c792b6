/* A typed figure's number, by the same methods as a computed one's. */
#ifndef MEASURE_TYPED_OBSERVE_H
#define MEASURE_TYPED_OBSERVE_H

#include "measure/figure.h"
#include "measure/typed.h"

/* Worked out from the counts where they were typed, with intervals; else the value as it is, with none. */
struct figure typed_figure_of(const struct figure_limits *limits, const struct indicator *k, const struct typed *t);

#endif
