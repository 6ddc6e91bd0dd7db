/** What `pageoffline reproduce` prints of a race that it makes: what was asked, the plan, each state, and what came of it. */

import type { TraceStep } from '../checker/trace.js';
import type { Asked, Chosen } from '../lab/choose_race.js';
import type { DrivenSegment } from '../lab/drive.js';
import { observableOf, summaryText } from '../lab/observables.js';
import { type Segment, standText } from '../lab/plan.js';
import type { Reproduction } from '../lab/reproduce.js';
import type { Property } from '../properties/property.js';
import { titleOf } from './races.js';

export function headingOf(asked: Asked, release: string, { race, states, instead }: Chosen): string {
  const { design, configuration } = asked.scenario;
  const setting = `design ${design}, configuration ${configuration.name}`;
  const found = states === undefined ? 'as it was given' : `the shortest that can be driven, of ${states} states`;
  return [
    `${titleOf(asked.property.id)} on Linux ${release} (${setting})`,
    ...(instead === undefined ? [] : [`The race that was given ${instead}.`]),
    `${race.trace.length} steps in ${race.segments.length} segments, ${found}`,
  ].join('\n');
}

export function planText(segments: readonly Segment[]): string {
  const width = Math.max(...segments.map(({ process }) => process.length));
  return segments
    .map(({ process, steps, stands }, i) => {
      const number = String(i + 1).padStart(2);
      const last = `${' '.repeat(4 + width)}then ${standText(stands)}`;
      return [`${number}  ${process.padEnd(width)}  ${steps.map(stepText).join(', ')}`, last].join('\n');
    })
    .join('\n');
}

function stepText({ choices, action, args, outcome }: TraceStep): string {
  const taken = choices.map(({ name, option }) => `[${name}: ${option}] `);
  if (action === undefined) return taken.join('').trim();
  const told = outcome === undefined || outcome === 'done' ? '' : ` = ${outcome}`;
  return `${taken.join('')}${action}(${args.join(', ')})${told}`;
}

export function segmentText({ segment, seen, mismatches }: DrivenSegment): string {
  const state = `block ${seen.blockState}, ${seen.isolatedPageblocks} pageblocks isolated; ${summaryText(seen)}`;
  const verdict = mismatches.length === 0 ? '✔' : '✘';
  const differing = mismatches.map(({ what, model, kernel }) => `    ${what}: model ${model}, kernel ${kernel}`);
  return [`${verdict} ${segment.process}, after step ${segment.end}: ${state}`, ...differing].join('\n');
}

export function verdictText(
  property: Property,
  verdict: 'reproduced' | 'differs',
  { evidence, seconds }: Pick<Reproduction, 'evidence' | 'seconds'>,
): string {
  const time = `${seconds.toFixed(1)} s from the snapshot`;
  if (verdict === 'reproduced') return [`REPRODUCED (${time})`, ...evidence.map((line) => `  ${line}`)].join('\n');
  const sign = observableOf(property.id)?.sign;
  return `DIFFERS (${time}): model and kernel part as shown, or it was not seen that ${sign}`;
}
