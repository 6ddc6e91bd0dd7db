/** The answer for the terminal: of one design with its proofs and its races, or of several in sentences. */

import { DESIGNS, type DesignId, type KernelVersion } from '../model/designs.js';
import { type TopicAnswer, topicNamed } from '../properties/studies/apart.js';
import { EXPLAINED, type Explanation } from '../properties/studies/explain.js';
import {
  assumptionsIn,
  assumptionTexts,
  holdingTexts,
  listText,
  orderTexts,
  raceText,
  sentenceOf,
  sentencesOf,
  separationTexts,
  whereAsked,
} from './answer.js';
import { type Paint, wrap } from './canvas.js';
import { topicFalls } from './kept_answer.js';
import { toldApart } from './told_apart.js';

const WIDTH = 100;
const INDENT = '  ';

export interface AnswerStyles {
  readonly bold: Paint;
  readonly dim: Paint;
}

/** Below a heading: what does not fit the width goes on below, nested. */
function paragraph(text: string, depth = 1): string[] {
  const indent = INDENT.repeat(depth);
  return wrap(text, WIDTH - indent.length - INDENT.length).map((line, i) => indent + (i === 0 ? '' : INDENT) + line);
}

/** Of one design, without the drawings of its races. */
export function drawExplanation(
  explanation: Explanation,
  apart: readonly TopicAnswer[],
  { bold, dim }: AnswerStyles,
): string {
  const { subject, properties, failing, searches, states, seconds } = explanation;
  const title = `Design ${subject.design} on Linux ${subject.kernel}${whereAsked(subject)}${ofWhat(properties)}: ${DESIGNS[subject.design].title}`;
  const blocks = [
    [...wrap(title, WIDTH).map(bold), ...wrap(`${sentenceOf(explanation)}.`, WIDTH)],
    ...section('where', assumptionLines([explanation]), bold),
    ...section(
      'Proofs, and the shortest race that comes back without each part',
      holdingTexts(explanation).flatMap(({ heading, races }) => [
        ...paragraph(heading),
        ...races.flatMap((race) => paragraph(race, 2)),
      ]),
      bold,
    ),
    ...section(
      'What every other set of assumptions leaves: one of these races',
      failing.flatMap((race) => paragraph(raceText(race))),
      bold,
    ),
    ...section(
      'Apart from references',
      apartTexts(apart).flatMap((text) => paragraph(text)),
      bold,
    ),
    [dim(`${searches} searches, ${states} states, ${seconds.toFixed(1)} s`)],
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

/** Nothing where it was held against all that designs are explained by. */
function ofWhat(properties: readonly string[]): string {
  return EXPLAINED.every(({ id }) => properties.includes(id)) ? '' : `, held against ${listText(properties)} alone`;
}

function section(heading: string, lines: readonly string[], bold: Paint): string[][] {
  return lines.length === 0 ? [] : [[bold(heading), ...lines]];
}

function assumptionLines(explanations: readonly Explanation[]): string[] {
  return assumptionTexts(assumptionsIn(explanations)).flatMap(({ id, clause, brokenBy, holds }) => [
    ...paragraph(`${id}: ${clause}.`),
    ...paragraph(`broken by ${brokenBy}`, 2),
    ...paragraph(`holds ${holds}`, 2),
  ]);
}

/** Of several designs. */
export function drawAnswer(
  kernel: KernelVersion,
  explanations: readonly Explanation[],
  apart: ReadonlyMap<DesignId, readonly TopicAnswer[]>,
  { bold, dim }: AnswerStyles,
): string {
  const searches = explanations.reduce((sum, each) => sum + each.searches, 0);
  const seconds = explanations.reduce((sum, each) => sum + each.seconds, 0);
  const blocks = [
    [
      bold(`Who may hold a reference? On Linux ${kernel}`),
      ...sentencesOf(explanations).flatMap((text) => paragraph(text, 0)),
      ...apartLines(kernel, apart),
    ],
    ...section('where', assumptionLines(explanations), bold),
    ...section('The order between designs', orderLines(explanations), bold),
    ...section(
      'Apart from references',
      apartSentences(apart).flatMap((text) => paragraph(text)),
      bold,
    ),
    [dim(`${searches} searches, ${seconds.toFixed(1)} s of them`)],
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

/** What the sentences do not speak of, in one. */
function apartLines(kernel: KernelVersion, apart: ReadonlyMap<DesignId, readonly TopicAnswer[]>): string[] {
  const told = toldApart([...apart].map(([design, answers]) => ({ design, kernel, apart: topicFalls(answers) })));
  return told === undefined ? [] : ['', ...wrap(told, WIDTH)];
}

const orderLines = (explanations: readonly Explanation[]): string[] =>
  [...orderTexts(explanations), ...separationTexts(explanations)].flatMap((text) => paragraph(text));

/** Of one design: what falls whatever is assumed of references. */
export function apartTexts(apart: readonly TopicAnswer[]): string[] {
  return apart.flatMap((answer) => {
    const { falls } = answer;
    return falls === undefined
      ? []
      : [`${topicNamed(answer.topic).title} (${falls.property}, ${falls.steps} steps); ${remedyText(answer)}`];
  });
}

function remedyText({ topic, remedies }: TopicAnswer): string {
  if (remedies.length === 0) return 'none of what was tried helps';
  const sets = remedies.map((set) => set.map((i) => topicNamed(topic).remedies[i].clause).join(', and '));
  return `not if ${sets.join('; or if ')}`;
}

/** Of several designs: equal ones are said once. */
export function apartSentences(apart: ReadonlyMap<DesignId, readonly TopicAnswer[]>): string[] {
  const said = new Map<string, string[]>();
  for (const [design, answers] of apart) {
    for (const answer of answers) {
      if (answer.falls === undefined) continue;
      const text = `${topicNamed(answer.topic).title} (${answer.falls.property}); ${remedyText(answer)}`;
      said.set(text, [...(said.get(text) ?? []), design]);
    }
  }
  const all = [...apart.keys()].length;
  return [...said].map(
    ([text, designs]) => `${designs.length === all ? 'every design' : designs.join(', ')}: ${text}.`,
  );
}
