// SPDX-License-Identifier: GPL-2.0-only
// The unbind test of the mailing-list thread, all seven steps, with a load like fsx:
//
//   1 make an fsdax namespace on a pmem    2 mkfs.xfs and mount    3 the load, in the background
//   4 wait 1 s    5 unbind the device from its driver    6 wait 1 s    7 umount
//
// Usage: seven_steps [--namespace namespace0.0] [--raw] [--mount-point /mnt] [--seed N] [--linger]
// --raw leaves step 1 out: the namespace itself is used, mounted and unbound.
// --linger keeps a load that an error or SIGBUS has stopped, with its file and mapping, until step 6 is over. Without
// it the load ends at once. When that is before the unbind comes to `del_gendisk`, nobody uses the inode any more: it
// is evicted while its pages exist, and a kernel without the fix survives the test.
//
// Needs root and a machine that may crash. Everything on the namespace is overwritten. Each step that can hang in the
// kernel is made by a child with a time limit. Events go to standard output as "removalfuzz: NUMBER EVENT", each with
// one write, so that they stay whole between the kernel's own messages. Events of the load and of the controller may
// stand in another order than their numbers.

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/falloc.h>

enum {
	FILE_LIMIT = 256 * 1024,      // the file never grows beyond this
	TRANSFER_LIMIT = 64 * 1024,   // bytes that one operation touches at most
	LOG_LENGTH = 32,              // operations of the load that a failure prints
	STEP_LIMIT = 20,              // seconds for a step that should not hang
	UMOUNT_LIMIT = 6,             // seconds for one umount
	BUSY_LIMIT = 3,               // seconds for which EBUSY of umount is asked again
	LOAD_LIMIT = 5,               // seconds for which the load may outlive step 6
	KILLED = 1000, HUNG = 2000,   // results of `bounded` beside errors; KILLED + signal
	STOPPED = 1, CORRUPT = 2,     // exit statuses of the load: a failing call, wrong content
};

// What the processes share: the events' numbers, and how far the load is.
static struct shared {
	_Atomic uint64_t events;
	_Atomic uint64_t operations;
	_Atomic bool step_6_over;
} *shared;

static struct {
	const char *namespace, *mount_point;
	bool raw, linger;
	uint64_t seed;
} options = { "namespace0.0", "/mnt", false, false, 20230321 };

// ---- Events ----

__attribute__((format(printf, 1, 2)))
static void say(const char *format, ...)
{
	char line[512];
	int length = snprintf(line, sizeof line, "removalfuzz: %llu ", (unsigned long long)++shared->events);
	va_list arguments;
	va_start(arguments, format);
	length += vsnprintf(line + length, sizeof line - length - 1, format, arguments);
	va_end(arguments);
	if (length > (int)sizeof line - 2)
		length = sizeof line - 2;
	line[length++] = '\n';
	if (write(STDOUT_FILENO, line, length) < 0)
		return; // nobody is left to be told
}

// "0", the error's name, "hung", or "died 9". The text lives until the next call.
static const char *result(int value)
{
	static char died[32];
	if (value == HUNG)
		return "hung";
	if (value >= KILLED) {
		snprintf(died, sizeof died, "died %d", value - KILLED);
		return died;
	}
	const char *name = value ? strerrorname_np(value) : "0";
	return name ? name : "?";
}

static void wait_ms(int milliseconds)
{
	struct timespec left = { milliseconds / 1000, milliseconds % 1000 * 1000000L };
	while (nanosleep(&left, &left) && errno == EINTR)
		continue;
}

// ---- Children with a time limit ----

// Waits until a child is gone. Its wait status, or -1 when the time is over.
static int await_child(pid_t child, int seconds)
{
	for (int tick = 0; tick < seconds * 50; tick++) {
		int status;
		if (waitpid(child, &status, WNOHANG) == child)
			return status;
		wait_ms(20);
	}
	return -1;
}

