/**
 * `npm run bench`: two-phase commit searched by this engine and by Spin's verifier, and cells of the model decided by both, on this
 * machine, in one run.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type SearchOptions, type SearchResult, search } from '../src/checker/search.js';
import { compileSystem } from '../src/checker/system.js';
import { missingTools } from '../src/export/spin.js';
import { type Contestant, measureInTurns, median, medianSpeedUp, secondsOf } from './measure.js';
import { twoPhase } from './models/two_phase.js';
import { SPIN_SETTINGS, type TwoPhaseVerifier, twoPhaseVerifier } from './spin.js';
import { CELLS, spinSettings, together } from './together.js';

const SIZES = [
  { managers: 7, rounds: 9 },
  { managers: 8, rounds: 7 },
];

const TOGETHER_ROUNDS = 3;

const SEARCH_ONCE = fileURLToPath(new URL('search_once.js', import.meta.url));

const EXPLANATION = `Seconds are wall time, medians over the rounds; the contestants take turns, after one run each that does not count.
  process    from the start of a process to its end. Ours: start Node, load the engine, compile the processes, search.
             Spin's: the verifier, built before (${SPIN_SETTINGS}).
  warm       in one process, after its first search: build the search with its generated code, and search.
             The processes are compiled before.
Speed is the time of Spin's verifier divided by the contestant's, the median over the rounds: above 1 is faster than Spin.`;

function ourContestants(managers: number): Contestant[] {
  const program = compileSystem(twoPhase(managers));
  const warm = (successors: SearchOptions<never>['successors']) =>
    secondsOf(() => void search(program, successors === undefined ? {} : { successors }));
  return [
    { name: 'ours, generated code, process', run: () => secondsOf(() => searchInOwnProcess(managers)) },
    { name: 'ours, generated code, warm', run: () => warm('generated') },
    { name: 'ours, tables, warm', run: () => warm('tables') },
  ];
}

function searchInOwnProcess(managers: number): void {
  const { status, stderr } = spawnSync(process.execPath, [SEARCH_ONCE, String(managers)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the search in a process of its own failed:\n${stderr}`);
}

/** Spin counts the state and the transitions of its `init` process, too. */
function requireSameCounts(ours: SearchResult, verifier: TwoPhaseVerifier): void {
  if (verifier.states !== ours.states + 1 || verifier.transitions !== ours.transitions + 2) {
    throw new Error(
      `Spin has ${verifier.states} states and ${verifier.transitions} transitions, ` +
        `we have ${ours.states} and ${ours.transitions}: not the same model`,
    );
  }
}

async function benchmark(managers: number, rounds: number, withSpin: boolean): Promise<void> {
  const result = search(compileSystem(twoPhase(managers))).result();
  const { states, transitions } = result;
  console.log(
    `\nTwo-phase commit, ${managers} resource managers: ${format(states)} states, ${format(transitions)} transitions, ` +
      `${rounds} rounds`,
  );
  const verifier = withSpin ? await twoPhaseVerifier(managers) : undefined;
  try {
    if (verifier !== undefined) requireSameCounts(result, verifier);
    const spin = verifier === undefined ? [] : [{ name: 'Spin, process', run: () => secondsOf(verifier.run) }];
    const contestants = [...spin, ...ourContestants(managers)];
    const seconds = measureInTurns(contestants, rounds);
    printTable([
      ['', 'seconds', 'transitions/s', ...(withSpin ? ['speed'] : [])],
      ...contestants.map(({ name }, i) => [
        name,
        median(seconds[i]).toFixed(3),
        `${(transitions / median(seconds[i]) / 1e6).toFixed(2)} million`,
        ...(withSpin ? [medianSpeedUp(seconds[0], seconds[i]).toFixed(2)] : []),
      ]),
    ]);
  } finally {
    verifier?.remove();
  }
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

/** The first column to the left, the others to the right. */
function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
    console.log(`  ${cells.join('  ')}`);
  }
}

const TOGETHER_EXPLANATION = `
Cells of the model: CPU seconds of whole processes, medians over the rounds, in turns.
  first      \`pageoffline check\` of all invariants, from the start of its process to its end, with nothing kept from before.
  later      the same, of a cell that was checked before.
  verifier   Spin's, of the exported model, run to its end: the same verdicts. It was built before.
Ratio is the time of \`check\` divided by the verifier's, building left out: below 1 is faster than Spin.`;

function benchmarkTogether(): void {
  console.log(TOGETHER_EXPLANATION);
  const seconds = (each: number) => each.toFixed(2);
  for (const cell of CELLS) {
    const { spin, making, first, later } = together(cell, TOGETHER_ROUNDS);
    console.log(
      `\n${cell.name}: pageoffline check ${cell.model.join(' ')}; ${spinSettings(cell)}, ${TOGETHER_ROUNDS} rounds`,
    );
    printTable([
      ['', 'seconds', 'ratio'],
      ['ours, first', seconds(first), seconds(first / spin)],
      ['ours, later', seconds(later), seconds(later / spin)],
      ['Spin, verifier', seconds(spin), ''],
      ['Spin, building it', seconds(making), ''],
    ]);
  }
}

const withSpin = (await missingTools()).length === 0;
console.log(EXPLANATION);
if (!withSpin) console.log('Spin is left out: `spin` and `cc` are not both installed.');
for (const { managers, rounds } of SIZES) await benchmark(managers, rounds, withSpin);
if (withSpin) benchmarkTogether();
