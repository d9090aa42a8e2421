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

/* THE CASE STANDS HERE */

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

/* ---- The controller's output: one line, one write ---- */

static void say(const char *format, ...)
{
    static int sequence;
    char line[1024];
    va_list arguments;
    size_t n = snprintf(line, sizeof line, "removalfuzz: %d ", ++sequence);
    va_start(arguments, format);
    n += vsnprintf(line + n, sizeof line - n, format, arguments);
    va_end(arguments);
    if (n > sizeof line - 2)
        n = sizeof line - 2;
    line[n++] = '\n';
    while (write(STDOUT_FILENO, line, n) < 0 && errno == EINTR)
        continue;
}

static const char *code_name(int code)
{
    static char number[16];
    switch (code) {
    case BUS_ADRALN: return "BUS_ADRALN";
    case BUS_ADRERR: return "BUS_ADRERR";
    case BUS_OBJERR: return "BUS_OBJERR";
    case BUS_MCEERR_AR: return "BUS_MCEERR_AR";
    case BUS_MCEERR_AO: return "BUS_MCEERR_AO";
    case SI_USER: return "SI_USER";
    case SI_KERNEL: return "SI_KERNEL";
    }
    snprintf(number, sizeof number, "%d", code);
    return number;
}

static const char *result_name(long value)
{
    static char words[64];
    const char *error = value < 0 && value > -4096 ? strerrorname_np(-value) : NULL;
    if (value == -EUCLEAN)
        return "EFSCORRUPTED"; /* as XFS calls it */
    if (error)
        return error;
    if (value == RESULT_SIGSEGV)
        return "SIGSEGV";
    if (value <= RESULT_SIGBUS)
        snprintf(words, sizeof words, "SIGBUS/%s", code_name((int)(RESULT_SIGBUS - value)));
    else
        snprintf(words, sizeof words, "%ld", value);
    return words;
}

/* ---- The controller's view of the tasks ---- */

static struct watch {
    bool known, alive;          /* it was created; it has not gone since */
    int call;                   /* number of the operation under way, or -1 */
    int signals_printed;
    long well;                  /* when it was last seen idle, or its operation began */
    long since;                 /* since when it has slept without a context switch */
    long switches;
    bool blocked, running;      /* nobody waits for it */
} watch[TASKS];

static bool closing;            /* the tasks are being killed: nothing to report */
static bool is_ended[USHRT_MAX + 1]; /* by operation id */

/* What /proc tells of a thread. State 0: there is no such thread. */
struct view { char state; int exit_code; long switches; };

static bool read_task_file(int t, const char *name, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/%s", shared->task[t].pid, shared->task[t].tid, name);
    int in = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = in < 0 ? -1 : read(in, text, size - 1);
    if (in >= 0)
        close(in);
    text[n > 0 ? n : 0] = 0;
    return n > 0;
}

static long status_number(const char *status, const char *key, int base)
{
    const char *at = strstr(status, key);
    return at ? strtol(at + strlen(key), NULL, base) : 0;
}

static struct view look(int t)
{
    struct view view = {0};
    char text[4096];
    if (!read_task_file(t, "stat", text, sizeof text))
        return view;
    view.state = strrchr(text, ')')[2];
    view.exit_code = atoi(strrchr(text, ' ') + 1);
    if (read_task_file(t, "status", text, sizeof text))
        view.switches = status_number(text, "\nvoluntary_ctxt_switches:", 10)
            + status_number(text, "\nnonvoluntary_ctxt_switches:", 10);
    return view;
}

static bool is_gone(struct view view)
{
    return view.state == 0 || view.state == 'Z' || view.state == 'X';
}

