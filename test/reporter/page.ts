/** The page that closes a run of the tests: what was proved, refuted, explained and caught, from what the tests hand over. */

import { wrap } from '../../src/report/canvas.js';
import { compact } from '../../src/report/verdict_text.js';
import type { AnswerFact, BugFact, Fact, MutantFact, RecordingFact, ShrunkFact, VerdictFact } from './facts.js';

const WIDTH = 110;
const INDENT = '  ';

/** Without a line for what did not run. */
export function drawPage(facts: readonly Fact[]): string {
  const of = <Kind extends Fact['kind']>(kind: Kind) =>
    facts.filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind);
  const sections = [
    section('Proved', provedLines(of('verdict'))),
    section('Refuted and shrunk', shrunkLines(of('shrunk'))),
    section('Refcount 0 against refcount 1', answerLines(of('answer'))),
    section('Held against real kernels', recordingLines(of('recording'))),
    section('Mutants and public bugs caught', [...mutantLines(of('mutant')), ...bugLines(of('bug'))]),
  ];
  return sections.filter((each) => each !== '').join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => (line === '' ? '' : INDENT + line))].join('\n');
}

function provedLines(facts: readonly VerdictFact[]): string[] {
  if (facts.length === 0) return [];
  const searches = searchesOf(facts);
  const all = searches.reduce((sum, { states }) => sum + states, 0);
  const largest = searches.reduce((best, next) => (next.states > best.states ? next : best));
  return [
    `every interleaving, whole states: ${searches.length} searches, ${compact(all)} states; the largest:`,
    `${placeText(largest)}, ${compact(largest.states)} states`,
    '✔ 5: holds in all of 5 configurations. ✘ 7: violated, in 7 steps at the fewest; 3✔: and holds in 3 others.',
    '(✘ 7): only ever behind a violation of another property. –: holds, but its condition never applied.',
    ...groupsOf(facts, ({ kernel }) => kernel).flatMap(([kernel, own]) => ['', ...kernelTable(kernel, own)]),
  ];
}

/** One for each search, whose verdicts have the same numbers. */
function searchesOf(facts: readonly VerdictFact[]): VerdictFact[] {
  return [...new Map(facts.map((fact) => [placeText(fact), fact])).values()];
}

const placeText = ({ design, kernel, configuration }: Pick<VerdictFact, 'design' | 'kernel' | 'configuration'>) =>
  `design ${design} on Linux ${kernel}, ${configuration}`;

/** A row for each property, a column for each design; then what was searched. */
function kernelTable(kernel: string, facts: readonly VerdictFact[]): string[] {
  const designs = groupsOf(facts, ({ design }) => design);
  const rows = groupsOf(facts, ({ property, title }) => `${property} ${title}`).map(([name, own]) => [
    name,
    ...designs.map(([design]) => cellText(own.filter((fact) => fact.design === design))),
  ]);
  const table = alignColumns([[`Linux ${kernel}`, ...designs.map(([design]) => design)], ...rows]);
  const searched = designs.map(([design, own]) => {
    const states = searchesOf(own).map((search) => `${search.configuration} ${compact(search.states)}`);
    return `${design}: ${states.join(', ')}`;
  });
  return [...table, '', 'states of', ...searched.flatMap((text) => wrapped(text))];
}

function cellText(facts: readonly VerdictFact[]): string {
  if (facts.length === 0) return '';
  const holding = facts.filter(({ verdict }) => verdict === 'holds').length;
  const violated = facts.filter(({ verdict }) => verdict === 'violated');
  if (violated.length === 0) return holding === 0 ? '–' : `✔ ${holding}`;
  const roots = violated.filter(({ onlyBehindOthers }) => onlyBehindOthers !== true);
  const fewest = Math.min(...(roots.length > 0 ? roots : violated).map(({ steps = 0 }) => steps));
  const mark = roots.length > 0 ? `✘ ${fewest}` : `(✘ ${fewest})`;
  return holding === 0 ? mark : `${mark} ${holding}✔`;
}

