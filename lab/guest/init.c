/* SPDX-License-Identifier: MIT */
/*
 * The first and only process of a lab guest. It mounts the pseudo file systems, loads modules, and then serves commands from
 * the second serial port, one a line. Each answer is any number of lines, then "=END errno microseconds".
 *
 *   ping
 *   read PATH                    the file's content
 *   write PATH VALUE             one write(2)
 *   append PATH VALUE            the same behind what is there
 *   spawn CPU ID PATH VALUE      the same in a child, which a signal may interrupt; answers its pid; CPU -1: any
 *   ended ID                     how a child ended: "errno=N seconds=S", or nothing while it runs
 *   signal PID                   SIGUSR1 to a child
 *   insmod FILE [PARAMETERS]     finit_module(2) of /mod/FILE.ko
 *   rmmod NAME
 *   log                          new lines of the kernel log
 *   kcore CPU ID ADDRESS         reads 64 bytes of /proc/kcore at a virtual address, in a child
 *   pin FIRST END                makes a user page with a page frame number in the range, and a pipe's reference to it
 *   unpin
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096UL
#define LOAD_PASSES 8
#define MAX_MODULES 32

static int port;

static void put(const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(port, bytes, length);

		if (written <= 0)
			return;
		bytes += written;
		length -= written;
	}
}

static void say(const char *format, ...)
{
	char text[1024];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	put(text, length < (int)sizeof(text) ? length : (int)sizeof(text) - 1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int load(const char *name, const char *parameters)
{
	char path[128];
	int file, error;

	snprintf(path, sizeof(path), "/mod/%s.ko", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return errno;
	error = syscall(SYS_finit_module, file, parameters, 0) ? errno : 0;
	close(file);
	return error;
}

/* Each pass loads what it can, so that no order of dependencies need be known. */
static void load_listed(void)
{
	static char names[MAX_MODULES][64];
	FILE *list = fopen("/modlist", "r");
	int count = 0, left, pass, i;

	while (list && count < MAX_MODULES && fgets(names[count], sizeof(names[0]), list)) {
		names[count][strcspn(names[count], "\n")] = 0;
		if (names[count][0])
			count++;
	}
	if (list)
		fclose(list);
	for (pass = 0, left = count; pass < LOAD_PASSES && left; pass++) {
		for (i = 0; i < count; i++) {
			int error = names[i][0] ? load(names[i], "") : EEXIST;

			if (names[i][0] && (!error || error == EEXIST)) {
				names[i][0] = 0;
				left--;
			}
		}
	}
}

static int read_file(const char *path)
{
	char bytes[4096];
	ssize_t length;
	int file = open(path, O_RDONLY | O_CLOEXEC), error;

	if (file < 0)
		return errno;
	while ((length = read(file, bytes, sizeof(bytes))) > 0)
		put(bytes, length);
	error = length < 0 ? errno : 0;
	close(file);
	return error;
}

static int write_file(const char *path, const char *value, int how)
{
	int file = open(path, O_WRONLY | O_CLOEXEC | how), error;

	if (file < 0)
		return errno;
	error = write(file, value, strlen(value)) < 0 ? errno : 0;
	close(file);
	return error;
}

static void wake(int number) { (void)number; }

/* A child that signals interrupt: without SA_RESTART the write ends with EINTR, as a shell's would not. Its name is its ID. */
static pid_t child(int cpu, const char *id)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct sigaction action = { .sa_handler = wake };

		sigaction(SIGUSR1, &action, NULL);
		prctl(PR_SET_NAME, id);
		if (cpu >= 0) {
			cpu_set_t one;

			CPU_ZERO(&one);
			CPU_SET(cpu, &one);
			sched_setaffinity(0, sizeof(one), &one);
		}
	}
	return pid;
}

static void result_path(char *path, size_t size, const char *id) { snprintf(path, size, "/tmp/%s", id); }

/* Written whole or not at all: the reader never sees half of it. */
static void write_result(const char *id, const char *format, ...)
{
	char path[64], unfinished[80];
	va_list arguments;
	FILE *file;

	result_path(path, sizeof(path), id);
	snprintf(unfinished, sizeof(unfinished), "%s.new", path);
	file = fopen(unfinished, "w");
	if (!file)
		return;
	va_start(arguments, format);
	vfprintf(file, format, arguments);
	va_end(arguments);
	fclose(file);
	rename(unfinished, path);
}

static void forget_result(const char *id)
{
	char path[64];

	result_path(path, sizeof(path), id);
	unlink(path);
}

static int spawn_write(int cpu, const char *id, const char *path, const char *value)
{
	pid_t pid;

	forget_result(id);
	pid = child(cpu, id);
	if (pid == 0) {
		double start = now();
		int error = write_file(path, value, 0);

		write_result(id, "errno=%d seconds=%.3f\n", error, now() - start);
		_exit(0);
	}
	if (pid < 0)
		return errno;
	say("pid=%d", pid);
	return 0;
}

/* The offset in /proc/kcore of a virtual address, 0 if no segment has it. */
static unsigned long kcore_offset(int file, unsigned long address)
{
	static char headers[65536];
	ssize_t length = pread(file, headers, sizeof(headers), 0);
	const Elf64_Ehdr *elf = (const Elf64_Ehdr *)headers;
	const Elf64_Phdr *segment;
	int i;

	if (length < (ssize_t)sizeof(*elf))
		return 0;
	segment = (const Elf64_Phdr *)(headers + elf->e_phoff);
	for (i = 0; i < elf->e_phnum; i++) {
		if (segment[i].p_type == PT_LOAD && address - segment[i].p_vaddr < segment[i].p_memsz)
			return segment[i].p_offset + (address - segment[i].p_vaddr);
	}
	return 0;
}