/* How the process of a task ended: a signal, or EXITED and a status; 0 if it lives or its leader cannot tell. */
static int end_of_process(int t)
{
    siginfo_t info = {0};
    int leader = 0;
    if (waitid(P_PID, shared->task[t].pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid)
        return info.si_code == CLD_EXITED ? EXITED | info.si_status : info.si_status;
    /* Not a child of the controller, or not wholly dead. */
    while (leader < TASKS - 1 && shared->task[leader].tid != shared->task[t].pid)
        leader++;
    struct view view = look(leader);
    if (view.state != 'Z' || shared->task[leader].doom == EXITED)
        return 0;
    return view.exit_code & 0x7f ? view.exit_code & 0x7f : EXITED | view.exit_code >> 8;
}

/* How a task ended. A thread leaves nothing behind: what ends it alone, unannounced, is a death in the kernel. */
static int end_of(int t, struct view view)
{
    if (shared->task[t].doom)
        return shared->task[t].doom;
    if (view.state != 0)
        return view.exit_code & 0x7f ? view.exit_code & 0x7f : EXITED | view.exit_code >> 8;
    for (int i = 0; i < 20; i++) {
        int end = end_of_process(t);
        if (end)
            return end;
        pause_us(10000);
    }
    return SIGKILL;
}

/* ---- Printing the notes of the tasks in the order of their stamps ---- */

static void note_end_of_call(int t)
{
    const struct operation *operation = shared->task[t].operation;
    say("end %d op %d t%d = %s", watch[t].call, operation->id, t, result_name(shared->task[t].result));
    is_ended[operation->id] = true;
    watch[t].call = -1;
}

/* Finds the oldest note that was not printed yet; false if there is none. */
static bool oldest_note(int *task, bool *is_signal)
{
    bool found = false;
    unsigned best = 0;
    for (int t = 0; t < TASKS; t++) {
        struct task *note = &shared->task[t];
        bool ended = watch[t].call >= 0 && note->state == IDLE;
        bool signalled = watch[t].signals_printed < note->signal_count;
        unsigned stamp = ended ? note->result_stamp : UINT_MAX;
        if (signalled && note->signals[watch[t].signals_printed].stamp < stamp) {
            stamp = note->signals[watch[t].signals_printed].stamp;
            ended = false;
        }
        if ((ended || signalled) && (!found || stamp < best)) {
            found = true;
            best = stamp;
            *task = t;
            *is_signal = !ended;
        }
    }
    return found;
}

static void print_notes(void)
{
    int t;
    bool is_signal;
    for (t = 0; t < TASKS; t++) {
        if (watch[t].known || shared->task[t].state < IDLE)
            continue;
        watch[t] = (struct watch){.known = true, .alive = true, .call = -1, .well = now(), .since = now()};
        say("task t%d pid %d", t, shared->task[t].tid);
    }
    while (oldest_note(&t, &is_signal)) {
        if (is_signal)
            say("signal t%d SIGBUS %s", t, code_name(shared->task[t].signals[watch[t].signals_printed++].code));
        else
            note_end_of_call(t);
    }
}

static void note_gone(int t, struct view view)
{
    int end = end_of(t, view);
    print_notes(); /* what it noted before it went */
    watch[t].alive = false;
    if (watch[t].call >= 0)
        is_ended[shared->task[t].operation->id] = true;
    watch[t].call = -1;
    if (closing)
        return;
    if (end & EXITED)
        say("gone t%d exited %d", t, end & 0xff);
    else
        say("gone t%d signal %d", t, end);
}

/* ---- Turns ---- */

static int call_count;
static bool is_started[sizeof order / sizeof *order];

static void note_blocked(int t)
{
    char where[64];
    watch[t].blocked = true;
    if (watch[t].call < 0)
        return;
    bool known = read_task_file(t, "wchan", where, sizeof where) && where[0] != '0';
    say("blocked %d op %d t%d in %s", watch[t].call, shared->task[t].operation->id, t, known ? where : "?");
}

/* Whether nothing more is to be expected of a task for now: it is idle, gone, blocked, or takes too long. */
static bool is_settled(int t)
{
    struct watch *w = &watch[t];
    if (!w->alive)
        return true;
    struct view view = look(t);
    if (is_gone(view)) {
        note_gone(t, view);
        return true;
    }
    bool sleeps = view.state == 'S' || view.state == 'D';
    if (!sleeps || view.switches != w->switches) {
        w->switches = view.switches;
        w->since = now();
        w->blocked = false;
    }
    if (w->call < 0 && view.state == 'S' && shared->task[t].state == IDLE) {
        w->well = now();
        w->blocked = w->running = false;
        return true;
    }
    if (!w->blocked && !w->running && sleeps && now() - w->since >= BLOCKED_AFTER)
        note_blocked(t);
    if (!w->blocked && !w->running && now() - w->well >= RUNNING_AFTER) {
        w->running = true;
        if (w->call >= 0)
            say("running %d op %d t%d", w->call, shared->task[t].operation->id, t);
    }
    return w->blocked || w->running;
}

static void settle(void)
{
    const struct timespec limit = {0, 5000000};
    for (bool settled = false; !settled;) {
        unsigned seen = shared->events;
        settled = true;
        print_notes();
        for (int t = 0; t < TASKS; t++)
            settled &= is_settled(t);
        if (!settled)
            futex(&shared->events, FUTEX_WAIT, (int)seen, &limit);
    }
}

static bool is_idle(int t)
{
    return watch[t].alive && watch[t].call < 0 && !watch[t].blocked && !watch[t].running
        && shared->task[t].state == IDLE;
}

static void give_turn(int t, const struct operation *operation)
{
    struct task *task = &shared->task[t];
    task->operation = operation;
    watch[t].well = watch[t].since = now();
    watch[t].switches = -1;
    task->state = BUSY;
}

static void wake(int t)
{
    futex(&shared->task[t].state, FUTEX_WAKE, 1, NULL);
}

static const struct operation *find(int id)
{
    const struct operation *operation = operations;
    while (operation->id != id)
        operation++;
    return operation;
}

static bool is_delayed(int id)
{
    for (const struct delay *delay = delays; delay->operation; delay++)
        if (delay->operation == id && !is_ended[delay->until])
            return true;
    return false;
}

/* The first operation in order that could start, of one task or (-1) of any; -1 if there is none. */
static int pick(int task, bool ignore_delays)
{
    bool has_earlier[TASKS] = {false};
    for (int i = 0; order[i]; i++) {
        int t = find(order[i])->task;
        if (is_started[i] || has_earlier[t])
            continue;
        has_earlier[t] = true;
        if ((task < 0 || task == t) && is_idle(t) && (ignore_delays || !is_delayed(order[i])))
            return i;
    }
    return -1;
}

static const struct operation *begin(int index)
{
    const struct operation *operation = find(order[index]);
    is_started[index] = true;
    watch[operation->task].call = call_count++;
    say("begin %d op %d t%d %s", call_count - 1, operation->id, operation->task, operation->words);
    give_turn(operation->task, operation);
    return operation;
}

/* Starts an operation, and with it what the case lets run against it, a little later in each round. */
static void start(int index, int round)
{
    const struct operation *first = begin(index);
    int rivals[TASKS], count = 0;
    for (const struct race *race = races; race->operation; race++) {
        int rival = race->operation == first->id && count < TASKS ? pick(race->run, true) : -1;
        if (rival >= 0)
            rivals[count++] = begin(rival)->task;
    }
    wake(first->task);
    for (int i = 0; i < count; i++) {
        pause_us((long)round * RACE_STEP);
        wake(rivals[i]);
    }
}

static void hostile_part(int round)
{
    for (;;) {
        settle();
        int next = pick(-1, false);
        if (next < 0)
            next = pick(-1, true);
        if (next < 0)
            break;
        start(next, round);
        settle();
        pause_us(PAUSE * 1000);
    }
    say("hostile part over");
}

/* ---- Closing: what the removal left behind ---- */

struct step { enum { RETURNED, DIED, HUNG } how; long value; };

static bool trouble;            /* something hangs or died in the kernel: no further round */

/* Work that may never come back, or that may not survive, is done by a child. Gives up after `limit` ms. */
static struct step in_child(long (*work)(void), long limit)
{
    int status = 0;
    long deadline = now() + limit;
    shared->step_result = 0;
    pid_t pid = fork();
    if (pid < 0)
        return (struct step){RETURNED, -errno};
    if (pid == 0) {
        prctl(PR_SET_NAME, "closer");
        shared->step_result = work();
        _exit(0);
    }
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (now() > deadline) {
            kill(pid, SIGKILL);
            trouble = true;
            return (struct step){HUNG, 0};
        }
        pause_us(10000);
    }
    if (WIFEXITED(status))
        return (struct step){RETURNED, WEXITSTATUS(status) ? WEXITSTATUS(status) : shared->step_result};
    trouble = true;
    return (struct step){DIED, WTERMSIG(status)};
}

