/* study_where.h - some points of a grid: those with given values, "loss=0.1,0.2".
 *
 * Errors     false, and `problem` says what is wrong and what there is.
 * Ownership  nothing is kept.
 */
#ifndef STUDY_WHERE_H
#define STUDY_WHERE_H

#include "options.h"
#include "study.h"

/* An axis with many values, by its name. */
bool study_find_axis(const struct study *study, const char *name, size_t length, unsigned *axis,
                     struct text *problem);

/* Marks in `chosen`, by point, those that every one of `where` lets in. */
bool study_choose(const struct study *study, const struct string_list *where, bool *chosen,
                  struct text *problem);

/* "loss 0.1, delay 20ms": the values of a point on the axes with many. */
void study_add_values(struct text *text, const struct study *study, uint32_t point);

/* Adds a part of a list, behind a comma where it is not the first. */
void study_join(struct text *text, const char *part);

#endif
