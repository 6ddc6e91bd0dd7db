/**
 * The model in Promela with what is expected of its runs. Under weak fairness, that what is asked for always comes: a never claim
 * accepts the runs in which it does not. And from single states, that it can come: a safety question of runs that begin there.
 */

import type { Expectation } from '../checker/expectation.js';
import type { Program } from '../checker/system.js';
import { valueInC } from './c_model.js';
import {
  type About,
  CODE,
  DECLARATIONS,
  type ExportedFile,
  filesInC,
  headOf,
  processesInPromela,
  template,
} from './files.js';
import { type TranslatedProgram, translateProgram } from './program.js';

/** Where runs begin: by field its cells, those of `pc` the locations of the processes. */
export type Start = Readonly<Record<string, ArrayLike<number>>>;

const always = (): boolean => true;

/** Spin's flags for {@link claimFiles}, and those of its verifier: acceptance cycles under weak fairness. */
export const FAIR_FLAGS = ['-O2', '-w', '-DNOREDUCE', '-DNFAIR=3'] as const;
export const FAIR_RUN = ['-a', '-f'] as const;

/** A never claim of runs in which something is asked for and never comes. */
export function claimFiles<S>(program: Program<S>, expectation: Expectation<S>, { lines }: About): ExportedFile[] {
  const translated = translatedWith(program, expectation);
  const head = headOf([
    ...lines,
    '',
    `    spin -a model.pml && cc ${FAIR_FLAGS.join(' ')} -o pan pan.c && ./pan ${FAIR_RUN.join(' ')} -m1000000 -n -E`,
    '',
    'An acceptance cycle is a run that is weakly fair to every process, and in which what is asked for never comes.',
  ]);
  const model = [
    head,
    DECLARATIONS,
    'c_state "Model model" "Global" "INITIAL"\nc_state "unsigned char progress" "Global" "NOTHING_ASKED"',
    CODE,
    ...processesInPromela(translated, make, rest),
    'active proctype asker() {\nend: do\n  :: d_step { c_expr { (is_asked()) } ; c_code { ask(); } }\n  od\n}',
    'never {\n  do\n  :: true\n  :: c_expr { (is_open()) } -> goto accept_open\n  od;\naccept_open:\n  do\n  :: c_expr { (is_open()) }\n  od\n}',
    '',
  ].join('\n\n');
  const behind = [questionsInC(program, expectation), template('expectation.c'), IS_OPEN, ''];
  return [{ name: 'model.pml', text: model }, ...filesInC(translated, lines, behind)];
}

/** Spin's flags for {@link startFiles}. */
export const START_FLAGS = ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-DGOAL'] as const;

/** In the environment of the verifier: by number the state that runs begin in, or the one that they are to reach from the first. */
export const START_VARIABLE = 'PAGEOFFLINE_START';
export const GOAL_VARIABLE = 'PAGEOFFLINE_GOAL';

/** A verifier that ends with an error where what is asked for can come, on runs from one of the states. */
export function startFiles<S>(
  program: Program<S>,
  expectation: Expectation<S>,
  starts: readonly Start[],
  { lines }: About,
): ExportedFile[] {
  const translated = translatedWith(program, expectation);
  const model = [
    headOf(lines),
    DECLARATIONS,
    'c_state "Model model" "Global" "start_of_runs()"\nc_state "unsigned char progress" "Global" "progress_at_start()"',
    CODE,
    ...processesInPromela(translated, make),
    '',
  ].join('\n\n');
  const questions = [questionsInC(program, expectation), startsInC(translated, starts)];
  const behind = [...questions, template('expectation.c'), PROGRESS_AT_START, ''];
  return [{ name: 'model.pml', text: model }, ...filesInC(translated, lines, behind)];
}

function translatedWith<S>(program: Program<S>, { from, to, during = always }: Expectation<S>): TranslatedProgram {
  return translateProgram(program, [
    { id: 'from', of: from },
    { id: 'to', of: to },
    { id: 'during', of: during },
  ]);
}

const make = (process: number, branch: number): string => `make(${process}, ${branch})`;
const rest = (process: number): string[] => [`  :: d_step { c_expr { (rests(${process})) } ; skip }`];

/** What states are asked, and which branches are avoided. */
function questionsInC<S>({ automata }: Program<S>, { avoids = () => false }: Expectation<S>): string {
  const most = automata.map(({ locations }) => Math.max(1, ...locations.map(({ branches }) => branches.length)));
  const tables = automata.map(({ locations }, p) => {
    const marks = locations.flatMap(({ branches }) =>
      Array.from({ length: most[p] }, (_, b) => Number(b < branches.length && avoids(branches[b]))),
    );
    return `static const uint8_t avoided${p}[] = {${marks}};`;
  });
  const byProcess = (head: string, of: (p: number) => string): string => {
    const cases = automata.map((_, p) => `    case ${p}: return ${of(p)};`);
    return [`${head} {`, '  switch (process) {', ...cases, '  }', '  return 0;', '}'].join('\n');
  };
  return [
    'static int is_asking(const Model *k) { return predicate0(k) != 0; }',
    'static int is_giving(const Model *k) { return predicate1(k) != 0; }',
    'static int is_meanwhile(const Model *k) { return predicate2(k) != 0; }',
    ...tables,
    byProcess(
      'static int is_avoided(const Model *k, int process, int branch)',
      (p) => `avoided${p}[k->pc[${p}] * ${most[p]} + branch]`,
    ),
    byProcess('static int may_stay(const Model *k, int process)', (p) => `may_stay${p}[k->pc[${p}]]`),
  ].join('\n');
}

/** The states that runs may begin in, of which the environment of the verifier chooses. */
function startsInC(program: TranslatedProgram, starts: readonly Start[]): string {
  return [
    `static const Model starts[] = {\n${starts.map((start) => `  ${valueInC(program, start)},`).join('\n')}\n};`,
    'static int numbered(const char *name) {\n  const char *given = getenv(name);\n  return given == NULL ? -1 : atoi(given);\n}',
    `static Model start_of_runs(void) {\n  int start = numbered("${START_VARIABLE}");\n  return start < 0 ? INITIAL : starts[start];\n}`,
    'static int goal = -1;',
  ].join('\n\n');
}

const PROGRESS_AT_START = `static int progress_at_start(void) {
  goal = numbered("${GOAL_VARIABLE}");
  return goal < 0 ? WAITS : NOTHING_ASKED;
}`;

const IS_OPEN = 'static int is_open(void) { return now.progress == WAITS || now.progress == MISSED; }';
