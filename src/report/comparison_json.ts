/** What a change breaks and mends, as a JSON document. */

import type { Comparison, VerdictDifference } from '../change/comparison.js';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import { cellJson } from './cell_json.js';
import { gather } from './comparison.js';

/** Verdicts that are the same are counted, and not listed. */
export function comparisonJson(change: ChangeReference, comparisons: readonly Comparison[]): string {
  const { counts, touched, untouched } = gather(comparisons);
  const differences = comparisons.flatMap((comparison) => comparison.differences.filter(({ kind }) => kind !== 'same'));
  const document = {
    change,
    places: { touched, untouched },
    counts: Object.fromEntries(counts),
    differences: differences.map(differenceJson),
  };
  return JSON.stringify(document, undefined, 2);
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
