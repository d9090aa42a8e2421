#include "CSanitizerCoverage.h"

enum { MAX_REGIONS = 64 };

static struct {
    uint8_t *start;
    uint8_t *stop;
} regions[MAX_REGIONS];
static size_t region_count;

/* Called by the constructor of every instrumented object, before main and on one thread. The linker merges the
   counters of a program into one section, so several constructors may name the same region. Weak: a program that is
   linked with a fuzzer of its own gives it the counters. */
__attribute__((weak)) void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *stop) {
    if (start >= stop)
        return;
    for (size_t i = 0; i < region_count; i++)
        if (regions[i].start == start)
            return;
    if (region_count == MAX_REGIONS)
        return;
    regions[region_count].start = start;
    regions[region_count].stop = stop;
    region_count++;
}

size_t removalfuzz_coverage_region_count(void) { return region_count; }

uint8_t *removalfuzz_coverage_region_start(size_t index) { return regions[index].start; }

size_t removalfuzz_coverage_region_size(size_t index) {
    return (size_t)(regions[index].stop - regions[index].start);
}
