/* page_data.h - what the script of a page knows of its runs: one object of JSON.
 *
 *     states   names
 *     vars     [name, type, note, text]
 *     claims   [name, text, whether the run breaks it]: those that the bound asks for, that one first
 *     runs     of each `intro`, and `steps` from 0: `s`, the states of both ends; `v`, what changed:
 *              [end, variable, value]; `l`, where they changed, the lamps of all claims: for each A's
 *              and B's; + holds, blank says nothing, . not yet, x is false
 *
 * It stands in a script element, so it has no `<`.
 */
#ifndef PAGE_DATA_H
#define PAGE_DATA_H

#include <stdio.h>

#include "run.h"

/* `near` may be NULL. */
void page_data_print(FILE *out, const struct run *run, const struct run *near);

#endif
