/*
 * A breadth-first search of every state, each stored whole. It prints how many states and transitions there are, which properties
 * are violated and in how many steps, and the shortest run to a violation of those that are named as arguments.
 */

typedef struct Node {
  uint32_t parent;
  uint8_t process, branch;
} Node;

static Model *states;
static Node *nodes;
static size_t found = 0, room = 1 << 16;
/* The number of a state and 1; 0 where none is. Beside it a part of its hash, which spares most comparisons. */
static struct { uint32_t number, hash; } *table;
static size_t mask = (1 << 18) - 1;

static void *need(void *memory) {
  if (memory == NULL) {
    fputs("out of memory\n", stderr);
    exit(3);
  }
  return memory;
}

static uint64_t hash_of(const Model *state) {
  const unsigned char *bytes = (const unsigned char *)state;
  uint64_t hash = 0x9e3779b97f4a7c15u, word;
  size_t i = 0;
  for (; i + 8 <= sizeof(Model); i += 8) {
    memcpy(&word, bytes + i, 8);
    hash = (hash ^ word) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  word = 0;
  memcpy(&word, bytes + i, sizeof(Model) - i);
  hash = (hash ^ word) * 0xff51afd7ed558ccdu;
  return hash ^ hash >> 29;
}

static void grow_table(void) {
  size_t old = mask + 1;
  mask = 2 * mask + 1;
  void *smaller = table;
  const struct { uint32_t number, hash; } *from = smaller;
  table = need(calloc(mask + 1, sizeof *table));
  for (size_t i = 0; i < old; i++) {
    if (from[i].number == 0) continue;
    size_t slot = hash_of(states + from[i].number - 1) & mask;
    while (table[slot].number != 0) slot = (slot + 1) & mask;
    table[slot].number = from[i].number;
    table[slot].hash = from[i].hash;
  }
  free(smaller);
}

/* Whether it was not known. */
static int add(const Model *state, uint32_t parent, int process, int branch) {
  uint64_t hash = hash_of(state);
  uint32_t part = hash >> 32;
  size_t slot = hash & mask;
  for (; table[slot].number != 0; slot = (slot + 1) & mask)
    if (table[slot].hash == part && memcmp(states + table[slot].number - 1, state, sizeof *state) == 0) return 0;
  if (found == room) {
    room *= 2;
    states = need(realloc(states, room * sizeof *states));
    nodes = need(realloc(nodes, room * sizeof *nodes));
  }
  memcpy(states + found, state, sizeof *state);
  nodes[found] = (Node){parent, process, branch};
  table[slot].number = ++found;
  table[slot].hash = part;
  if (found > UINT32_MAX - 2) model_error("more states than can be numbered");
  if (2 * found > mask) grow_table();
  return 1;
}

static size_t steps_to(size_t state) {
  size_t steps = 0;
  for (; state != 0; state = nodes[state].parent) steps++;
  return steps;
}

static void print_run(size_t state) {
  if (state == 0) return;
  const Node *node = nodes + state;
  print_run(node->parent);
  printf("  %s: %s\n", process_names[node->process], label(states + node->parent, node->process, node->branch));
}

/* The first state that violates each property, and 1. */
static size_t violation[PROPERTIES + 1];

static void look_at(size_t state) {
  for (int i = 0; i < PROPERTIES; i++)
    if (violation[i] == 0 && is_violated(states + state, i)) violation[i] = state + 1;
}

int main(int arguments, char **argument) {
  states = need(malloc(room * sizeof *states));
  nodes = need(malloc(room * sizeof *nodes));
  table = need(calloc(mask + 1, sizeof *table));
  static Model present, next, initial;
  initial = INITIAL;
  if (!is_in_range(&initial)) model_error("a value out of its range at the start");
  add(&initial, 0, 0, 0);
  look_at(0);
  unsigned long long transitions = 0;
  size_t depth = 0, next_depth = 1, deadlock = 0;
  for (size_t i = 0; i < found; i++) {
    if (i == next_depth) {
      depth++;
      next_depth = found;
    }
    memcpy(&present, states + i, sizeof present);
    if (is_halted(&present)) continue;
    unsigned long long before = transitions;
    for (int process = 0; process < PROCESSES; process++) {
      int ways = branches(&present, process);
      for (int branch = 0; branch < ways; branch++) {
        memcpy(&next, &present, sizeof next);
        if (take(&next, process, branch) < 0) continue;
        transitions++;
        if (!is_in_range(&next)) model_error("a value out of its range");
        if (add(&next, i, process, branch)) look_at(found - 1);
      }
    }
    if (transitions == before && deadlock == 0 && !all_may_stay(&present)) deadlock = i + 1;
  }
  printf("%zu states, %llu transitions, depth %zu\n", found, transitions, depth);
  int violated = deadlock != 0;
  for (int i = 0; i < PROPERTIES; i++) {
    if (violation[i] == 0) continue;
    violated = 1;
    printf("violated: %s, in %zu steps, first by state %zu\n", property_names[i], steps_to(violation[i] - 1), violation[i] - 1);
    for (int a = 1; a < arguments; a++) if (strcmp(argument[a], property_names[i]) == 0) print_run(violation[i] - 1);
  }
  if (deadlock != 0) {
    printf("deadlock, in %zu steps\n", steps_to(deadlock - 1));
    for (int a = 1; a < arguments; a++) if (strcmp(argument[a], "DL") == 0) print_run(deadlock - 1);
  }
  return violated;
}
