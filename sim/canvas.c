/* canvas.c - cells of a terminal to draw on; see canvas.h. */
#include "canvas.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

void canvas_piece(struct canvas *canvas, uint32_t row, int column, enum piece piece,
                  enum colour colour)
{
    if (row < canvas->n_rows && column >= 0 && column < CANVAS_WIDTH)
        canvas->rows[row][column] = (struct cell){ (uint8_t)piece, ' ', (uint8_t)colour };
}

void canvas_words(struct canvas *canvas, uint32_t row, int column, const char *words,
                  enum colour colour)
{
    for (; *words != '\0' && column < CANVAS_WIDTH; words++, column++)
        if (row < canvas->n_rows && column >= 0)
            canvas->rows[row][column] = (struct cell){ PIECE_LETTER, *words, (uint8_t)colour };
}

uint32_t canvas_add_row(struct canvas *canvas)
{
    canvas->rows = memory_resize(canvas->rows, (canvas->n_rows + 1) * sizeof *canvas->rows);
    memset(canvas->rows[canvas->n_rows], 0, sizeof *canvas->rows);
    return canvas->n_rows++;
}

static const char *const drawn[2][PIECES] = {
    { [PIECE_LIFELINE] = "|", [PIECE_THICK] = "#", [PIECE_DASH] = "-", [PIECE_HEAD_RIGHT] = ">", [PIECE_HEAD_LEFT] = "<",
      [PIECE_TURN_DOWN_RIGHT] = ".", [PIECE_FROM_UP_RIGHT] = "`", [PIECE_TURN_DOWN_LEFT] = ".",
      [PIECE_FROM_UP_LEFT] = "'", [PIECE_LOST] = "x", [PIECE_ON_THE_WAY] = "~" },
    { [PIECE_LIFELINE] = "│", [PIECE_THICK] = "┃", [PIECE_DASH] = "─", [PIECE_HEAD_RIGHT] = "▶", [PIECE_HEAD_LEFT] = "◀",
      [PIECE_TURN_DOWN_RIGHT] = "╮", [PIECE_FROM_UP_RIGHT] = "╰", [PIECE_TURN_DOWN_LEFT] = "╭",
      [PIECE_FROM_UP_LEFT] = "╯", [PIECE_LOST] = "×", [PIECE_ON_THE_WAY] = "╌" },
};

static void print_cell(FILE *out, struct cell cell, bool utf8)
{
    if (cell.piece == PIECE_LETTER)
        fputc(cell.letter, out);
    else if (cell.piece == PIECE_BLANK)
        fputc(' ', out);
    else
        fputs(drawn[utf8][cell.piece], out);
}

static void print_row(FILE *out, const struct cell *row, bool utf8, bool coloured)
{
    static const char *const codes[] = { "\033[0m", "\033[2m", "\033[31m", "\033[33m", "\033[1;31m" };
    int     length = CANVAS_WIDTH;
    uint8_t colour = COLOUR_NONE;
    while (length > 0 && row[length - 1].piece == PIECE_BLANK)
        length--;
    for (int column = 0; column < length; column++) {
        if (coloured && row[column].colour != colour) {
            colour = row[column].colour;
            fputs(codes[colour], out);
        }
        print_cell(out, row[column], utf8);
    }
    fputs(colour != COLOUR_NONE ? "\033[0m\n" : "\n", out);
}

void canvas_print(FILE *out, const struct canvas *canvas, bool utf8, bool coloured)
{
    for (uint32_t row = 0; row < canvas->n_rows; row++)
        print_row(out, canvas->rows[row], utf8, coloured);
}

void canvas_free(struct canvas *canvas)
{
    free(canvas->rows);
    *canvas = (struct canvas){0};
}
