/** The answer in sentences: under which assumptions each design is safe, who breaks them, and how designs compare. */

import { ASSUMPTIONS, assumptionNamed, strongestOf } from '../properties/studies/assumptions.js';
import type { Explanation } from '../properties/studies/explain.js';
import type { BitSet } from '../properties/studies/minimal_sets.js';
import { type Rank, ranksOf, separationOf } from '../properties/studies/order.js';
import type { Counterexample, Subject } from '../properties/studies/questions.js';
import { factorIdsOf } from './kept_answer.js';
import { predicateSpans, textOf } from './sentences.js';
import { compact } from './verdict_text.js';

/** `D is safe exactly if …`, without a full stop. */
export function sentenceOf(explanation: Explanation): string {
  const { design } = explanation.subject;
  return `${design} ${predicateOf(explanation)}`;
}

/** As {@link sentenceOf}, without the design: `is safe exactly if …`. */
export function predicateOf(
  explanation: Pick<Explanation, 'properties' | 'silent' | 'holding' | 'failing' | 'bare' | 'interrupted'>,
): string {
  const { properties, silent, bare, failing, interrupted } = explanation;
  if (interrupted) return 'is not decided: the search was ended';
  if (bare === undefined && properties.every((id) => silent.includes(id)))
    return `is not decided: ${listText(properties)} says nothing in these configurations; --configuration asks in others`;
  const race = failing.at(0);
  const fall = race === undefined ? undefined : { property: race.property, steps: race.trace.length };
  return textOf(predicateSpans({ factors: factorIdsOf(explanation), fall }));
}

/** Sentences of several designs; equal ones are said once. */
export function sentencesOf(explanations: readonly Explanation[]): string[] {
  const alike = new Map<string, string[]>();
  for (const each of explanations) {
    const predicate = predicateOf(each);
    alike.set(predicate, [...(alike.get(predicate) ?? []), each.subject.design]);
  }
  return [...alike].map(([predicate, designs]) => {
    const said = designs.length === 1 ? predicate : predicate.replace(/^is /, 'are ');
    return `${listText(designs)} ${said}.`;
  });
}

export function listText(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `{look, drop, count}`: the assumptions that no other of the set implies. */
export function setText(set: BitSet): string {
  const ids = strongestOf(set).map((i) => ASSUMPTIONS[i].id);
  return ids.length === 0 ? 'nothing assumed' : ids.join(' + ');
}

export function raceText({ property, trace, loop, wrong, configuration }: Counterexample): string {
  const steps = loop === undefined ? `${trace.length} steps` : `${loop} steps and ${trace.length - loop} for ever`;
  return `${property} in ${steps} (${configuration.name}): ${wrong}`;
}

/** The ids of all assumptions that some of the designs rest on. */
export function assumptionsIn(explanations: readonly Explanation[]): string[] {
  const used = new Set(
    explanations.flatMap(({ holding }) => holding.flatMap(({ parts }) => parts)).map(({ assumption }) => assumption),
  );
  return ASSUMPTIONS.filter(({ id }) => used.has(id)).map(({ id }) => id);
}

/** What is proved for each minimal set, and the race that comes back without each part of it. */
export function holdingTexts({
  holding,
}: Pick<Explanation, 'holding'>): { readonly heading: string; readonly races: string[] }[] {
  return holding.map(({ set, proof, parts }) => ({
    heading: `${setText(set)}: nothing falls in ${compact(proof.states)} states of ${proof.configurations.length} configurations${stuckText(proof.stuck)}`,
    races: parts.map(({ assumption, without }) => `without ${assumption}: ${raceText(without)}`),
  }));
}

/** Who is at least as safe as whom, in sentences. */
export function orderTexts(explanations: readonly Explanation[]): string[] {
  const ranks = ranksOf(explanations);
  return ranks.flatMap((rank) => rankTexts(rank, ranks));
}

function rankTexts({ designs, below }: Rank, ranks: readonly Rank[]): string[] {
  const name = listText(designs);
  const alike = designs.length > 1 ? [`${name} are safe under the same assumptions.`] : [];
  if (below.length === 0) return [...alike, `No design is safer than ${name}.`];
  const safer = listText(
    below.map((rank) => ranks[rank].designs.join(' (and ') + (ranks[rank].designs.length > 1 ? ')' : '')),
  );
  return [
    ...alike,
    `${safer} ${below.length > 1 ? 'are each' : 'is'} at least as safe as ${name}, under every set of assumptions.`,
  ];
}

/** For two designs of which neither is at least as safe as the other: the race of each that the other does not have. */
export function separationTexts(explanations: readonly Explanation[]): string[] {
  return explanations.flatMap((one) =>
    explanations.flatMap((other) => {
      const separation = separationOf(one, other);
      if (separation === undefined || separationOf(other, one) === undefined) return [];
      const { set, race } = separation;
      return [
        `Under ${setText(set)} ${other.subject.design} is safe and ${one.subject.design} is not: ${raceText(race)}.`,
      ];
    }),
  );
}

/** `look: no section goes offline …; broken by …; holds …`. */
export function assumptionTexts(
  ids: readonly string[],
): { id: string; clause: string; brokenBy: string; holds: string }[] {
  return ids
    .map((id) => assumptionNamed(id))
    .map(({ clause, brokenBy, holds }, i) => ({ id: ids[i], clause, brokenBy, holds }));
}

/** Nothing falls where an attempt never succeeds; but that is no success either. */
const stuckText = (stuck: readonly string[]): string =>
  stuck.length === 0 ? '' : `; in ${stuck.length} of them an attempt can come to where it can never succeed`;

/** `, in tiny --pcp`: where it was asked, unless in the usual scenes. */
export function whereAsked({ configurations }: Subject): string {
  return configurations === undefined ? '' : `, in ${configurations.map(({ name }) => name).join('; ')}`;
}
