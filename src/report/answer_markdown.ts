/** The answer as a Markdown document: sentences first, then what they rest on, design by design. */

import { DESIGNS, type DesignId } from '../model/designs.js';
import { type TopicAnswer, topicNamed } from '../properties/studies/apart.js';
import { ASSUMPTIONS } from '../properties/studies/assumptions.js';
import type { Cost, OtherCost } from '../properties/studies/cost.js';
import { type Explanation, factorsOf } from '../properties/studies/explain.js';
import { ERROR_PATCHES, PATCHES } from '../properties/studies/patches.js';
import type { RepairStudy } from '../properties/studies/repair.js';
import {
  assumptionsIn,
  assumptionTexts,
  holdingTexts,
  listText,
  orderTexts,
  raceText,
  separationTexts,
} from './answer.js';
import { apartSentences } from './answer_text.js';
import { wrap } from './canvas.js';
import { type KeptDesign, keptAnswer } from './kept_answer.js';
import { markdownTable } from './markdown_table.js';
import { drawRepair, impossiblePatches, patchesOf } from './repair_text.js';
import { type Span, sentencesOf } from './sentences.js';
import { toldApart } from './told_apart.js';

/** One design on one kernel version. */
export interface Answered {
  readonly explanation: Explanation;
  readonly apart: readonly TopicAnswer[];
  readonly repair: RepairStudy;
  readonly cost?: Cost;
  readonly others: readonly OtherCost[];
}

/** Between these lines stands what is shown elsewhere too: in the README, and where the program starts. */
export const SENTENCES_BEGIN = '<!-- the sentences -->';
export const SENTENCES_END = '<!-- end of the sentences -->';

const kernelOf = ({ explanation }: Answered): string => explanation.subject.kernel;
const designOf = ({ explanation }: Answered): DesignId => explanation.subject.design;

/** @param answered every design on each of the kernel versions, in their order */
export function answerMarkdown(answered: readonly Answered[]): string {
  const kernels = [...new Set(answered.map(kernelOf))];
  const designs = [...new Set(answered.map(designOf))];
  const explanations = answered.map(({ explanation }) => explanation);
  const explanationsOn = (kernel: string) => explanations.filter(({ subject }) => subject.kernel === kernel);
  const kept = keptAnswer(answered);
  return [
    '# The answer',
    `Written by \`pageoffline explain --documents\`, from ${kept.searches} exhaustive searches. \`pageoffline explain D\` and \`pageoffline repair D\` draw the races.`,
    [SENTENCES_BEGIN, ...sentenceLines(kept.designs), SENTENCES_END].join('\n'),
    'A walker finds a page by its number, as DAMON and compaction do, looks, and takes a reference for a moment; the drop is where the driver gives up its own; plug-back is memory that the host gives again; the hook is a test in the last put.',
    'Nothing else is assumed: the driver plugs and unplugs, blocks go offline and come back, other notifiers veto, signals interrupt, memory is used. Each sentence is about configurations of one memory block with one or two pages and one walker of each kind.',
    'The same as a table: one of each marked column must hold, and that is enough.',
    factorTable(explanationsOn(kernels[0])),
    '## Assumptions',
    markdownTable(
      ['assumption', 'in words', 'broken by', 'holds'],
      assumptionTexts(assumptionsIn(explanations)).map(({ id, clause, brokenBy, holds }) => [
        `\`${id}\``,
        clause,
        brokenBy,
        holds,
      ]),
    ),
    '## The order between designs',
    bullets(perKernel(kernels, (kernel) => orderTexts(explanationsOn(kernel)))),
    // On another version the same runs differ by a step or two.
    bullets(separationTexts(explanationsOn(kernels[0]))),
    '## Apart from references',
    'What falls whatever is assumed of references, and what it would take:',
    bullets(perKernel(kernels, (kernel) => apartOf(answered.filter((each) => kernelOf(each) === kernel)))),
    '## Candidate patches',
    markdownTable(
      ['patch', 'change', 'touches', 'can be written'],
      [...PATCHES, ...ERROR_PATCHES].map(({ id, change, where, implementable: { possible, why } }) => [
        `\`${id}\``,
        change,
        where,
        `${possible ? 'yes' : 'no'}: ${why}`,
      ]),
    ),
    bullets(perKernel(kernels, (kernel) => errorPatchTexts(answered.filter((each) => kernelOf(each) === kernel)))),
    ...designs.flatMap((design) => designSection(answered.filter((each) => designOf(each) === design))),
  ].join('\n\n');
}

/** A column for each factor that some design has. */
function factorTable(explanations: readonly Explanation[]): string {
  const factorsBy = explanations.map(({ subject, holding }) => ({
    design: subject.design,
    factors: holding.length === 0 ? undefined : factorsOf(holding).map(factorIds),
  }));
  const columns = [...new Set(factorsBy.flatMap(({ factors = [] }) => factors))];
  const marks = (factors: readonly string[] | undefined) =>
    columns.map((column) => (factors === undefined ? 'never' : factors.includes(column) ? '✔' : ''));
  return markdownTable(
    ['design', ...columns],
    factorsBy.map(({ design, factors }) => [design, ...marks(factors)]),
  );
}

