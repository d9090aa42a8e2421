// SPDX-License-Identifier: GPL-2.0-only
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