static bool report(const char *name, struct step step)
{
    if (step.how == RETURNED)
        say("%s = %s", name, result_name(step.value));
    else if (step.how == DIED)
        say("%s = died %ld", name, step.value);
    else
        say("%s = hung", name);
    return step.how == RETURNED && step.value == 0;
}

static bool is_oopsed(void)
{
    char text[32] = "";
    int in = open("/proc/sys/kernel/tainted", O_RDONLY | O_CLOEXEC);
    ssize_t n = in < 0 ? 0 : read(in, text, sizeof text - 1);
    if (in >= 0)
        close(in);
    return n > 0 && (atol(text) >> 7 & 1); /* TAINT_DIE */
}

static bool is_bound(void)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, DRIVER "%s", namespace_name);
    return access(path, F_OK) == 0;
}

static long do_bind(void) { return write_word(DRIVER "bind", namespace_name); }
static long do_mount(void) { return result(mount(device, filesystem, "xfs", 0, "dax=always")); }

static long do_umount(void)
{
    long returned, deadline = now() + 3000;
    while ((returned = result(umount2(filesystem, 0))) == -EBUSY && now() < deadline)
        pause_us(100000);
    return returned;
}

static long run_tool(char *const arguments[])
{
    int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execvp(arguments[0], arguments);
    return -errno;
}

