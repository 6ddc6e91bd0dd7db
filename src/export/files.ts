/** A translated program as files that others run: C with a search of its own, and Promela for Spin. */

import { readFileSync } from 'node:fs';
import { modelInC, stateInC } from './c_model.js';
import type { TranslatedProgram } from './program.js';

export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** What the files say of themselves, before the commands that run them. */
export interface About {
  /** What they are the model of, a line each. */
  readonly lines: readonly string[];
}

const INCLUDES = ['#include <stdio.h>', '#include <stdlib.h>', '#include <string.h>'].join('\n');

const MODEL_ERROR = `static void model_error(const char *what) {
  fprintf(stderr, "error of the model: %s\\n", what);
  exit(3);
}`;

/** One file in C99, with a search of all states. */
export function cFile(program: TranslatedProgram, { lines }: About): ExportedFile {
  const head = headOf([
    ...lines,
    '',
    '    cc -O2 -o model model.c && ./model',
    '',
    'It prints the number of states and transitions, and the properties that are violated; `./model S5` prints the shortest run to',
    'a violation of S5, too. Exit status: 0 none is violated, 1 some is, 3 the search could not be made.',
  ]);
  const text = [head, INCLUDES, stateInC(program), MODEL_ERROR, modelInC(program), template('search.c')].join('\n\n');
  return { name: 'model.c', text };
}

/** How Spin is run on the exported files; the counts are of the whole state space, so there is no reduction. */
export const SPIN_FLAGS = ['-O2', '-w', '-DSAFETY', '-DNOREDUCE'] as const;

/** The model in Promela, and the two files in C that it includes. */
export function promelaFiles(program: TranslatedProgram, { lines }: About): readonly ExportedFile[] {
  const shown = program.predicates.map(({ id }, i) => `${i} for ${id}`).join(', ');
  const head = headOf([
    ...lines,
    '',
    `    spin -a model.pml && cc ${SPIN_FLAGS.join(' ')} -o pan pan.c && ./pan -m1000000 -c0 -n -E`,
    '',
    'The last line tells the steps made and the properties that some state violates. A larger -m is needed where pan says so; of the',
    'transitions that it counts one is its own first. Compiled with -DBFS -DSHOW=n it stops at the nearest violation of a property,',
    `which \`./pan -r\` tells step by step; n is ${shown}. With -DSHOW_DEADLOCK it does so at a`,
    'deadlock. With -DBITSTATE it forgets most of what it saw, and goes where memory does not reach: a violation that it finds is one,',
    'but that it finds none proves nothing.',
  ]);
  const model = [
    head,
    DECLARATIONS,
    'c_state "Model model" "Global" "INITIAL"',
    CODE,
    ...processesInPromela(program, () => 'make()'),
    '/* A deadlock: nobody can move, and somebody waits who may not do so for ever. */',
    'active proctype watch() {\nend: if\n  :: timeout && c_expr { (is_stuck()) } -> assert(false)\n  fi\n}',
    '',
  ].join('\n\n');
  return [{ name: 'model.pml', text: model }, ...filesInC(program, lines, [template('spin.c')])];
}

export const DECLARATIONS = 'c_decl {\n\\#include "model.h"\n}';
export const CODE = 'c_code {\n\\#include "model.c"\n}';

/**
 * @param make in C, what takes a branch
 * @param more further options of a process that does anything
 */
export function processesInPromela(
  { processes }: TranslatedProgram,
  make: (process: number, branch: number) => string,
  more: (process: number) => readonly string[] = () => [],
): string[] {
  return processes.map(({ name, locations }, p) => {
    const most = Math.max(...locations.map(({ branches }) => branches.length));
    const options = Array.from(
      { length: most },
      (_, b) => `  :: d_step { c_expr { (can(${p}, ${b})) } ; c_code { ${make(p, b)}; } }`,
    );
    // One that never does anything has no option, and a loop needs one.
    const does = most === 0 ? ['  :: d_step { false ; skip }'] : [...options, ...more(p)];
    return [`/* ${name.replaceAll('*/', '* /')} */`, `active proctype p${p}() {`, 'end: do', ...does, '  od', '}'].join(
      '\n',
    );
  });
}

/** The two files in C that a model in Promela includes. @param behind what stands behind the model */
export function filesInC(
  program: TranslatedProgram,
  lines: readonly string[],
  behind: readonly string[],
): readonly ExportedFile[] {
  const declarations = [headOf(lines), INCLUDES, stateInC(program), ''].join('\n\n');
  const code = [headOf(lines), MODEL_ERROR, modelInC(program), ...behind].join('\n\n');
  return [
    { name: 'model.h', text: declarations },
    { name: 'model.c', text: code },
  ];
}

export function headOf(lines: readonly string[]): string {
  return ['/*', ...lines.map((line) => ` * ${line.replaceAll('*/', '* /')}`.trimEnd()), ' */'].join('\n');
}

export const template = (name: string): string =>
  readFileSync(new URL(`../../templates/export/${name}`, import.meta.url), 'utf8');
