// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Holds tasks of an unmodified kernel at chosen places, takes part in the memory notifier chain, and acts: as a walker of page
 * frame numbers, an allocator of pages, and a caller of alloc_contig_range(). x86-64, 5.10 to 7.3.
 *
 * A hold is a kprobe whose handler sends the task to a trampoline, where it waits in its own context: it sleeps where it may,
 * so that its processor is free, and keeps every lock that it has. A hold strikes once, and ends after a limit.
 *
 * Commands, one a write to /sys/kernel/debug/pageoffline/command:
 *
 *   [as ID] COMMAND                     the result goes by this name, see below
 *   hold NAME SYMBOL|ADDRESS [return] [nth=N] [comm=TASK] [pid=N] [REGISTER=VALUE]... [any=VALUE]
 *                                       any: the first, second or third argument
 *   notifier before|after ACTION [hold] [errno=N]     before or after the callbacks of priority 0
 *   release NAME                        a hold, or a notifier as `before:ACTION`
 *   address SYMBOL
 *   online PFN                          pfn_to_online_page()
 *   get PFN, put PFN                    get_page_unless_zero(), put_page()
 *   alloc PFN                           allocates movable pages of the page's node until it gets this one
 *   touch, free                         the page that alloc got
 *   contig PFN COUNT, uncontig PFN COUNT
 *   nolists NODE                        disables the node's per-CPU lists of pages, as zone_pcp_disable() does
 *   memory PFN COUNT                    which pageblocks are isolated, which sections online, the counts of the node
 *
 * /sys/kernel/debug/pageoffline/results has a line for each ID, /sys/kernel/debug/pageoffline/holds one for each hold.
 */
#include <linux/debugfs.h>
#include <linux/kprobes.h>
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/pageblock-flags.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/wait.h>

static unsigned int limit_ms = 60000;
module_param(limit_ms, uint, 0644);
MODULE_PARM_DESC(limit_ms, "the longest that a task is held");

enum stage { FREE, ARMED, INSIDE, HOLDING, PASSED };

static const char *const stage_names[] = { "free", "armed", "inside", "holding", "passed" };

static DECLARE_WAIT_QUEUE_HEAD(released);

/* Waits in whatever context the task is in, until somebody moves the stage on. */
static bool wait_here(int *stage)
{
	bool in_time = true;

	if (in_atomic() || irqs_disabled()) {
		u64 end = local_clock() + (u64)limit_ms * NSEC_PER_MSEC;

		while (READ_ONCE(*stage) == HOLDING && in_time) {
			cpu_relax();
			in_time = local_clock() < end;
		}
	} else {
		in_time = wait_event_timeout(released, READ_ONCE(*stage) != HOLDING, msecs_to_jiffies(limit_ms));
	}
	WRITE_ONCE(*stage, PASSED);
	return in_time;
}

/* ---- holds ---- */

#define MOST_CONDITIONS 3

struct condition {
	size_t offset;
	unsigned long value;
};

/* Instead of an offset: one of the first three arguments, whichever it is in this kernel. */
#define ANY_ARGUMENT ((size_t)-1)

struct hold {
	struct kprobe probe;
	char name[24], symbol[64], comm[TASK_COMM_LEN];
	int stage, nth, pid;
	bool at_return, late;
	int conditions;
	struct condition condition[MOST_CONDITIONS];
	struct task_struct *task;
	char task_comm[TASK_COMM_LEN];
	int task_pid;
	/* Where the task goes on: the probed instruction, or the caller. */
	unsigned long resume;
	unsigned long hits, result;
};

#define MOST_HOLDS 32
static struct hold holds[MOST_HOLDS];

#define REGISTER(name) { #name, offsetof(struct pt_regs, name) }
static const struct {
	const char *name;
	size_t offset;
} registers[] = {
	REGISTER(ax), REGISTER(bx), REGISTER(cx), REGISTER(dx), REGISTER(si), REGISTER(di), REGISTER(bp), REGISTER(r8),
	REGISTER(r9), REGISTER(r10), REGISTER(r11), REGISTER(r12), REGISTER(r13), REGISTER(r14), REGISTER(r15),
};

/* What the trampoline pushes, from the last pushed on. */
struct saved {
	unsigned long r15, r14, r13, r12, r11, r10, r9, r8, bp, di, si, dx, cx, bx, ax, flags, resume;
};

