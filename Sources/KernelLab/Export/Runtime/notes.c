// SPDX-License-Identifier: GPL-2.0-only
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

