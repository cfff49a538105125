/* random.c - numbers from a key and a counter; see random.h. */
#include "random.h"

static const uint64_t GOLDEN = 0x9e3779b97f4a7c15; /* 2^64 divided by the golden ratio */

static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

uint64_t random_key(uint64_t seed, uint64_t run)
{
    return mix(mix(seed + GOLDEN) + run * GOLDEN);
}

uint64_t random_draw(uint64_t key, uint64_t counter)
{
    return mix(mix(key + (counter + 1) * GOLDEN) ^ key);
}

bool random_happens(uint64_t draw, uint64_t probability)
{
    return draw >> 32 < probability;
}
