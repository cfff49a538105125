/* study_pick.h - one run of a point: at a quantile, the first that failed, the strangest.
 *
 *     p50, median, p90, p99, p99.9   the first run whose value lies in the histogram's cell at that rank:
 *                                    within 0.8 % of it; any number from 0 to 100 behind the p
 *     min, max                       the first run with the least or greatest value
 *     failed, reset, closed, ...     the first run that was counted so (tally.h)
 *     strangest                      the first run of the rarest course. A course is which states each end went
 *                                    through and left, and as what the run is counted
 *
 * The first is the one with the lowest number, among those that the file has: so the same file gives
 * the same run, however many threads look for it.
 *
 * Errors     study_pick_read() returns false and says why in `problem`; study_pick_find() a status:
 *            STATUS_VIOLATED where there is no such run, STATUS_INTERRUPTED.
 * Ownership  a plain value.
 */
#ifndef STUDY_PICK_H
#define STUDY_PICK_H

#include "study.h"

enum study_pick_kind { STUDY_PICK_COUNT, STUDY_PICK_RANK, STUDY_PICK_LEAST, STUDY_PICK_MOST, STUDY_PICK_STRANGEST };

struct study_pick {
    enum study_pick_kind kind;
    const char          *word;    /* as given */
    unsigned             what;    /* enum tally_count; or the measure, as in tally.h */
    double               share;   /* of a rank, of 1 */
};

/* `measure`, or NULL: connect A. */
bool study_pick_read(struct study_pick *pick, const char *word, const char *measure, struct text *problem);

/* Looks for it at that point on some threads; `why` says what it is the first of. */
enum status study_pick_find(const struct study_pick *pick, const struct study *study, uint32_t point, unsigned jobs,
                            uint64_t *run, struct text *why);

#endif
