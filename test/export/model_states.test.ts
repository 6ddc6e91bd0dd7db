/** What the model's functions are translated to does on states of any kind what they do themselves. */

import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import type { Branch } from '../../src/checker/automaton.js';
import { compileMutant } from '../../src/checker/mutate.js';
import { createWorkspace, type Program } from '../../src/checker/system.js';
import type { Routine } from '../../src/export/form.js';
import { type Predicate, type TranslatedProgram, translateProgram } from '../../src/export/program.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import type { Kernel } from '../../src/model/state.js';
import { kernelSystem } from '../../src/model/system.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { invariantsAmong } from '../../src/properties/property.js';
import { MUTANTS } from '../../src/properties/studies/mutants/index.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf, switchesIn } from '../../src/scenario/scenario.js';
import { interpret } from './interpreter.js';

const SEED = process.env.PAGEOFFLINE_SEED ?? String(Date.now());
const random = seedrandom(SEED);
const STATES = 20;

const anyOf = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)];

const PREDICATES: readonly Predicate<Kernel>[] = invariantsAmong(ALL_PROPERTIES).flatMap(
  ({ id, violator, applies }) => [
    { id, of: violator },
    { id: `${id} applies`, of: applies },
  ],
);

/** Differences between what functions and their translations do on states whose fields are drawn, each within its range. */
function differences(program: Program<Kernel>, change = (same: TranslatedProgram) => same): string[] {
  const translated = change(translateProgram(program, PREDICATES));
  const [theirs, ours] = [createWorkspace(program), createWorkspace(program)];
  const drawn = new Int32Array(theirs.words.length);
  const found: string[] = [];
  const compare = (what: string, of: (state: Kernel) => unknown, routine: Routine): void => {
    theirs.words.set(drawn);
    ours.words.set(drawn);
    const [said, computed] = [Number(of(theirs.state) ?? 0), interpret(routine, ours.views)];
    const changes = program.layout.differences(theirs.views, ours.views).map(({ text }) => text);
    if (said !== computed) changes.push(`${said}, not ${computed}`);
    if (changes.length > 0) found.push(`${what}: ${changes.join('; ')}`);
  };
  const branches = branchesByAction(program, translated.processes);
  for (let state = 0; state < STATES; state++) {
    drawState(program, theirs.views);
    drawn.set(theirs.words);
    for (const [i, { name, args, routine }] of translated.actions.entries())
      compare(`${name}(${args})`, (k) => branches.get(i)?.action?.run(k, ...args), routine);
    for (const [i, { id, routine }] of translated.predicates.entries()) compare(id, PREDICATES[i].of, routine);
  }
  return found;
}

function branchesByAction(
  { automata }: Program<Kernel>,
  processes: TranslatedProgram['processes'],
): Map<number | undefined, Branch<Kernel>> {
  return new Map(
    automata.flatMap(({ locations }, p) =>
      locations.flatMap((location, l) =>
        location.branches.map((branch, b) => [processes[p].locations[l].branches[b].action, branch] as const),
      ),
    ),
  );
}

function drawState({ layout }: Program<Kernel>, views: Record<string, { [index: number]: number }>): void {
  for (const [name, { length, min = 0, max }] of Object.entries(layout.fields))
    for (let i = 0; i < length; i++) {
      const most = typeof max === 'number' ? max : max[i];
      views[name][i] = min + Math.floor(random() * (most - min + 1));
    }
}

const systems = Array.from({ length: 2 }, () =>
  scenarioOf(anyOf(DESIGN_IDS), anyOf(CONFIGURATIONS), { kernel: anyOf(KERNEL_VERSIONS) }),
);

test.each(
  systems.map(
    (scenario) => [`${scenario.design} ${scenario.kernel} ${scenario.configuration.name}`, scenario] as const,
  ),
)(`%s (PAGEOFFLINE_SEED=${SEED})`, (_, scenario) => {
  expect(differences(programOf(scenario))).toEqual([]);
});

/** Of three kinds of edits a mutant that has it. */
const kinds = Array.from({ length: 3 }, () =>
  anyOf([...new Set(MUTANTS.flatMap(({ edits }) => edits.map(({ kind }) => kind)))]),
);

test.each(kinds)(`a mutant with an edit of the kind %s (PAGEOFFLINE_SEED=${SEED})`, (kind) => {
  const { edits, tried } = anyOf(MUTANTS.filter((mutant) => mutant.edits.some((edit) => edit.kind === kind)));
  const scenario = tried[0];
  expect(differences(compileMutant(kernelSystem(scenario.configuration, switchesIn(scenario)), edits))).toEqual([]);
});

test('a single action that is translated wrongly is noticed', () => {
  const change = ({ actions: [first, ...others], ...rest }: TranslatedProgram): TranslatedProgram => ({
    ...rest,
    actions: [{ ...first, routine: { ...first.routine, body: [] } }, ...others],
  });
  expect(differences(programOf(scenarioOf('D', 'tiny')), change)).not.toEqual([]);
});
