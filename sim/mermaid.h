/* mermaid.h - a run as the text of a Mermaid sequence diagram.
 *
 * An arrow stands where its segment arrives, or where it is lost: Mermaid knows no way.
 *
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 */
#ifndef MERMAID_H
#define MERMAID_H

#include <stdio.h>

#include "run.h"

void mermaid_print(FILE *out, const struct run *run);

#endif