// Runs a step in a child, which is left alone when it hangs. Returns the step's error, KILLED + signal, or HUNG.
static int bounded(const char *name, int (*step)(const char *), const char *argument, int seconds)
{
	pid_t child = fork();
	if (child < 0)
		return errno;
	if (child == 0) {
		prctl(PR_SET_NAME, name);
		_exit(step(argument));
	}
	int status = await_child(child, seconds);
	if (status == -1) {
		kill(child, SIGKILL);
		return HUNG;
	}
	return WIFSIGNALED(status) ? KILLED + WTERMSIG(status) : WEXITSTATUS(status);
}

static void finish(int status)
{
	say("over");
	exit(status);
}

// ---- Step 1: the namespace ----

static int write_text(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0)
		return errno;
	int error = write(file, text, strlen(text)) < 0 ? errno : 0;
	close(file);
	return error;
}

static int unbind(const char *device)
{
	return write_text("/sys/bus/nd/drivers/nd_pmem/unbind", device);
}

static int bind_driver(const char *device)
{
	return write_text("/sys/bus/nd/drivers/nd_pmem/bind", device);
}

// Describes the pfn device of a seed: page structs for the namespace, kept on the namespace itself.
static int describe_pfn(const char *pfn)
{
	char uuid[40];
	snprintf(uuid, sizeof uuid, "5eed0000-0000-4000-8000-%012llx",
		 (unsigned long long)(options.seed & 0xffffffffffff));
	const char *attributes[][2] = {
		{ "uuid", uuid }, { "mode", "pmem" }, { "align", "2097152" }, { "namespace", options.namespace },
	};
	for (size_t index = 0; index < sizeof attributes / sizeof *attributes; index++) {
		char path[128];
		snprintf(path, sizeof path, "/sys/bus/nd/devices/%s/%s", pfn, attributes[index][0]);
		int error = write_text(path, attributes[index][1]);
		say("note %s %s %s = %s", pfn, attributes[index][0], attributes[index][1], result(error));
		if (error)
			return error;
	}
	return 0;
}

// Reads the name of the region's next pfn device, such as "pfn0.0". An error, or 0.
static int read_seed(char name[32])
{
	char path[128];
	snprintf(path, sizeof path, "/sys/bus/nd/devices/%s/../pfn_seed", options.namespace);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return errno;
	ssize_t length = read(file, name, 31);
	close(file);
	if (length <= 1)
		return ENODEV;
	name[length] = 0;
	name[strcspn(name, "\n")] = 0;
	return 0;
}

// Waits for the block device of an nd device. Its node's path goes to `node`.
static int find_node(const char *device, char node[64])
{
	char path[128];
	snprintf(path, sizeof path, "/sys/bus/nd/devices/%s/block", device);
	for (int tick = 0; tick < 100; tick++, wait_ms(50)) {
		DIR *folder = opendir(path);
		node[0] = 0;
		for (struct dirent *entry; folder && (entry = readdir(folder));)
			if (entry->d_name[0] != '.')
				snprintf(node, 64, "/dev/%.50s", entry->d_name);
		if (folder)
			closedir(folder);
		if (node[0] && access(node, F_OK) == 0)
			return 0;
	}
	return ENODEV;
}

static void check(const char *text, int error)
{
	if (error == 0)
		return;
	say("failed %s %s", text, result(error));
	finish(1);
}

// Turns the namespace into a pfn device. The name of the device that has the driver goes to `device`.
static void make_namespace(char device[32], char node[64])
{
	snprintf(device, 32, "%s", options.namespace);
	if (!options.raw) {
		check("pfn_seed", read_seed(device));
		check("unbind namespace", bounded("unbind", unbind, options.namespace, STEP_LIMIT));
		check("describe pfn", bounded("describe", describe_pfn, device, STEP_LIMIT));
		check("bind pfn", bounded("bind", bind_driver, device, STEP_LIMIT));
	}
	check("block device", find_node(device, node));
	say("step 1 namespace %s device %s node %s = 0", options.namespace, device, node);
}

// ---- Step 2: the file system ----

static int make_filesystem(const char *node)
{
	execlp("mkfs.xfs", "mkfs.xfs", "-f", "-q", "-m", "rmapbt=1", node, (char *)NULL);
	return errno;
}