static long do_mkfs(void)
{
    char *rmapbt = RMAPBT ? "rmapbt=1" : "rmapbt=0";
    return run_tool((char *[]){"mkfs.xfs", "-f", "-q", "-m", rmapbt, (char *)device, NULL});
}

static long do_repair(void) { return run_tool((char *[]){"xfs_repair", "-n", (char *)device, NULL}); }

static long read_file(int f)
{
    struct stat status;
    int in = open(file[f], O_RDONLY | O_CLOEXEC);
    if (in < 0 || fstat(in, &status))
        return -errno;
    long size = (status.st_size + PAGE - 1) / PAGE;
    for (int page = 0; page < size && page < FILE_PAGES; page++) {
        uint64_t word = 0;
        ssize_t n = pread(in, &word, sizeof word, page * PAGE);
        shared->file[f].word[page] = n < 0 ? -errno : (long)(word & LONG_MAX);
    }
    close(in);
    return size;
}

static long read_files(void)
{
    for (int f = 0; f < FILES; f++)
        shared->file[f].size = read_file(f);
    return 0;
}

static void print_files(void)
{
    for (int f = 0; f < FILES; f++) {
        long size = shared->file[f].size;
        char words[32 * FILE_PAGES] = "";
        for (int page = 0; page < size && page < FILE_PAGES; page++) {
            strcat(words, " ");
            strcat(words, result_name(shared->file[f].word[page]));
        }
        if (size == -ENOENT)
            say("file f%d absent", f);
        else if (size < 0)
            say("note file f%d %s", f, result_name(size));
        else
            say("file f%d size %ld pages%s", f, size, words);
    }
}

static void print_pending_signals(void)
{
    char text[4096];
    for (int t = 0; t < TASKS; t++) {
        if (!watch[t].alive || !read_task_file(t, "status", text, sizeof text))
            continue;
        long pending = status_number(text, "\nSigPnd:", 16) | status_number(text, "\nShdPnd:", 16);
        if (pending >> (SIGBUS - 1) & 1)
            say("pending t%d SIGBUS", t);
    }
}

static bool is_mounted(void)
{
    struct stat above, here;
    return !stat(mount_point, &above) && !stat(filesystem, &here) && above.st_dev != here.st_dev;
}

