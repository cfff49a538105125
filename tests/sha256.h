/* sha256.h - the hash of FIPS 180-4, for short texts: the recorded lossy runs draw from it.
 *
 * Units      the first 32 bits of the hash, big endian.
 * Errors     none; a text has at most SHA256_TEXT_MAX bytes, else an assertion fails.
 * Ownership  values only.
 */
#ifndef SHA256_H
#define SHA256_H

#include <stdint.h>

enum { SHA256_TEXT_MAX = 55 /* what fits into one block */ };

uint32_t sha256_head(const char *text);

#endif
