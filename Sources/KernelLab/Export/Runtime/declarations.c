// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096L              /* a page of the file and of the memory */
#define FILE_PAGES 8            /* most pages of a file */
#define TASKS 8                 /* t0 to t7 */
#define FILES 4                 /* f0 to f3 */
#define SLOTS 4                 /* d0 to d3 and m0 to m3 of each process */

enum sigbus_action { SIGBUS_DEFAULT, SIGBUS_HANDLER, SIGBUS_IGNORE };

/* One operation of the case: its id, its task, its words, and what does it. */
struct operation {
    int id, task;
    const char *words;
    long (*perform)(void);
};
/* When this operation begins, the next one of another task begins too. */
struct race { int operation, run; };
/* This operation does not begin before another one has ended. */
struct delay { int operation, until; };

/* Settings of the command line. */
static const char *device = "/dev/pmem0";
static const char *mount_point = "/mnt/removalfuzz";
static const char *namespace_name = "namespace0.0";

static char filesystem[PATH_MAX];        /* where XFS is mounted: a folder inside of the mount point */
static char file[FILES][PATH_MAX];       /* f0 to f3 */
static int fd[SLOTS] = {-1, -1, -1, -1}; /* d0 to d3 of this process */
static size_t mapped[SLOTS];             /* bytes mapped at m0 to m3 of this process; 0 if unknown */

/* What operations are made of. Each returns a number, or an error number below zero. */
static inline long result(long returned);
static inline long open_slot(int slot, const char *path, int flags);
static inline long close_slot(int slot);
static inline long read_pages(int slot, int page, int count);
static inline long write_pages(int slot, int page, int count, int id);
static inline void *address(int slot, int page);
static inline size_t length(int slot);
static inline long map_slot(int slot, int fd, int page, int count, int protection, int flags);
static inline long unmap_slot(int slot);
static inline long load(int slot, int page);
static inline long store(int slot, int page, int id);
static inline long create_process(int task);
static inline long create_thread(int task);
static inline long exit_thread(void);
static inline long exit_process(void);
static inline long kill_task(int task);
static inline long set_sigbus(enum sigbus_action action);
static inline long mask_sigbus(int how);
static inline long write_word(const char *path, const char *word);

