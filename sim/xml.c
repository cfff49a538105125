/* xml.c - text inside of XML and HTML; see xml.h. */
#include "xml.h"

#include <string.h>

static void print_byte(FILE *out, char c)
{
    switch (c) {
    case '&':  fputs("&amp;", out); break;
    case '<':  fputs("&lt;", out); break;
    case '>':  fputs("&gt;", out); break;
    case '"':  fputs("&quot;", out); break;
    case '\t':
    case '\n': fputc(' ', out); break;
    default:   fputc((unsigned char)c < ' ' || c == 127 ? '?' : c, out);
    }
}

void xml_bytes(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        print_byte(out, text[i]);
}

void xml_text(FILE *out, const char *text)
{
    xml_bytes(out, text, strlen(text));
}