void pageoffline_trampoline(void);
void pageoffline_held(struct saved *saved);

/* The task comes here from the trampoline; it returns to where it was going. */
__visible void pageoffline_held(struct saved *saved)
{
	int i;

	for (i = 0; i < MOST_HOLDS; i++) {
		struct hold *hold = &holds[i];
		int stage = READ_ONCE(hold->stage);

		if (hold->task != current || (stage != INSIDE && stage != HOLDING) || hold->at_return != (stage == INSIDE))
			continue;
		saved->resume = hold->resume;
		hold->result = saved->ax;
		WRITE_ONCE(hold->stage, HOLDING);
		hold->late = !wait_here(&hold->stage);
		hold->task = NULL;
		return;
	}
	panic("pageoffline: a task is held by nothing");
}

asm(".text\n"
    ".type pageoffline_trampoline, @function\n"
    "pageoffline_trampoline:\n"
    "	pushq $0\n" /* becomes saved.resume, which the last instruction returns to */
    "	pushfq\n"
    "	pushq %rax\n	pushq %rbx\n	pushq %rcx\n	pushq %rdx\n	pushq %rsi\n	pushq %rdi\n"
    "	pushq %rbp\n	pushq %r8\n	pushq %r9\n	pushq %r10\n	pushq %r11\n"
    "	pushq %r12\n	pushq %r13\n	pushq %r14\n	pushq %r15\n"
    "	cld\n"
    "	movq %rsp, %rdi\n"
    "	movq %rsp, %rbx\n"
    "	andq $-16, %rsp\n"
    "	call pageoffline_held\n"
    "	movq %rbx, %rsp\n"
    "	popq %r15\n	popq %r14\n	popq %r13\n	popq %r12\n"
    "	popq %r11\n	popq %r10\n	popq %r9\n	popq %r8\n	popq %rbp\n"
    "	popq %rdi\n	popq %rsi\n	popq %rdx\n	popq %rcx\n	popq %rbx\n	popq %rax\n"
    "	popfq\n"
    "	ret\n"
    "	int3\n"
    ".size pageoffline_trampoline, . - pageoffline_trampoline\n");

static bool is_met(const struct condition *condition, const struct pt_regs *regs)
{
	const unsigned long value = condition->value;

	if (condition->offset == ANY_ARGUMENT)
		return regs->di == value || regs->si == value || regs->dx == value;
	return *(const unsigned long *)((const char *)regs + condition->offset) == value;
}

static bool is_meant(const struct hold *hold, const struct pt_regs *regs)
{
	int i;

	if (hold->comm[0] && strncmp(current->comm, hold->comm, strlen(hold->comm)))
		return false;
	if (hold->pid && current->pid != hold->pid)
		return false;
	for (i = 0; i < hold->conditions; i++)
		if (!is_met(&hold->condition[i], regs))
			return false;
	return true;
}

static int strike(struct kprobe *probe, struct pt_regs *regs)
{
	struct hold *hold = container_of(probe, struct hold, probe);

	if (READ_ONCE(hold->stage) != ARMED || !is_meant(hold, regs))
		return 0;
	hold->hits++;
	if (hold->hits < hold->nth)
		return 0;
	/* Only one task is the first, whatever the others do. */
	if (cmpxchg(&hold->stage, ARMED, hold->at_return ? INSIDE : HOLDING) != ARMED)
		return 0;
	memcpy(hold->task_comm, current->comm, TASK_COMM_LEN);
	hold->task_pid = current->pid;
	WRITE_ONCE(hold->task, current);
	if (hold->at_return) {
		unsigned long *return_address = (unsigned long *)regs->sp;

		hold->resume = *return_address;
		*return_address = (unsigned long)pageoffline_trampoline;
		return 0;
	}
	hold->resume = (unsigned long)probe->addr;
	regs->ip = (unsigned long)pageoffline_trampoline;
	return 1;
}
NOKPROBE_SYMBOL(strike);

/* Keeps the probe from being optimised into a jump, where changing the instruction pointer has no effect. */
static void after_strike(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}
NOKPROBE_SYMBOL(after_strike);

/* Holds that struck are taken away when room is needed: to do so waits for every processor. */
static struct hold *room_for_hold(void)
{
	int i;

