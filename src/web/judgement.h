/* The shapes that stand beside a judgement's word, so that colour never speaks alone. */
#ifndef WEB_JUDGEMENT_H
#define WEB_JUDGEMENT_H

/* `kind`: better similar worse lower higher; anything else has no shape. */
const char *judgement_shape(const char *kind);

#endif
