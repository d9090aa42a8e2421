// SPDX-License-Identifier: GPL-2.0-only
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
