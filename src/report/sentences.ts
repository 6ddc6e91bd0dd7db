/** The answer in a sentence for each design, in stretches that say what they rest on, so that a page can open it. */

import { DESIGNS, type DesignId } from '../model/designs.js';
import { assumptionNamed } from '../properties/studies/assumptions.js';
import type { KeptDesign } from './kept_answer.js';

/** What a stretch rests on: a proof and a race for an assumption or a patch; a race alone. */
export type Ground =
  | { readonly kind: 'design'; readonly design: DesignId }
  | { readonly kind: 'proofs' }
  | { readonly kind: 'assumption'; readonly id: string }
  | { readonly kind: 'fall' }
  | { readonly kind: 'patch'; readonly id: string };

export interface Span {
  readonly text: string;
  /** Absent: words between. */
  readonly ground?: Ground;
}

export interface Sentence {
  /** Of which it is said. */
  readonly designs: readonly DesignId[];
  readonly spans: readonly Span[];
}

/** What is to be said of a design on a kernel version. */
export interface Verdict {
  /** As in {@link KeptDesign}. */
  readonly factors: readonly (readonly string[])[] | undefined;
  /** The first race that no set of assumptions keeps away. */
  readonly fall: { readonly property: string; readonly steps: number } | undefined;
}

const say = (text: string): Span => ({ text });

/** `is safe exactly if …`, without a full stop. */
export function predicateSpans({ factors, fall }: Verdict, verb: 'is' | 'are' = 'is'): Span[] {
  if (factors === undefined) {
    const falls = fall === undefined ? 'something falls' : `${fall.property} falls in ${fall.steps} steps`;
    return [
      say(`${verb} safe under no assumption: `),
      { text: falls, ground: { kind: 'fall' } },
      say(' with no walker, user, veto, signal, plugging back or onlining again among them'),
    ];
  }
  if (factors.length === 0) return [say(`${verb} `), { text: 'safe as it is', ground: { kind: 'proofs' } }];
  return [
    say(`${verb} `),
    { text: 'safe exactly if', ground: { kind: 'proofs' } },
    say(' '),
    ...factors.flatMap((factor, i) => [...(i === 0 ? [] : [say(', and ')]), ...factorSpans(factor)]),
  ];
}

function factorSpans(factor: readonly string[]): Span[] {
  const spans = factor.map((id): Span => ({ text: assumptionNamed(id).short, ground: { kind: 'assumption', id } }));
  if (spans.length === 1) return spans;
  return [say('either '), ...spans.flatMap((span, i) => (i === 0 ? [span] : [say(' or '), span]))];
}

export const textOf = (spans: readonly Span[]): string => spans.map(({ text }) => text).join('');

/** A sentence for each design, with its repair on the newest version; designs of which the same is said share one. */
export function sentencesOf(kept: readonly KeptDesign[]): Sentence[] {
  const alike = new Map<string, DesignId[]>();
  const ownOf = (design: DesignId) => kept.filter((each) => each.design === design);
  for (const design of new Set(kept.map((each) => each.design))) {
    const text = textOf(saidOf(ownOf(design), 1));
    alike.set(text, [...(alike.get(text) ?? []), design]);
  }
  return [...alike.values()].map((designs) => {
    const names = designs.map((design): Span[] => [
      { text: design, ground: { kind: 'design', design } },
      say(` (${DESIGNS[design].title})`),
    ]);
    return { designs, spans: [...joined(names), say(' '), ...saidOf(ownOf(designs[0]), designs.length)] };
  });
}

/** @param own of one design on each version */
function saidOf(own: readonly KeptDesign[], designs: number): Span[] {
  const said = new Map<string, { readonly spans: Span[]; readonly kernels: string[] }>();
  for (const each of own) {
    const { factors, failing, races } = each;
    const spans = predicateSpans({ factors, fall: races[failing[0]] }, designs > 1 ? 'are' : 'is');
    const known = said.get(textOf(spans));
    if (known === undefined) said.set(textOf(spans), { spans, kernels: [each.kernel] });
    else known.kernels.push(each.kernel);
  }
  const predicates = [...said.values()].flatMap(({ spans, kernels }) => [
    ...spans,
    say(said.size === 1 ? '. ' : ` on ${textOf(joined(kernels.map((kernel) => [say(kernel)])))}. `),
  ]);
  return [...predicates, ...own.slice(-1).flatMap((newest) => repairSpans(newest, designs > 1 ? 'them' : 'it'))];
}

function repairSpans({ kernel, repair }: KeptDesign, it: 'it' | 'them'): Span[] {
  if (repair === undefined) return [say('No patch that was tried repairs it.')];
  const { parts } = repair;
  if (parts.length === 0) return [say('It needs no repair.')];
  const patches = parts.map(({ id }): Span[] => [{ text: id, ground: { kind: 'patch', id } }]);
  return [say(`On ${kernel} `), ...joined(patches), say(` ${parts.length > 1 ? 'repair' : 'repairs'} ${it}.`)];
}

/** `A, B and C`. */
function joined(items: readonly (readonly Span[])[]): Span[] {
  return items.flatMap((item, i) => {
    if (i === 0) return item;
    return [say(i === items.length - 1 ? ' and ' : ', '), ...item];
  });
}