static int mount_filesystem(const char *node)
{
	return mount(node, options.mount_point, "xfs", 0, "dax=always") ? errno : 0;
}

// ---- Step 3: the load ----

// The file, the memory copy that it has to equal, and what was done last. Bytes of the copy beyond the size are 0.
static struct {
	int file;
	size_t size;
	unsigned char copy[FILE_LIMIT], buffer[TRANSFER_LIMIT];
	uint64_t random;
	char path[256], log[LOG_LENGTH][96];
	uint64_t done;
} load;

static uint64_t draw(uint64_t below)
{
	load.random ^= load.random >> 12;
	load.random ^= load.random << 25;
	load.random ^= load.random >> 27;
	return (load.random * 0x2545f4914f6cdd1dull >> 16) % below;
}

static const char *current_operation(void)
{
	return load.log[load.done % LOG_LENGTH];
}

static void begin(const char *kind, size_t offset, size_t length)
{
	snprintf(load.log[load.done % LOG_LENGTH], sizeof load.log[0], "%llu %s offset %zu length %zu size %zu",
		 (unsigned long long)load.done, kind, offset, length, load.size);
}

static void linger(void)
{
	while (options.linger && !shared->step_6_over)
		wait_ms(10);
}

// The load ends as fsx does, at the first thing that is wrong.
static void stop(int status, const char *text)
{
	say("note fsx stopped in %s: %s", current_operation(), text);
	for (uint64_t index = load.done < LOG_LENGTH ? 0 : load.done - LOG_LENGTH + 1; index <= load.done; index++)
		say("note fsx did %s", load.log[index % LOG_LENGTH]);
	linger();
	_exit(status);
}

static void require(bool succeeded)
{
	if (!succeeded)
		stop(STOPPED, result(errno));
}

static void compare(const unsigned char *bytes, size_t offset, size_t length)
{
	if (memcmp(bytes, load.copy + offset, length) == 0)
		return;
	for (size_t index = 0; index < length; index++) {
		if (bytes[index] == load.copy[offset + index])
			continue;
		char text[96];
		snprintf(text, sizeof text, "byte %zu is %02x, not %02x", offset + index, bytes[index],
			 load.copy[offset + index]);
		stop(CORRUPT, text);
	}
}

// New content for a range, in the copy. The size grows where the range ends beyond it.
static void invent(size_t offset, size_t length)
{
	for (size_t index = 0; index < length; index += 4) {
		uint32_t word = draw(1ull << 32);
		memcpy(load.copy + offset + index, &word, length - index < 4 ? length - index : 4);
	}
	if (offset + length > load.size)
		load.size = offset + length;
}

