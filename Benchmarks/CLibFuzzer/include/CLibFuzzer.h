/// The entry of libFuzzer, for the build that is compared with it.
#ifndef REMOVALFUZZ_LIBFUZZER_H
#define REMOVALFUZZ_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a program's arguments; `user` executes one input.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*user)(const uint8_t *data, size_t size));

#endif
