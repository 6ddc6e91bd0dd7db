/** What must be said beside the sentences: what falls whatever is assumed of references, in which designs and on which versions. */

import type { KernelVersion } from '../model/designs.js';
import { TOPICS } from '../properties/studies/apart.js';
import { listText } from './answer.js';
import type { KeptDesign, TopicFall } from './kept_answer.js';

/** Of one design on one kernel version. */
export type FallsApart = Pick<KeptDesign, 'design' | 'kernel' | 'apart'>;

/**
 * In one sentence.
 * @param asked every design that the sentences speak of, on each version
 * @returns undefined: nothing falls so
 */
export function toldApart(asked: readonly FallsApart[]): string | undefined {
  const topics = TOPICS.flatMap(({ id, short }) => {
    const properties = new Set(asked.flatMap(({ apart }) => apart.filter(({ topic }) => topic === id)).map(propertyOf));
    return [...properties].map((property) => `${short} (${[property, ...placesOf(id, property, asked)].join('; ')})`);
  });
  if (topics.length === 0) return undefined;
  return `Told apart, because they fall whatever is assumed of references: ${listText(topics)}.`;
}

const propertyOf = ({ property }: TopicFall): string => property;

/** `A and B on 5.8`, `every design on 7.3`; without a version where it is the same on all. */
function placesOf(id: string, fallen: string, asked: readonly FallsApart[]): string[] {
  const kernels = [...new Set(asked.map(({ kernel }) => kernel))];
  const said = new Map<string, KernelVersion[]>();
  for (const version of kernels) {
    const own = asked.filter(({ kernel }) => kernel === version);
    const falling = own.filter(({ apart }) => apart.some(({ topic, property }) => topic === id && property === fallen));
    if (falling.length === 0) continue;
    const text = falling.length === own.length ? 'every design' : listText(falling.map(({ design }) => design));
    said.set(text, [...(said.get(text) ?? []), version]);
  }
  return [...said].map(([text, on]) => (on.length === kernels.length ? text : `${text} on ${listText(on)}`));
}