static int spawn_kcore(int cpu, const char *id, unsigned long address)
{
	pid_t pid;

	forget_result(id);
	pid = child(cpu, id);
	if (pid == 0) {
		unsigned char bytes[64] = { 0 };
		double start = now();
		int file = open("/proc/kcore", O_RDONLY | O_CLOEXEC), i;
		unsigned long offset = file < 0 ? 0 : kcore_offset(file, address);
		ssize_t length = offset ? pread(file, bytes, sizeof(bytes), offset) : -1;
		int nonzero = 0;

		for (i = 0; i < (int)sizeof(bytes); i++)
			nonzero += bytes[i] != 0;
		write_result(id, "errno=%d seconds=%.3f length=%zd nonzero=%d\n", length < 0 ? errno : 0, now() - start, length,
			     nonzero);
		_exit(0);
	}
	if (pid < 0)
		return errno;
	say("pid=%d", pid);
	return 0;
}

static unsigned long pfn_of(int pagemap, const char *address)
{
	unsigned long entry = 0;

	pread(pagemap, &entry, sizeof(entry), (unsigned long)address / PAGE * sizeof(entry));
	return entry >> 63 ? entry & ((1UL << 55) - 1) : 0;
}

static int pinned[2] = { -1, -1 };

#define SYS_MBIND_PREFERRED 1

static int pin(unsigned long first, unsigned long end)
{
	const size_t size = 64UL << 20;
	unsigned long nodes = 2, pfn = 0;
	char *memory;
	size_t at;
	int pagemap, found = 0;

	if (pinned[0] >= 0)
		return EBUSY;
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return errno;
	madvise(memory, size, MADV_NOHUGEPAGE);
	syscall(SYS_mbind, memory, size, SYS_MBIND_PREFERRED, &nodes, 64, 0);
	pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	for (at = 0; at < size && !found; at += PAGE) {
		memory[at] = 1;
		pfn = pfn_of(pagemap, memory + at);
		found = pfn >= first && pfn < end;
	}
	if (found && pipe(pinned) == 0) {
		struct iovec page = { memory + at - PAGE, PAGE };

		found = vmsplice(pinned[1], &page, 1, 0) == (ssize_t)PAGE;
	}
	close(pagemap);
	munmap(memory, size);
	if (!found)
		return ENOENT;
	say("pfn=%lu", pfn);
	return 0;
}

static int unpin(void)
{
	if (pinned[0] < 0)
		return ENOENT;
	close(pinned[0]);
	close(pinned[1]);
	pinned[0] = pinned[1] = -1;
	return 0;
}

static int new_log(int log)
{
	char record[8192];
	ssize_t length;

	while ((length = read(log, record, sizeof(record) - 1)) > 0 || (length < 0 && errno == EPIPE)) {
		char *text;

		if (length < 0)
			continue;
		record[length] = 0;
		text = strchr(record, ';');
		if (text)
			say("%.*s\n", (int)strcspn(text + 1, "\n"), text + 1);
	}
	return 0;
}

static int command(char *line, int log)
{
	char *rest = line, *name = strsep(&rest, " ");
	char *words[3];

	if (!strcmp(name, "ping"))
		return 0;
	if (!strcmp(name, "log"))
		return new_log(log);
	if (!strcmp(name, "unpin"))
		return unpin();
	if (!rest)
		return EINVAL;
	if (!strcmp(name, "read"))
		return read_file(rest);
	if (!strcmp(name, "signal"))
		return kill(atoi(rest), SIGUSR1) ? errno : 0;
	if (!strcmp(name, "rmmod"))
		return syscall(SYS_delete_module, rest, O_NONBLOCK) ? errno : 0;
	if (!strcmp(name, "ended")) {
		char path[64];
		int error;

		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		result_path(path, sizeof(path), rest);
		error = read_file(path);
		return error == ENOENT ? 0 : error;
	}
	words[0] = strsep(&rest, " ");
	if (!strcmp(name, "insmod"))
		return load(words[0], rest ? rest : "");
	if (!rest)
		return EINVAL;
	if (!strcmp(name, "write"))
		return write_file(words[0], rest, 0);
	if (!strcmp(name, "append"))
		return write_file(words[0], rest, O_APPEND);
	if (!strcmp(name, "pin"))
		return pin(strtoul(words[0], NULL, 0), strtoul(rest, NULL, 0));
	words[1] = strsep(&rest, " ");
	if (!rest)
		return EINVAL;
	if (!strcmp(name, "kcore"))
		return spawn_kcore(atoi(words[0]), words[1], strtoul(rest, NULL, 0));
	words[2] = strsep(&rest, " ");
	if (!rest)
		return EINVAL;
	if (!strcmp(name, "spawn"))
		return spawn_write(atoi(words[0]), words[1], words[2], rest);
	return ENOSYS;
}

static void open_port(void)
{
	struct termios settings;

	port = open("/dev/ttyS1", O_RDWR | O_NOCTTY | O_CLOEXEC);
	tcgetattr(port, &settings);
	cfmakeraw(&settings);
	tcsetattr(port, TCSANOW, &settings);
}

int main(void)
{
	static const char *const folders[] = { "/proc", "/sys", "/dev", "/tmp" };
	char line[4096];
	size_t i;
	int log;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		mkdir(folders[i], 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("tmpfs", "/tmp", "tmpfs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, NULL);
	load_listed();
	open_port();
	log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	say("READY\n");
	for (;;) {
		size_t length = 0;
		double start;
		int error;
		char c;

		while (read(port, &c, 1) == 1 && c != '\n') {
			if (length < sizeof(line) - 1)
				line[length++] = c;
		}
		line[length] = 0;
		start = now();
		error = command(line, log);
		say("\n=END %d %d\n", error, (int)((now() - start) * 1e6));
	}
}
