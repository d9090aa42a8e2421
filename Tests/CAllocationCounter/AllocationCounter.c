// Counts allocations of each thread by standing before the C library's allocator. The definitions below take the place
// of the library's in the test executable, for everything that it links.

#include "CAllocationCounter.h"

#include <errno.h>
#include <features.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define FOREIGN_ALLOCATOR 1
#endif
#endif

#if defined(__GLIBC__) && !defined(FOREIGN_ALLOCATOR)

static __thread struct removalfuzz_allocations counts __attribute__((tls_model("initial-exec")));

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

void *malloc(size_t size) {
    counts.taken++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    counts.taken++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    counts.taken++;
    if (old) counts.given_back++;
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    counts.taken++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    void *block = __libc_memalign(alignment, size);
    if (!block) return ENOMEM;
    counts.taken++;
    *memory = block;
    return 0;
}

void free(void *memory) {
    if (memory) counts.given_back++;
    __libc_free(memory);
}

struct removalfuzz_allocations removalfuzz_allocations(void) { return counts; }
int removalfuzz_allocations_are_counted(void) { return 1; }

#else

struct removalfuzz_allocations removalfuzz_allocations(void) {
    struct removalfuzz_allocations none = {0, 0};
    return none;
}
int removalfuzz_allocations_are_counted(void) { return 0; }

#endif
