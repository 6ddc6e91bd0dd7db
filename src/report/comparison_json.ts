/** What a change breaks and mends, as a JSON document. */

import type { Comparison } from '../change/comparison.js';
import type { VerdictDifference } from '../properties/differences.js';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import { cellJson } from './cell_json.js';
import { gather } from './comparison.js';

export function comparisonJson(change: ChangeReference, comparisons: readonly Comparison[]): string {
  return JSON.stringify({ change, ...comparisonDocument(comparisons) }, undefined, 2);
}

/** Verdicts that are the same are counted, and not listed. */
export function comparisonDocument(comparisons: readonly Comparison[]): object {
  const { counts, touched, untouched } = gather(comparisons);
  const differences = comparisons.flatMap((comparison) => comparison.differences.filter(({ kind }) => kind !== 'same'));
  return {
    places: { touched, untouched },
    counts: Object.fromEntries(counts),
    differences: differences.map(differenceJson),
  };
}

function differenceJson({ kind, before, after, ways }: VerdictDifference): object {
  return {
    kind,
    property: after.property,
    ...(ways === undefined ? {} : { ways }),
    after: cellJson(after),
    ...(before === undefined ? {} : { before: cellJson(before) }),
  };
}