static int open_file(void)
{
	int file = open(load.path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	require(file >= 0);
	return file;
}

static void do_read(size_t offset, size_t length)
{
	ssize_t count = pread(load.file, load.buffer, length, offset);
	require(count >= 0);
	if ((size_t)count != length)
		stop(STOPPED, "short read");
	compare(load.buffer, offset, length);
}

static void do_write(size_t offset, size_t length)
{
	invent(offset, length);
	ssize_t count = pwrite(load.file, load.copy + offset, length, offset);
	require(count >= 0);
	if ((size_t)count != length)
		stop(STOPPED, "short write");
}

// Maps the pages around a range; the address of the range's first byte.
static unsigned char *map(size_t offset, size_t length, int protection)
{
	size_t before = offset % 4096;
	void *address = mmap(NULL, before + length, protection, MAP_SHARED, load.file, offset - before);
	require(address != MAP_FAILED);
	return (unsigned char *)address + before;
}

static void unmap(unsigned char *address, size_t offset, size_t length)
{
	require(munmap(address - offset % 4096, offset % 4096 + length) == 0);
}

static void do_map_read(size_t offset, size_t length)
{
	unsigned char *bytes = map(offset, length, PROT_READ);
	compare(bytes, offset, length);
	unmap(bytes, offset, length);
}

static void do_map_write(size_t offset, size_t length)
{
	if (offset + length > load.size)
		require(ftruncate(load.file, offset + length) == 0);
	invent(offset, length);
	unsigned char *bytes = map(offset, length, PROT_READ | PROT_WRITE);
	memcpy(bytes, load.copy + offset, length);
	if (draw(2))
		require(msync(bytes - offset % 4096, offset % 4096 + length, MS_SYNC) == 0);
	unmap(bytes, offset, length);
}

static void do_truncate(size_t size)
{
	require(ftruncate(load.file, size) == 0);
	if (size < load.size)
		memset(load.copy + size, 0, load.size - size);
	load.size = size;
}

// fallocate in one of its modes. Unless it only reserves, the range reads as zeroes afterwards.
static void do_allocate(int mode, size_t offset, size_t length)
{
	require(fallocate(load.file, mode, offset, length) == 0);
	if (mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		memset(load.copy + offset, 0, length);
	if (!(mode & FALLOC_FL_KEEP_SIZE) && offset + length > load.size)
		load.size = offset + length;
}

// The old descriptor goes after the new one is there, so that the load has the file open when this fails.
static void do_reopen(void)
{
	int file = open_file();
	require(close(load.file) == 0);
	load.file = file;
	struct stat status;
	require(fstat(load.file, &status) == 0);
	if ((size_t)status.st_size != load.size)
		stop(CORRUPT, "wrong size");
}

// One operation on a random range. Those that read stay within the file.
static void operate(void)
{
	static const char *const kinds[] = { "read", "write", "map-read", "map-write", "map-write", "truncate",
					     "punch", "zero", "allocate", "fsync", "reopen" };
	enum { READ, WRITE, MAP_READ, MAP_WRITE, MAP_WRITE_TOO, TRUNCATE, PUNCH, ZERO, ALLOCATE, FSYNC, REOPEN, COUNT };
	unsigned kind = draw(COUNT);
	bool reads = kind == READ || kind == MAP_READ;
	size_t end = reads ? load.size : FILE_LIMIT;
	if (end == 0)
		return;
	size_t offset = draw(end), most = end - offset < TRANSFER_LIMIT ? end - offset : TRANSFER_LIMIT;
	size_t length = 1 + draw(most);
	int keep = draw(2) ? FALLOC_FL_KEEP_SIZE : 0;
	begin(kinds[kind], offset, length);
	switch (kind) {
	case READ: do_read(offset, length); break;
	case WRITE: do_write(offset, length); break;
	case MAP_READ: do_map_read(offset, length); break;
	case MAP_WRITE: case MAP_WRITE_TOO: do_map_write(offset, length); break;
	case TRUNCATE: do_truncate(offset); break;
	case PUNCH: do_allocate(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length); break;
	case ZERO: do_allocate(FALLOC_FL_ZERO_RANGE | keep, offset, length); break;
	case ALLOCATE: do_allocate(keep, offset, length); break;
	case FSYNC: require(fsync(load.file) == 0); break;
	case REOPEN: do_reopen(); break;
	}
	load.done++;
	shared->operations = load.done;
}

// Notes who sent the SIGBUS, then dies of it.
static void die_of_bus_error(int number, siginfo_t *information, void *context)
{
	(void)context;
	int code = information->si_code;
	say("signal t1 SIGBUS %s", code == BUS_MCEERR_AO ? "BUS_MCEERR_AO" : code == BUS_MCEERR_AR ? "BUS_MCEERR_AR"
	    : code == BUS_ADRERR ? "BUS_ADRERR" : "other");
	say("note fsx was in %s", current_operation());
	linger();
	signal(number, SIG_DFL);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(number);
}

static void run_load(void)
{
	prctl(PR_SET_NAME, "t1");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	struct sigaction action = { .sa_sigaction = die_of_bus_error, .sa_flags = SA_SIGINFO };
	sigaction(SIGBUS, &action, NULL);
	load.random = options.seed ? options.seed : 1;
	snprintf(load.path, sizeof load.path, "%s/fsx", options.mount_point);
	begin("open", 0, 0);
	load.file = open_file();
	struct statx status;
	require(statx(load.file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) == 0);
	if (!(status.stx_attributes & STATX_ATTR_DAX))
		stop(STOPPED, "the file is not on DAX, so the test would prove nothing");
	for (;;)
		operate();
}

// ---- Steps 4 to 7 ----

// Says how the load ended, once. False when it has not.
static bool note_end(pid_t child, int seconds)
{
	int status = await_child(child, seconds);
	if (status == -1)
		return false;
	if (WIFSIGNALED(status))
		say("gone t1 signal %d", WTERMSIG(status));
	else
		say("gone t1 exited %d", WEXITSTATUS(status));
	return true;
}

// The state of a process in the kernel's letters, such as D; ? when it cannot be read.
static char state_of(pid_t process)
{
	char path[64], state = '?';
	snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
	FILE *file = fopen(path, "re");
	if (!file)
		return state;
	if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = '?';
	fclose(file);
	return state;
}

// The load may be stopped by an error later than step 6, or sleep in the kernel.
static void end_load(pid_t child)
{
	if (note_end(child, LOAD_LIMIT))
		return;
	say("note SIGKILL to t1");
	kill(child, SIGKILL);
	if (!note_end(child, LOAD_LIMIT))
		say("left t1 %c", state_of(child));
}

static int umount_filesystem(const char *mount_point)
{
	return umount2(mount_point, 0) ? errno : 0;
}

static int umount_at_last(void)
{
	int error = EBUSY;
	for (int tick = 0; tick < BUSY_LIMIT * 10 && error == EBUSY; tick++) {
		if (tick > 0)
			wait_ms(100);
		error = bounded("umount", umount_filesystem, options.mount_point, UMOUNT_LIMIT);
	}
	return error;
}

static void run_steps(void)
{
	char device[32], node[64];
	make_namespace(device, node);
	mkdir(options.mount_point, 0700);
	check("mkfs.xfs", bounded("mkfs", make_filesystem, node, STEP_LIMIT));
	check("mount", bounded("mount", mount_filesystem, node, STEP_LIMIT));
	say("step 2 mkfs.xfs and mount = 0");
	say("prepared");

	pid_t child = fork();
	check("fork", child < 0 ? errno : 0);
	if (child == 0)
		run_load();
	say("task t1 pid %d", (int)child);
	say("step 3 load = 0");
	wait_ms(1000);
	say("step 4 wait = 0");
	uint64_t before = shared->operations;
	say("step 5 unbind %s begins", device);
	int error = bounded("unbind", unbind, device, STEP_LIMIT);
	say("step 5 unbind %s = %s", device, result(error));
	wait_ms(1000);
	say("step 6 wait = 0");
	shared->step_6_over = true;
	end_load(child);
	say("note fsx seed %llu operations %llu before the unbind, %llu in all", (unsigned long long)options.seed,
	    (unsigned long long)before, (unsigned long long)shared->operations);
	error = umount_at_last();
	say("step 7 umount = %s", result(error));
	say("umount = %s", result(error));
	say("round over");
}

static void read_options(int count, char **words)
{
	for (int index = 1; index < count; index++) {
		const char *value = index + 1 < count ? words[index + 1] : NULL;
		if (strcmp(words[index], "--raw") == 0) {
			options.raw = true;
			continue;
		}
		if (strcmp(words[index], "--linger") == 0) {
			options.linger = true;
			continue;
		}
		if (value && strcmp(words[index], "--namespace") == 0)
			options.namespace = value;
		else if (value && strcmp(words[index], "--mount-point") == 0)
			options.mount_point = value;
		else if (value && strcmp(words[index], "--seed") == 0)
			options.seed = strtoull(value, NULL, 10);
		else {
			fprintf(stderr, "seven_steps: cannot use %s; options are --namespace NAME, --raw, --linger, "
				"--mount-point FOLDER, --seed N\n", words[index]);
			exit(64);
		}
		index++;
	}
}

int main(int count, char **words)
{
	read_options(count, words);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		perror("seven_steps: cannot get shared memory");
		return 71;
	}
	say("case seven-steps tasks 2 operations 7 rounds 1");
	say("round 0");
	run_steps();
	finish(0);
}