const factorIds = (factor: readonly number[]): string => factor.map((i) => `\`${ASSUMPTIONS[i].id}\``).join(' or ');

const bullets = (texts: readonly string[]): string => texts.map((text) => `- ${text}`).join('\n');

/** What is the same on all versions is said once. */
function perKernel(kernels: readonly string[], textsOn: (kernel: string) => readonly string[]): string[] {
  const said = new Map<string, string[]>();
  for (const kernel of kernels) for (const text of textsOn(kernel)) said.set(text, [...(said.get(text) ?? []), kernel]);
  return [...said].map(([text, own]) => (own.length === kernels.length ? text : `On ${listText(own)}: ${text}`));
}

const apartOf = (answered: readonly Answered[]): string[] =>
  apartSentences(new Map(answered.map((each) => [designOf(each), each.apart])));

/**
 * Patches of which the scenes know nothing: what each does alone where memory breaks, in a sentence of designs with which it is
 * the same.
 */
function errorPatchTexts(answered: readonly Answered[]): string[] {
  const { configuration } = topicNamed('errors');
  const said = new Map<string, DesignId[]>();
  for (const { explanation, apart } of answered) {
    const answer = apart.find(({ topic }) => topic === 'errors');
    const texts = answer === undefined ? [] : ERROR_PATCHES.map(({ id }, i) => errorPatchText(id, i, answer));
    for (const text of texts) said.set(text, [...(said.get(text) ?? []), explanation.subject.design]);
  }
  return [...said].map(([text, own]) => {
    const where = own.length === answered.length ? '' : ` (${listText(own)})`;
    return `Tried in ${configuration.name}, where memory breaks${where}: ${text}`;
  });
}

/** @param i which of the remedies of the topic it is */
function errorPatchText(patch: string, i: number, { alone, remedies }: TopicAnswer): string {
  const used = remedies.some((set) => set.includes(i)) ? '' : ' It is part of no smallest set of patches.';
  const falls = alone[i].length === 0 ? 'nothing falls any more' : `${listText(alone[i])} still fall`;
  return `with \`${patch}\` alone ${alone[i].length === 1 ? falls.replace('fall', 'falls') : falls}.${used}`;
}

/** A line for each design: what it rests on, and what repairs it on the newest version. Below: what is told apart. */
export function sentenceLines(designs: readonly KeptDesign[]): string[] {
  const apart = toldApart(designs);
  return [
    ...sentencesOf(designs).map(({ spans }) => `- ${spans.map(markedUp).join('')}`),
    ...(apart === undefined ? [] : ['', apart]),
  ];
}

function markedUp({ text, ground }: Span): string {
  if (ground?.kind === 'design') return `**${text}**`;
  return ground?.kind === 'patch' ? `\`${text}\`` : text;
}

function designSection(own: readonly Answered[]): string[] {
  const design = designOf(own[0]);
  return [
    `## Design ${design}`,
    `${DESIGNS[design].title} (${DESIGNS[design].status}).`,
    ...own.flatMap(kernelSection),
  ];
}

function kernelSection({ explanation, repair, cost, others }: Answered): string[] {
  const { kernel } = explanation.subject;
  const proofs = holdingTexts(explanation).flatMap(({ heading, races }) => [
    `- ${heading}`,
    ...races.map((race) => `  - ${race}`),
  ]);
  const { failing } = explanation;
  return [
    `### On Linux ${kernel}`,
    proofs.length === 0
      ? 'Nothing that was assumed saves it.'
      : ['Minimal sets of assumptions:', '', ...proofs].join('\n'),
    ['Every other set leaves one of these races:', '', ...failing.map((race) => `- ${raceText(race)}`)].join('\n'),
    repair.repairs.length === 0
      ? `None of the ${repair.decided} sets of patches repairs it.`
      : [setsHeading(repair), '', ...repair.repairs.map((each) => `- ${patchesOf(each).join(' + ')}`)].join('\n'),
    ['```', drawRepair(repair, cost, others, (text) => text), '```'].join('\n'),
  ];
}

/** Why they cannot be written is said in the letter below. */
function setsHeading({ repairs }: RepairStudy): string {
  const impossible = impossiblePatches(repairs).map((id) => `\`${id}\``);
  return impossible.length === 0
    ? 'Minimal sets of patches:'
    : `Minimal sets of patches; those with ${listText(impossible)} cannot be written:`;
}

const WIDTH = 100;

/**
 * The sentences of the document as text for a terminal.
 * @throws when the document has none
 */
export function sentencesIn(document: string): string {
  const [, inside] = document.split(SENTENCES_BEGIN);
  const [block, end] = inside?.split(SENTENCES_END) ?? [];
  if (block === undefined || end === undefined) throw new Error('the document of the answer has no sentences');
  const texts = block
    .trim()
    .split('\n')
    .map((line) => line.replace(/^- /, '').replaceAll(/\*\*|`/g, ''));
  return texts.flatMap((text) => wrap(text, WIDTH - 2).map((line, i) => (i === 0 ? line : `  ${line}`))).join('\n');
}