	for (i = 0; i < MOST_HOLDS; i++)
		if (holds[i].stage == FREE)
			return &holds[i];
	for (i = 0; i < MOST_HOLDS; i++) {
		if (READ_ONCE(holds[i].stage) != PASSED || READ_ONCE(holds[i].task))
			continue;
		unregister_kprobe(&holds[i].probe);
		return &holds[i];
	}
	return NULL;
}

static int offset_of(const char *name, size_t *offset)
{
	int i;

	if (!strcmp(name, "any")) {
		*offset = ANY_ARGUMENT;
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(registers); i++) {
		if (strcmp(registers[i].name, name))
			continue;
		*offset = registers[i].offset;
		return 0;
	}
	return -EINVAL;
}

static int add_condition(struct hold *hold, const char *name, const char *value)
{
	struct condition *condition = &hold->condition[hold->conditions];
	int error;

	if (hold->conditions == MOST_CONDITIONS)
		return -E2BIG;
	error = offset_of(name, &condition->offset);
	if (error)
		return error;
	hold->conditions++;
	return kstrtoul(value, 0, &condition->value);
}

static int read_option(struct hold *hold, char *option)
{
	char *name = strsep(&option, "=");

	if (!option) {
		hold->at_return = !strcmp(name, "return");
		return hold->at_return ? 0 : -EINVAL;
	}
	if (!strcmp(name, "comm"))
		return strscpy(hold->comm, option, sizeof(hold->comm)) < 0 ? -EINVAL : 0;
	if (!strcmp(name, "pid"))
		return kstrtoint(option, 0, &hold->pid);
	if (!strcmp(name, "nth"))
		return kstrtoint(option, 0, &hold->nth);
	return add_condition(hold, name, option);
}

static int add_hold(char *arguments)
{
	struct hold *hold = room_for_hold();
	char *name = strsep(&arguments, " "), *symbol = strsep(&arguments, " "), *option;
	unsigned long address;
	int error = 0;

	if (!hold)
		return -ENOSPC;
	if (!symbol)
		return -EINVAL;
	memset(hold, 0, sizeof(*hold));
	if (strscpy(hold->name, name, sizeof(hold->name)) < 0 || strscpy(hold->symbol, symbol, sizeof(hold->symbol)) < 0)
		return -EINVAL;
	while (!error && (option = strsep(&arguments, " ")))
		error = read_option(hold, option);
	if (error)
		return error;
	if (kstrtoul(hold->symbol, 0, &address) == 0)
		hold->probe.addr = (kprobe_opcode_t *)address;
	else
		hold->probe.symbol_name = hold->symbol;
	hold->probe.pre_handler = strike;
	hold->probe.post_handler = after_strike;
	hold->stage = ARMED;
	error = register_kprobe(&hold->probe);
	if (error)
		hold->stage = FREE;
	return error;
}

/* ---- notifiers ---- */

/* What a listener does when one action comes by: it may hold, and then veto. */
struct response {
	int stage, error;
	bool holds, late;
};

static const struct {
	const char *name;
	unsigned long action;
} actions[] = {
	{ "GOING_OFFLINE", MEM_GOING_OFFLINE }, { "CANCEL_OFFLINE", MEM_CANCEL_OFFLINE }, { "OFFLINE", MEM_OFFLINE },
	{ "GOING_ONLINE", MEM_GOING_ONLINE },	{ "CANCEL_ONLINE", MEM_CANCEL_ONLINE },	  { "ONLINE", MEM_ONLINE },
};

struct listener {
	struct notifier_block block;
	const char *name;
	struct response responses[ARRAY_SIZE(actions)];
};

static int listen(struct notifier_block *block, unsigned long action, void *memory)
{
	struct listener *listener = container_of(block, struct listener, block);
	struct response *response = NULL;
	int i;

	for (i = 0; i < ARRAY_SIZE(actions); i++)
		if (actions[i].action == action)
			response = &listener->responses[i];
	if (!response || READ_ONCE(response->stage) != ARMED)
		return NOTIFY_DONE;
	if (response->holds) {
		WRITE_ONCE(response->stage, HOLDING);
		response->late = !wait_here(&response->stage);
	}
	WRITE_ONCE(response->stage, PASSED);
	return notifier_from_errno(-response->error);
}

