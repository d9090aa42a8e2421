/// The registration callback of LLVM's inline 8-bit edge counters, and access to what it registered.
#ifndef REMOVALFUZZ_SANITIZER_COVERAGE_H
#define REMOVALFUZZ_SANITIZER_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

/// The number of counter regions registered so far: one for each instrumented object that the process loaded.
size_t removalfuzz_coverage_region_count(void);

/// The first byte of region `index`, which must be below the count. Counters wrap at 256 and are the caller's to clear.
uint8_t *removalfuzz_coverage_region_start(size_t index);

/// The number of counters, a byte each, in region `index`.
size_t removalfuzz_coverage_region_size(size_t index);

#endif