/* A frozen file system lives on without its mount, and a new mount finds it. */
static long thaw_mount_point(void)
{
    bool was_mounted = is_mounted();
    long mounted = was_mounted ? 0 : do_mount();
    if (mounted)
        return mounted;
    int in = open(filesystem, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    long result = in < 0 || ioctl(in, FITHAW, 0) ? -errno : 0;
    if (in >= 0)
        close(in);
    if (!was_mounted && result)
        umount2(filesystem, 0);
    return result;
}

/* A freeze that is under way holds what a thaw would wait for. */
static bool is_freezing(void)
{
    for (int t = 0; t < TASKS; t++)
        if (watch[t].alive && watch[t].call >= 0 && !strncmp(shared->task[t].operation->words, "freeze", 6))
            return true;
    return false;
}

static void thaw(void)
{
    if (is_freezing())
        return;
    for (int t = 0; t < TASKS; t++) {
        if (!is_idle(t))
            continue;
        for (int slot = 0; slot < SLOTS; slot++)
            shared->task[t].thawed[slot] = NO_RESULT;
        give_turn(t, NULL);
        wake(t);
        settle();
        for (int slot = 0; slot < SLOTS; slot++)
            if (shared->task[t].thawed[slot] != NO_RESULT)
                say("thaw t%d d%d = %s", t, slot, result_name(shared->task[t].thawed[slot]));
    }
    /* Where all who could thaw are asleep themselves, anybody else may open the mount point and do it. */
    struct step thawed = in_child(thaw_mount_point, 3000);
    if (thawed.how != RETURNED || thawed.value == 0)
        report("thaw mount point", thawed);
    pause_us(PAUSE * 1000);
    settle();
}

static void kill_tasks(void)
{
    long deadline = now() + 5000;
    bool left = true;
    closing = true;
    while (left && now() < deadline) {
        left = false;
        print_notes(); /* a fork under way may have made another task */
        for (int t = 0; t < TASKS; t++) {
            struct view view = watch[t].alive ? look(t) : (struct view){0};
            if (watch[t].alive && is_gone(view))
                note_gone(t, view);
            if (!watch[t].alive)
                continue;
            kill(shared->task[t].pid, SIGKILL);
            left = true;
        }
        pause_us(10000);
    }
    for (int t = 0; t < TASKS; t++) {
        if (!watch[t].alive)
            continue;
        char where[64];
        bool known = read_task_file(t, "wchan", where, sizeof where) && where[0] != '0';
        say("left t%d %c in %s", t, look(t).state, known ? where : "?");
        trouble = true;
    }
}

/*
 * Rebinds, mounts again, reads the files, unmounts. Whether the device is at rest afterwards: an umount that died in
 * the kernel leaves half a file system on it.
 */
static bool check_files(void)
{
    if (!is_bound() && !report("bind", in_child(do_bind, 10000)))
        return false;
    struct step mounted = in_child(do_mount, 10000);
    if (!report("mount", mounted))
        return mounted.how == RETURNED && !is_oopsed();
    struct step listed = in_child(read_files, 10000);
    if (listed.how == RETURNED)
        print_files();
    else
        report("note files", listed);
    return report("last umount", in_child(do_umount, 10000));
}

static void closing_part(void)
{
    print_pending_signals();
    thaw();
    kill_tasks();
    struct step unmounted = in_child(do_umount, 6000);
    report("umount", unmounted);
    bool is_stuck = unmounted.how == HUNG || (unmounted.how == RETURNED && unmounted.value == -EBUSY);
    if (is_stuck)
        trouble = true; /* the file system still holds the device */
    if (!is_stuck && check_files() && unmounted.how == RETURNED)
        report("xfs_repair", in_child(do_repair, 10000));
    else
        say("xfs_repair skipped");
    say("round over");
}

/* ---- Rounds ---- */

static bool fail(const char *what, const char *object, long value)
{
    say("failed %s%s%s %s", what, *object ? " " : "", object, result_name(value));
    return false;
}

/* A small read-only file system holds the folder for XFS: without XFS, files can neither be found nor made. */
static bool make_mount_point(void)
{
    mkdir(mount_point, 0755);
    if (mount("removalfuzz", mount_point, "tmpfs", 0, "size=64k,mode=755"))
        return fail("mount", mount_point, -errno);
    mount(NULL, mount_point, NULL, MS_PRIVATE, NULL);
    if (mkdir(filesystem, 0755))
        return fail("mkdir", filesystem, -errno);
    if (mount(NULL, mount_point, NULL, MS_REMOUNT | MS_RDONLY, NULL))
        return fail("remount", mount_point, -errno);
    return true;
}

/* Binds the device if needed and, unless told otherwise, makes the file system. */
static bool prepare(bool makes_filesystem)
{
    if (!is_bound()) {
        struct step bound = in_child(do_bind, 10000);
        if (bound.how != RETURNED || bound.value)
            return fail("bind", namespace_name, bound.how == RETURNED ? bound.value : -ETIME);
    }
    int block = -1;
    for (int i = 0; i < 50 && (block = open(device, O_RDWR | O_EXCL | O_CLOEXEC)) < 0; i++)
        pause_us(20000); /* its node may take a moment to appear */
    if (block < 0)
        return fail("open", device, -errno);
    close(block);
    if (!makes_filesystem)
        return true;
    struct step made = in_child(do_mkfs, 20000);
    if (made.how != RETURNED || made.value)
        return fail("mkfs.xfs", "", made.how == RETURNED ? made.value : -ETIME);
    return true;
}

static void create_tasks(void)
{
    for (int t = 0; t < TASKS; t++)
        if (FIRST_TASKS >> t & 1)
            create_process(t);
    print_notes();
}

static bool run_round(int round, bool makes_filesystem)
{
    say("round %d", round);
    if (!prepare(makes_filesystem))
        return false;
    say("prepared");
    memset(shared, 0, sizeof *shared);
    memset(watch, 0, sizeof watch);
    memset(is_started, 0, sizeof is_started);
    memset(is_ended, 0, sizeof is_ended);
    for (int t = 0; t < TASKS; t++)
        watch[t].call = -1;
    call_count = 0;
    closing = false;
    create_tasks();
    hostile_part(round);
    closing_part();
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
    return true;
}

static int count_operations(void)
{
    int count = 0;
    while (operations[count].id)
        count++;
    return count;
}

static void usage(const char *program)
{
    fprintf(stderr, "usage: %s [--device %s] [--mount-point DIR] [--namespace %s] [--rounds N] [--no-mkfs]\n",
        program, device, namespace_name);
    exit(2);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"device", required_argument, NULL, 'd'}, {"mount-point", required_argument, NULL, 'm'},
        {"namespace", required_argument, NULL, 'n'}, {"rounds", required_argument, NULL, 'r'},
        {"no-mkfs", no_argument, NULL, 'k'}, {NULL, 0, NULL, 0},
    };
    int rounds = ROUNDS, option;
    bool makes_filesystem = true, done = true;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'd': device = optarg; break;
        case 'm': mount_point = optarg; break;
        case 'n': namespace_name = optarg; break;
        case 'r': rounds = atoi(optarg); break;
        case 'k': makes_filesystem = false; break;
        default: usage(argv[0]);
        }
    }
    if (optind < argc || rounds < 1)
        usage(argv[0]);
    snprintf(filesystem, sizeof filesystem, "%s/fs", mount_point);
    for (int f = 0; f < FILES; f++)
        snprintf(file[f], sizeof file[f], "%s/fs/f%d", mount_point, f);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    handle(SIGBUS, on_sigbus);
    handle(SIGSEGV, on_sigsegv);
    say("case %s tasks %d operations %d rounds %d", CASE_NAME, TASK_COUNT, count_operations(), rounds);
    done = make_mount_point();
    for (int round = 0; round < rounds && done && !trouble && !is_oopsed(); round++)
        done = run_round(round, makes_filesystem);
    umount2(mount_point, 0);
    say("over");
    /* 0: nothing is left behind, so that another program can run on this kernel. */
    return done && !trouble && !is_oopsed() ? 0 : 1;
}
