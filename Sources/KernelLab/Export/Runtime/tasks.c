// SPDX-License-Identifier: GPL-2.0-only
/* ---- Below this line nothing depends on the case. ---- */

#define BLOCKED_AFTER 1000      /* ms without a context switch until a sleeping task counts as blocked */
#define RUNNING_AFTER 20000     /* ms until an operation that neither ends nor sleeps is left alone */
#define PAUSE 30                /* ms after each turn, for the kernel's workers */
#define RACE_STEP 50            /* us that a race's second task waits longer in each round */
#define SIGNAL_NOTES 32         /* signals that are remembered until they are printed */
#define MAPPINGS 0x100000000000 /* where m0 lies in every process */
#define MAPPING_SPACE 0x1000000 /* from one mapping slot to the next */
#define DRIVER "/sys/bus/nd/drivers/nd_pmem/"

/* Results that are neither a number nor an error number. */
#define RESULT_SIGSEGV (-100000)
#define RESULT_SIGBUS (-200000) /* minus si_code */
#define NO_RESULT LONG_MIN

/* ---- Shared memory: tasks note, the controller prints ---- */

enum task_state { ABSENT, CREATED, IDLE, BUSY };
#define EXITED 0x100            /* in `doom`, instead of a signal's number */

struct task {
    atomic_int state;           /* a futex: an idle task waits on it for its turn */
    pid_t pid, tid;
    const struct operation *operation; /* what to do in this turn; NULL: thaw every descriptor */
    long result;
    unsigned result_stamp;      /* notes of all tasks are in the order of their stamps */
    long thawed[SLOTS];
    struct { unsigned stamp; int code; } signals[SIGNAL_NOTES];
    atomic_int signal_count;
    atomic_int doom;            /* the signal that will end it, as far as user space knows, or EXITED */
};

static struct shared {
    atomic_uint stamp;
    atomic_uint events;         /* a futex: it changes when a task has something to say */
    struct task task[TASKS];
    long step_result;           /* of the closing's child */
    struct { long size; long word[FILE_PAGES]; } file[FILES];
} *shared;

static long futex(void *word, int operation, int value, const struct timespec *limit)
{
    return syscall(SYS_futex, word, operation, value, limit, NULL, 0);
}

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void pause_us(long us)
{
    struct timespec time = {us / 1000000, us % 1000000 * 1000};
    while (nanosleep(&time, &time) && errno == EINTR)
        continue;
}

/* ---- What operations are made of ---- */

static _Thread_local int self;  /* the task that this thread is */
static _Thread_local sigjmp_buf access_failed;
static _Thread_local volatile sig_atomic_t in_access;
static volatile sig_atomic_t sigbus_action = SIGBUS_DEFAULT;
static char buffers[TASKS][FILE_PAGES * PAGE] __attribute__((aligned(4096)));

static _Noreturn void *task_main(void *number);

static inline long result(long returned)
{
    return returned < 0 ? -errno : returned;
}

static inline long open_slot(int slot, const char *path, int flags)
{
    if (fd[slot] >= 0)
        return -EBUSY;
    fd[slot] = open(path, flags, 0644);
    return fd[slot] < 0 ? -errno : 0;
}

static inline long close_slot(int slot)
{
    int old = fd[slot];
    fd[slot] = -1;
    return result(close(old));
}

/* The result in pages. The buffer is touched before the call, so that only the call itself can fault. */
static inline long read_pages(int slot, int page, int count)
{
    memset(buffers[self], 0, sizeof buffers[self]);
    long bytes = result(pread(fd[slot], buffers[self], count * PAGE, page * PAGE));
    return bytes < 0 ? bytes : bytes / PAGE;
}

static inline long write_pages(int slot, int page, int count, int id)
{
    uint64_t *word = (uint64_t *)buffers[self];
    for (size_t i = 0; i < sizeof buffers[self] / sizeof *word; i++)
        word[i] = id;
    long bytes = result(pwrite(fd[slot], buffers[self], count * PAGE, page * PAGE));
    return bytes < 0 ? bytes : bytes / PAGE;
}

static inline void *address(int slot, int page)
{
    return (void *)(MAPPINGS + slot * (uintptr_t)MAPPING_SPACE + page * PAGE);
}

static inline size_t length(int slot)
{
    return mapped[slot] ? mapped[slot] : (size_t)PAGE;
}

