/* md.h - what the Markdown pages share: citations as links, rows as words.
 *
 * Units      none.
 * Errors     none.
 * Ownership  texts belong to the arena.
 * Source     the anchors of www.rfc-editor.org.
 */
#ifndef MD_H
#define MD_H

#include <stdio.h>

#include "ast.h"

/* Text in the cell of a table; `|` would end it. */
const char *md_cell(const char *text);

/* A citation as a link to its section; a source that is no RFC stays as it is. */
const char *md_link(const char *cite);

/* What a row does, in three parts of its text: guard, actions, next state. */
struct md_row {
    const char *when, *what, *next;
};

struct md_row md_row(const struct row *r);

/* Its citation with `*` for the state, where it is the same but for that; links. */
const char *md_row_cites(const struct model *m, const struct row *r);

/* The names of the states of a set, separated by commas. */
const char *md_states(const struct model *m, uint16_t states);

/* "Made from FILE by `fsmc --MODE`", as a comment and a line of text. */
void md_head(FILE *out, const struct model *m, const char *title, const char *mode);

#endif
