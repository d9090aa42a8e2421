#ifndef REMOVALFUZZ_ALLOCATION_COUNTER_H
#define REMOVALFUZZ_ALLOCATION_COUNTER_H

/// What one thread has asked of the C library's allocator since it began.
struct removalfuzz_allocations {
    unsigned long taken;
    unsigned long given_back;
};

/// The calling thread's counts; all zero where allocations cannot be counted.
struct removalfuzz_allocations removalfuzz_allocations(void);

/// Whether this process counts them: glibc, and no sanitizer that brings an allocator of its own.
int removalfuzz_allocations_are_counted(void);

#endif
