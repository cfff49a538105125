/* xml.h - text inside of XML and HTML.
 *
 * Errors     none of its own: ferror() of the output tells.
 */
#ifndef XML_H
#define XML_H

#include <stddef.h>
#include <stdio.h>

/* Prints so many bytes of text, as content or inside of a quoted attribute. Control characters,
 * which XML cannot hold, become question marks. */
void xml_bytes(FILE *out, const char *text, size_t length);
void xml_text(FILE *out, const char *text);

#endif
