// SPDX-License-Identifier: GPL-2.0-only
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