function shrunkLines(facts: readonly ShrunkFact[]): string[] {
  if (facts.length === 0) return [];
  const rows = facts.map(({ property, title, design, kernel, configuration, from, to, states }) => [
    `${property} ${title}`,
    `${design} on ${kernel}, ${configuration}`,
    `a random run of ${from} steps, shrunk to ${to}, proved shortest over ${states.toLocaleString('en')} states`,
  ]);
  const shown = mostTelling(facts);
  const heading = `${shown.property} "${shown.title}", design ${shown.design} on Linux ${shown.kernel}:`;
  return [...alignColumns(rows), '', heading, '', ...shown.drawing.split('\n')];
}

/** A race of the most processes; of several, that of which the largest part of the random run was chance. */
function mostTelling(facts: readonly ShrunkFact[]): ShrunkFact {
  const [first] = facts.toSorted((a, b) => b.processes - a.processes || b.from / b.to - a.from / a.to);
  return first;
}

/** Each sentence once; below it what it rests on, by kernel. */
function answerLines(facts: readonly AnswerFact[]): string[] {
  return groupsOf(facts, ({ sentence }) => sentence).flatMap(([sentence, own]) => [
    ...wrapped(`${sentence}.`),
    ...own.flatMap((fact) => wrapped(`Linux ${fact.kernel}: ${groundsText(fact)}`, 2)),
  ]);
}

function groundsText({ proofs, races }: AnswerFact): string {
  if (proofs.length === 0) return 'under all assumptions at once';
  const proved = proofs.map(({ set, states }) => `${compact(states)} states under ${set}`).join(', ');
  const refuted = races
    .map(({ without, property, steps }) => `${property} in ${steps} steps without ${without}`)
    .join(', ');
  return `nothing falls in ${proved}; ${refuted}`;
}

function recordingLines(facts: readonly RecordingFact[]): string[] {
  return alignColumns(
    groupsOf(facts, ({ series }) => series).map(([series, own]) => {
      const sum = (count: (fact: RecordingFact) => number) => own.reduce((total, fact) => total + count(fact), 0);
      const steps = sum(({ kernelSteps }) => kernelSteps);
      const traced = steps === 0 ? '' : `, ${steps} traced steps of the kernel in the model's order`;
      const designs = [...new Set(own.map(({ design }) => design))].join(', ');
      const explained = `${counted(own.length, 'recording')}, ${sum(({ actions }) => actions)} actions`;
      return [`Linux ${series}`, `${explained}, all explained by design ${designs}${traced}`];
    }),
  );
}

function mutantLines(facts: readonly MutantFact[]): string[] {
  if (facts.length === 0) return [];
  const caught = facts.filter(({ killedBy }) => killedBy.length > 0);
  const counts = groupsOf(
    caught.flatMap(({ killedBy }) => killedBy),
    (id) => id,
  ).map(([id, own]) => `${id} ${own.length}`);
  const rest = facts.length - caught.length;
  const others =
    rest === 0 ? '' : `; ${rest} change nothing that any property speaks of, for reasons that stand with them`;
  return [
    ...wrapped(`${caught.length} of ${facts.length} mutants of the model found out${others}`),
    ...wrapped(`by ${counts.join(', ')}`),
  ];
}

function bugLines(facts: readonly BugFact[]): string[] {
  return facts.flatMap(({ fix, change, design, configuration, breaks }) =>
    wrapped(`${fix}, design ${design}, ${configuration}: ${breaks.join(', ')} break without "${change}"`),
  );
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What does not fit goes on below, nested. */
function wrapped(text: string, depth = 0): string[] {
  const indent = INDENT.repeat(depth);
  const lines = wrap(text, WIDTH - 2 * INDENT.length - indent.length);
  return lines.map((line, i) => indent + (i === 0 ? line : INDENT + line));
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.keys() ?? [];
  const widths = [...columns].map((i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
}

function groupsOf<T>(all: readonly T[], keyOf: (each: T) => string): (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups];
}
