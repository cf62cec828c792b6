/* Clocks: a steady one for how long, the world's for when. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

struct mem;

int64_t clock_ms(void);                             /* milliseconds that only go forward */
const char *clock_stamp(struct mem *m);             /* now, as 2026-03-31T16:05:09Z */

#endif