/* MAP_SHARED_VALIDATE refuses MAP_FIXED_NOREPLACE. So the place is taken first; EEXIST if another mapping has it. */
static inline long map_slot(int slot, int fd, int page, int count, int protection, int flags)
{
    void *place = address(slot, 0);
    size_t size = count * PAGE;
    if (fd < 0)
        return -EBADF;
    if (mmap(place, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
        return -errno;
    if (mmap(place, size, protection, flags | MAP_FIXED, fd, page * PAGE) == MAP_FAILED) {
        long error = -errno;
        munmap(place, size);
        return error;
    }
    mapped[slot] = size;
    return 0;
}

static inline long unmap_slot(int slot)
{
    long returned = result(munmap(address(slot, 0), length(slot)));
    if (returned == 0)
        mapped[slot] = 0;
    return returned;
}

/* An access that fails comes back here through the signal's handler. */
static inline long load(int slot, int page)
{
    volatile uint64_t *word = address(slot, page);
    int failure = sigsetjmp(access_failed, 1);
    if (failure)
        return failure;
    in_access = 1;
    long value = *word & LONG_MAX;
    in_access = 0;
    return value;
}

static inline long store(int slot, int page, int id)
{
    volatile uint64_t *word = address(slot, page);
    int failure = sigsetjmp(access_failed, 1);
    if (failure)
        return failure;
    in_access = 1;
    *word = id;
    in_access = 0;
    return 0;
}

/* Only one of several tasks can create a task. The creator waits until the new task waits for its first turn. */
static bool claim(int task)
{
    int absent = ABSENT;
    return atomic_compare_exchange_strong(&shared->task[task].state, &absent, CREATED);
}

static long await_birth(int task, long error)
{
    if (error)
        shared->task[task].state = ABSENT;
    for (int i = 0; !error && i < 1000 && shared->task[task].state == CREATED; i++)
        pause_us(1000);
    return error;
}

static inline long create_process(int task)
{
    if (!claim(task))
        return -EAGAIN;
    pid_t pid = fork();
    if (pid == 0)
        task_main((void *)(intptr_t)task);
    return await_birth(task, pid < 0 ? -errno : 0);
}

static inline long create_thread(int task)
{
    pthread_attr_t attributes;
    pthread_t thread;
    if (!claim(task))
        return -EAGAIN;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    return await_birth(task, -pthread_create(&thread, &attributes, task_main, (void *)(intptr_t)task));
}

/* Notes what will end the tasks of a process; a thread leaves no exit status behind. */
static void announce_end(pid_t pid, int how)
{
    for (int t = 0; t < TASKS; t++) {
        int undecided = 0;
        if (shared->task[t].pid == pid)
            atomic_compare_exchange_strong(&shared->task[t].doom, &undecided, how);
    }
}

static inline long exit_thread(void)
{
    shared->task[self].doom = EXITED;
    return syscall(SYS_exit, 0);
}

static inline long exit_process(void)
{
    announce_end(getpid(), EXITED);
    _exit(0);
}

static inline long kill_task(int task)
{
    pid_t pid = shared->task[task].pid;
    if (pid == 0)
        return -ENOENT;
    announce_end(pid, SIGKILL);
    return result(kill(pid, SIGKILL));
}

static inline long mask_sigbus(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGBUS);
    return -pthread_sigmask(how, &set, NULL);
}

static inline long write_word(const char *path, const char *word)
{
    int out = open(path, O_WRONLY | O_CLOEXEC);
    if (out < 0)
        return -errno;
    long written = result(write(out, word, strlen(word)));
    close(out);
    return written < 0 ? written : 0;
}

/* ---- Signals of tasks ---- */

static void note_signal(int code)
{
    struct task *task = &shared->task[self];
    int n = task->signal_count;
    if (n == SIGNAL_NOTES)
        return;
    task->signals[n].stamp = shared->stamp++;
    task->signals[n].code = code;
    task->signal_count = n + 1;
}

static void die_of(int signal_number)
{
    sigset_t set;
    announce_end(getpid(), signal_number);
    signal(signal_number, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, signal_number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(signal_number);
}

/* The default action comes here too, so that the code is known; then the process dies of the signal as it should. */
static void on_sigbus(int signal_number, siginfo_t *info, void *context)
{
    (void)context;
    note_signal(info->si_code);
    if (sigbus_action == SIGBUS_DEFAULT)
        die_of(signal_number);
    if (in_access && info->si_code != BUS_MCEERR_AO) {
        in_access = 0;
        siglongjmp(access_failed, RESULT_SIGBUS - info->si_code);
    }
}

static void on_sigsegv(int signal_number, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    if (!in_access)
        die_of(signal_number);
    in_access = 0;
    siglongjmp(access_failed, RESULT_SIGSEGV);
}

static long handle(int signal_number, void (*handler)(int, siginfo_t *, void *))
{
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};
    action.sa_sigaction = handler;
    return result(sigaction(signal_number, &action, NULL));
}

static inline long set_sigbus(enum sigbus_action action)
{
    sigbus_action = action;
    if (action == SIGBUS_IGNORE)
        return signal(SIGBUS, SIG_IGN) == SIG_ERR ? -errno : 0;
    return handle(SIGBUS, on_sigbus);
}

/* ---- A task: waits for its turn, does one operation, notes the result ---- */

static void thaw_descriptors(struct task *task)
{
    for (int slot = 0; slot < SLOTS; slot++)
        task->thawed[slot] = fd[slot] < 0 ? NO_RESULT : result(ioctl(fd[slot], FITHAW, 0));
}

static _Noreturn void *task_main(void *number)
{
    char name[16];
    self = (int)(intptr_t)number;
    struct task *task = &shared->task[self];
    snprintf(name, sizeof name, "t%d", self);
    prctl(PR_SET_NAME, name);
    task->pid = getpid();
    task->tid = (pid_t)syscall(SYS_gettid);
    for (;;) {
        task->state = IDLE;
        shared->events++;
        futex(&shared->events, FUTEX_WAKE, 1, NULL);
        while (task->state == IDLE)
            futex(&task->state, FUTEX_WAIT, IDLE, NULL);
        if (task->operation) {
            task->result = task->operation->perform();
            task->result_stamp = shared->stamp++;
        } else {
            thaw_descriptors(task);
        }
    }
}