static struct listener listeners[] = {
	{ .block = { .notifier_call = listen, .priority = 50 }, .name = "before" },
	{ .block = { .notifier_call = listen, .priority = -50 }, .name = "after" },
};

static struct response *response_named(const char *side, const char *action)
{
	int i, j;

	for (i = 0; side && i < ARRAY_SIZE(listeners); i++)
		for (j = 0; action && j < ARRAY_SIZE(actions); j++)
			if (!strcmp(listeners[i].name, side) && !strcmp(actions[j].name, action))
				return &listeners[i].responses[j];
	return NULL;
}

static int arm_notifier(char *arguments)
{
	char *side = strsep(&arguments, " "), *action = strsep(&arguments, " "), *option;
	struct response *response = response_named(side, action);
	int error = 0;

	if (!response)
		return -EINVAL;
	if (READ_ONCE(response->stage) == HOLDING)
		return -EBUSY;
	response->error = 0;
	response->holds = response->late = false;
	while (!error && (option = strsep(&arguments, " "))) {
		if (!strcmp(option, "hold"))
			response->holds = true;
		else if (!strncmp(option, "errno=", 6))
			error = kstrtoint(option + 6, 0, &response->error);
		else
			error = -EINVAL;
	}
	if (!error)
		WRITE_ONCE(response->stage, ARMED);
	return error;
}

static int release(char *name)
{
	char *action = name ? strchr(name, ':') : NULL;
	int i, found = 0;

	if (action) {
		struct response *response;

		*action++ = 0;
		response = response_named(name, action);
		if (!response)
			return -ENOENT;
		WRITE_ONCE(response->stage, PASSED);
		wake_up_all(&released);
		return 0;
	}
	for (i = 0; name && i < MOST_HOLDS; i++) {
		struct hold *hold = &holds[i];

		if (hold->stage == FREE || strcmp(hold->name, name))
			continue;
		/* One that has not struck never will; one whose task is on its way back to the caller strikes there. */
		if (cmpxchg(&hold->stage, HOLDING, PASSED) == HOLDING || cmpxchg(&hold->stage, ARMED, PASSED) == ARMED)
			found = 1;
	}
	wake_up_all(&released);
	return found ? 0 : -ENOENT;
}

/* ---- what the module does itself ---- */

#define RESULT 2048

static struct page *taken;

static void alloc_page_at(unsigned long pfn, char *result)
{
	const int node = page_to_nid(pfn_to_page(pfn));
	struct page *page, *next;
	LIST_HEAD(others);
	unsigned long count = 0;
	bool got = false;

	while (!got && count < 4 * PAGES_PER_SECTION) {
		page = alloc_pages_node(node, GFP_HIGHUSER_MOVABLE | __GFP_THISNODE | __GFP_NOWARN | __GFP_NORETRY, 0);
		if (!page)
			break;
		count++;
		got = page_to_pfn(page) == pfn;
		if (got)
			taken = page;
		else
			list_add(&page->lru, &others);
	}
	list_for_each_entry_safe(page, next, &others, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	scnprintf(result, RESULT, "%s after %lu pages", got ? "got" : "no", count);
}

static int contig(unsigned long pfn, unsigned long count)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
	return alloc_contig_range(pfn, pfn + count, ACR_FLAGS_NONE, GFP_KERNEL);
#else
	return alloc_contig_range(pfn, pfn + count, MIGRATE_MOVABLE, GFP_KERNEL);
#endif
}

/* The bits of a pageblock, read without zone->lock. */
static bool is_isolated(unsigned long pfn)
{
	struct mem_section *section = __pfn_to_section(pfn);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
	const unsigned int width = roundup_pow_of_two(__NR_PAGEBLOCK_BITS), first = PB_migrate_isolate, mask = 1;
	const unsigned long wanted = 1;
#else
	const unsigned int width = NR_PAGEBLOCK_BITS, first = PB_migrate, mask = MIGRATETYPE_MASK;
	const unsigned long wanted = MIGRATE_ISOLATE;
#endif
	unsigned long at = ((pfn & (PAGES_PER_SECTION - 1)) >> pageblock_order) * width + first;
	const unsigned long *bits = section_to_usemap(section);

	return ((bits[at / BITS_PER_LONG] >> (at % BITS_PER_LONG)) & mask) == wanted;
}

