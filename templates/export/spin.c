/*
 * Between Spin's verifier and the model. A step is tried on a copy of the state; when it is possible the copy becomes the state.
 * What is counted here and printed at the end: the steps made, and the properties that some state violates.
 */

/* Spin's own: whether a run that was kept is told, and what ends a search with an error. */
extern int readtrail;
extern void (*uerror)(char *);

static Model present, tried;
/* The step that `tried` is behind, or none. */
static int tried_process = -1, tried_branch = -1;
static unsigned long long steps_made;
static unsigned char was_violated[PROPERTIES + 1];
static int was_stuck;

static void report(void) {
  printf("\npageoffline: %llu steps, violated:", steps_made);
  for (int i = 0; i < PROPERTIES; i++)
    if (was_violated[i]) printf(" %s", property_names[i]);
  printf("%s\n", was_stuck ? " DL" : "");
}

static void look_at(const Model *state) {
  static int asked;
  if (!asked++) atexit(report);
  for (int i = 0; i < PROPERTIES; i++) {
    if (was_violated[i] || !is_violated(state, i)) continue;
    was_violated[i] = 1;
#ifdef SHOW
    if (i == SHOW) uerror((char *)property_names[i]);
#endif
  }
}

static void look_at_present(void) {
  if (memcmp(&present, &now.model, sizeof present) == 0 && tried_process != -1) return;
  if (steps_made == 0) look_at(&now.model);
  memcpy(&present, &now.model, sizeof present);
  tried_process = -2;
}

/* Whether a process can take a branch now. The verifier asks twice for each step: the second time the answer is known. */
static int can(int process, int branch) {
  look_at_present();
  if (tried_process == process && tried_branch == branch) return 1;
  tried_process = -2;
  if (branch >= branches(&present, process) || is_halted(&present)) return 0;
  memcpy(&tried, &present, sizeof tried);
  if (take(&tried, process, branch) < 0) return 0;
  if (!is_in_range(&tried)) model_error("a value out of its range");
  tried_process = process;
  tried_branch = branch;
  return 1;
}

static void make(void) {
  steps_made++;
  if (readtrail) printf("  %s: %s\n", process_names[tried_process], label(&present, tried_process, tried_branch));
  memcpy(&now.model, &tried, sizeof tried);
  look_at(&tried);
}

/* Asked where no process can move: whether one waits that neither has ended nor is at rest by design. */
static int is_stuck(void) {
  look_at_present();
  if (is_halted(&present) || all_may_stay(&present)) return 0;
  was_stuck = 1;
#ifdef SHOW_DEADLOCK
  return 1;
#else
  return 0;
#endif
}
