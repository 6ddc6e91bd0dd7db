/** The result of a comparison in lines for people. */

import type { ConformanceResult } from './conform.js';
import type { UnknownField } from './recording.js';

/** One line if every action is explained, else the first that is not, with both sides; and what was not read. */
export function tellResult(result: ConformanceResult): string[] {
  return [...tellVerdict(result), ...result.unknownFields.map(tellUnknown)];
}

function tellVerdict({ file, actions, explained, unexplained, differences }: ConformanceResult): string[] {
  const named = differences.length === 0 ? '' : ` (differences: ${differences.join(', ')})`;
  if (unexplained === undefined) return [`${file}: explained, ${actions} actions${named}`];
  const { line, action, mismatches } = unexplained;
  return [
    `${file}: not explained, line ${line}: ${action} (${explained.length} of ${actions} actions before it are)${named}`,
    ...mismatches.flatMap(({ what, model, kernel }) => [`  ${what}`, `    model:  ${model}`, `    kernel: ${kernel}`]),
  ];
}

function tellUnknown({ field, lines: [first, ...more] }: UnknownField): string {
  return `  not read: ${field}, line ${first}${more.length === 0 ? '' : ` and ${more.length} more`}: no such field is known`;
}