/* One character a pageblock: isolated or not, and - where there is no memory. One a section: online or not. */
static void memory_state(unsigned long pfn, unsigned long count, char *result)
{
	unsigned long at, managed = 0, present = 0;
	int length = scnprintf(result, RESULT, "pageblocks "), zone;

	for (at = pfn; at < pfn + count; at += pageblock_nr_pages)
		length += scnprintf(result + length, RESULT - length, "%c",
				    !valid_section_nr(pfn_to_section_nr(at)) ? '-' : is_isolated(at) ? 'i' : '.');
	length += scnprintf(result + length, RESULT - length, " sections ");
	for (at = pfn; at < pfn + count; at += PAGES_PER_SECTION)
		length += scnprintf(result + length, RESULT - length, "%c",
				    online_section_nr(pfn_to_section_nr(at)) ? 'o' : '.');
	for (zone = 0; node_online(1) && zone < MAX_NR_ZONES; zone++) {
		managed += zone_managed_pages(&NODE_DATA(1)->node_zones[zone]);
		present += NODE_DATA(1)->node_zones[zone].present_pages;
	}
	scnprintf(result + length, RESULT - length, " managed %ld present %ld", (long)managed, (long)present);
}

static void disable_lists(struct zone *zone)
{
	int cpu;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	zone->pageset_high_min = zone->pageset_high_max = 0;
	zone->pageset_batch = 1;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
	zone->pageset_high = 0;
	zone->pageset_batch = 1;
#endif
	for_each_possible_cpu(cpu) {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
		struct per_cpu_pages *lists = per_cpu_ptr(zone->per_cpu_pageset, cpu);
#else
		struct per_cpu_pages *lists = &per_cpu_ptr(zone->pageset, cpu)->pcp;
#endif

		WRITE_ONCE(lists->batch, 1);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
		WRITE_ONCE(lists->high_min, 0);
		WRITE_ONCE(lists->high_max, 0);
#endif
		WRITE_ONCE(lists->high, 0);
	}
}

/* What is freed goes through a list at once. A zone that changes its size, or that offlining lets have its lists again, has them again. */
static int disable_lists_of(unsigned long node)
{
	int zone;

	if (node >= MAX_NUMNODES || !node_online(node))
		return -ENXIO;
	for (zone = 0; zone < MAX_NR_ZONES; zone++)
		if (populated_zone(&NODE_DATA(node)->node_zones[zone]))
			disable_lists(&NODE_DATA(node)->node_zones[zone]);
	return 0;
}

static void address_of(const char *symbol, char *result)
{
	struct kprobe probe = { .symbol_name = symbol };
	int error = register_kprobe(&probe);

	if (error) {
		scnprintf(result, RESULT, "none %d", -error);
		return;
	}
	scnprintf(result, RESULT, "0x%lx", (unsigned long)probe.addr);
	unregister_kprobe(&probe);
}

static int page_command(const char *name, unsigned long pfn, unsigned long count, char *result)
{
	struct page *page = pfn_valid(pfn) ? pfn_to_page(pfn) : NULL;

	if (!page)
		return -ENXIO;
	if (!strcmp(name, "online"))
		scnprintf(result, RESULT, "%s", pfn_to_online_page(pfn) ? "page" : "NULL");
	else if (!strcmp(name, "get"))
		scnprintf(result, RESULT, "%s", get_page_unless_zero(page) ? "got" : "refused");
	else if (!strcmp(name, "put"))
		put_page(page);
	else if (!strcmp(name, "alloc"))
		alloc_page_at(pfn, result);
	else if (!strcmp(name, "contig") && count)
		scnprintf(result, RESULT, "%d", contig(pfn, count));
	else if (!strcmp(name, "uncontig") && count)
		free_contig_range(pfn, count);
	else if (!strcmp(name, "memory") && count)
		memory_state(pfn, count, result);
	else
		return -EINVAL;
	return 0;
}

static int taken_command(const char *name)
{
	if (!taken)
		return -ENOENT;
	if (!strcmp(name, "touch")) {
		memset(page_address(taken), 0xa5, 64);
		return 0;
	}
	__free_page(taken);
	taken = NULL;
	return 0;
}

