/* sha256.c - the first word of a SHA-256 hash; see sha256.h. */
#include "sha256.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { ROUNDS = 64, WORDS = 16 };

static uint32_t rotated(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

/* FIPS 180-4, 4.2.2 and 5.3.3: 32 bits of the fraction of a prime's cube or square root. */
static uint32_t fraction(long double root)
{
    return (uint32_t)((root - floorl(root)) * 4294967296.0L);
}

static unsigned next_prime(unsigned after)
{
    for (unsigned n = after + 1;; n++) {
        unsigned d = 2;
        while (d * d <= n && n % d != 0)
            d++;
        if (d * d > n)
            return n;
    }
}

static void schedule(uint32_t w[ROUNDS], const uint8_t block[64])
{
    for (unsigned i = 0; i < WORDS; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16
               | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (unsigned i = WORDS; i < ROUNDS; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) + w[i - 7]
               + (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
    }
}

uint32_t sha256_head(const char *text)
{
    uint8_t  block[64] = { 0 };
    uint32_t w[ROUNDS], h[8], first = 0;
    size_t   length = strlen(text);
    assert(length <= SHA256_TEXT_MAX);
    memcpy(block, text, length);
    block[length] = 0x80;
    block[62]     = (uint8_t)(length * 8 >> 8);
    block[63]     = (uint8_t)(length * 8);
    schedule(w, block);

    for (unsigned i = 0, prime = 2; i < 8; i++, prime = next_prime(prime))
        h[i] = fraction(sqrtl(prime));
    first = h[0];
    for (unsigned i = 0, prime = 2; i < ROUNDS; i++, prime = next_prime(prime)) {
        uint32_t one = h[7] + (rotated(h[4], 6) ^ rotated(h[4], 11) ^ rotated(h[4], 25))
                       + ((h[4] & h[5]) ^ (~h[4] & h[6])) + fraction(cbrtl(prime)) + w[i];
        uint32_t two = (rotated(h[0], 2) ^ rotated(h[0], 13) ^ rotated(h[0], 22))
                       + ((h[0] & h[1]) ^ (h[0] & h[2]) ^ (h[1] & h[2]));
        memmove(h + 1, h, 7 * sizeof h[0]);
        h[4] += one;
        h[0] = one + two;
    }
    return first + h[0];
}
