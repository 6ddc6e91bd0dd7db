/*
 * Between Spin's verifier and the model, where it is asked of runs whether what is asked for in a state comes, or can come. Beside the
 * model's state stands what the run has come to: nothing was asked for, or it waits, or it was given, or it never will be. Behind the
 * last two nobody moves.
 */

extern void (*uerror)(char *);

enum { NOTHING_ASKED, WAITS, GIVEN, MISSED };

static int goes_on(const Model *k) { return is_meanwhile(k) && !is_halted(k); }

/* Whether it is asked for here; which state of a run it is that counts, the verifier chooses. */
static int is_asked(void) { return now.progress == NOTHING_ASKED && is_asking(&now.model) && !is_giving(&now.model); }

static void ask(void) { now.progress = goes_on(&now.model) ? WAITS : MISSED; }

static int can(int process, int branch) {
  Model tried;
  if (now.progress > WAITS || is_halted(&now.model) || branch >= branches(&now.model, process)) return 0;
  if (now.progress == WAITS && is_avoided(&now.model, process, branch)) return 0;
  memcpy(&tried, &now.model, sizeof tried);
  if (take(&tried, process, branch) < 0) return 0;
  if (!is_in_range(&tried)) model_error("a value out of its range");
  return 1;
}

static void make(int process, int branch) {
  take(&now.model, process, branch);
#ifdef GOAL
  if (goal >= 0 && memcmp(&now.model, &starts[goal], sizeof(Model)) == 0) uerror("the state is reached");
#endif
  if (now.progress != WAITS) return;
  if (is_giving(&now.model)) {
    now.progress = GIVEN;
#ifdef GOAL
    uerror("it can be given");
#endif
  } else if (!goes_on(&now.model))
    now.progress = MISSED;
}

/* Who is at rest may stay so for ever, whatever fairness says of others. */
static int rests(int process) {
  return now.progress <= WAITS && branches(&now.model, process) > 0 && may_stay(&now.model, process);
}