static int run_command(char *line, char *result)
{
	char *name = strsep(&line, " "), *word;
	unsigned long pfn, count = 0;

	if (!strcmp(name, "touch") || !strcmp(name, "free"))
		return taken_command(name);
	if (!line)
		return -EINVAL;
	if (!strcmp(name, "hold"))
		return add_hold(line);
	if (!strcmp(name, "notifier"))
		return arm_notifier(line);
	if (!strcmp(name, "release"))
		return release(line);
	if (!strcmp(name, "address")) {
		address_of(line, result);
		return 0;
	}
	word = strsep(&line, " ");
	if (kstrtoul(word, 0, &pfn) || (line && kstrtoul(line, 0, &count)))
		return -EINVAL;
	if (!strcmp(name, "nolists"))
		return disable_lists_of(pfn);
	return page_command(name, pfn, count, result);
}

/* ---- files ---- */

#define MOST_RESULTS 16

static struct {
	char id[16];
	char text[RESULT];
} results[MOST_RESULTS];
static DEFINE_MUTEX(results_lock);

static void keep_result(const char *id, const char *text)
{
	int i;

	mutex_lock(&results_lock);
	for (i = 0; i < MOST_RESULTS - 1; i++)
		if (!results[i].id[0] || !strcmp(results[i].id, id))
			break;
	strscpy(results[i].id, id, sizeof(results[i].id));
	strscpy(results[i].text, text, sizeof(results[i].text));
	mutex_unlock(&results_lock);
}

static ssize_t write_command(struct file *file, const char __user *bytes, size_t length, loff_t *at)
{
	char *line = memdup_user_nul(bytes, min_t(size_t, length, 1024)), *command, *id = "-", *result;
	int error;

	if (IS_ERR(line))
		return PTR_ERR(line);
	result = kzalloc(RESULT, GFP_KERNEL);
	command = strim(line);
	if (!strncmp(command, "as ", 3)) {
		command += 3;
		id = strsep(&command, " ");
	}
	error = command && result ? run_command(command, result) : -EINVAL;
	if (!error)
		keep_result(id, result);
	kfree(result);
	kfree(line);
	return error ? error : length;
}

static int results_show(struct seq_file *out, void *unused)
{
	int i;

	mutex_lock(&results_lock);
	for (i = 0; i < MOST_RESULTS; i++)
		if (results[i].id[0])
			seq_printf(out, "%s %s\n", results[i].id, results[i].text);
	mutex_unlock(&results_lock);
	return 0;
}

static int holds_show(struct seq_file *out, void *unused)
{
	int i, j;

	for (i = 0; i < ARRAY_SIZE(listeners); i++)
		for (j = 0; j < ARRAY_SIZE(actions); j++) {
			const struct response *response = &listeners[i].responses[j];

			if (READ_ONCE(response->stage) != FREE)
				seq_printf(out, "%s:%s %s late=%d\n", listeners[i].name, actions[j].name,
					   stage_names[READ_ONCE(response->stage)], response->late);
		}
	for (i = 0; i < MOST_HOLDS; i++) {
		const struct hold *hold = &holds[i];

		if (READ_ONCE(hold->stage) != FREE)
			seq_printf(out, "%s %s late=%d hits=%lu task=%s/%d result=0x%lx\n", hold->name,
				   stage_names[READ_ONCE(hold->stage)], hold->late, hold->hits,
				   hold->task_comm[0] ? hold->task_comm : "-", hold->task_pid, hold->result);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(results);
DEFINE_SHOW_ATTRIBUTE(holds);

static const struct file_operations command_operations = { .owner = THIS_MODULE, .write = write_command };

/* There is no way out: a task that is held would return to code that is gone. */
static int __init pageoffline_init(void)
{
	struct dentry *folder = debugfs_create_dir("pageoffline", NULL);
	int i;

	debugfs_create_file("command", 0200, folder, NULL, &command_operations);
	debugfs_create_file("results", 0400, folder, NULL, &results_fops);
	debugfs_create_file("holds", 0400, folder, NULL, &holds_fops);
	for (i = 0; i < ARRAY_SIZE(listeners); i++)
		register_memory_notifier(&listeners[i].block);
	return 0;
}
module_init(pageoffline_init);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Holds tasks at chosen places, for pageoffline reproduce");
