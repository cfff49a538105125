/* canvas.h - cells of a terminal to draw on: letters, and pieces of lines.
 *
 * Lines are drawn as Unicode has them, or with ASCII.
 *
 * Errors     what lies outside is not drawn.
 * Ownership  `{0}` is empty; canvas_free() frees the rows.
 */
#ifndef CANVAS_H
#define CANVAS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { CANVAS_WIDTH = 80 };

/* What a cell holds: a letter, or a piece of a line. */
enum piece {
    PIECE_BLANK, PIECE_LETTER, PIECE_LIFELINE, PIECE_THICK, /* a thick one */
    PIECE_DASH, PIECE_HEAD_RIGHT, PIECE_HEAD_LEFT,
    PIECE_TURN_DOWN_RIGHT, /* a line from the left goes down, */
    PIECE_FROM_UP_RIGHT,   /* and on to the right */
    PIECE_TURN_DOWN_LEFT, PIECE_FROM_UP_LEFT, PIECE_LOST, PIECE_ON_THE_WAY, PIECES
};

enum colour { COLOUR_NONE, COLOUR_FAINT, COLOUR_LOST, COLOUR_OLD, COLOUR_WRONG };

struct cell {
    uint8_t piece;  /* enum piece */
    char    letter; /* of PIECE_LETTER */
    uint8_t colour; /* enum colour */
};

struct canvas {
    struct cell (*rows)[CANVAS_WIDTH]; /* `n_rows` of them */
    uint32_t    n_rows;                /* how many */
};

/* A blank row below all others; its number. */
uint32_t canvas_add_row(struct canvas *canvas);

void canvas_piece(struct canvas *canvas, uint32_t row, int column, enum piece piece,
                  enum colour colour);
void canvas_words(struct canvas *canvas, uint32_t row, int column, const char *words,
                  enum colour colour);

void canvas_print(FILE *out, const struct canvas *canvas, bool utf8, bool coloured);
void canvas_free(struct canvas *canvas);

#endif
