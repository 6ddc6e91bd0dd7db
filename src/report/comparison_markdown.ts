/** What a change breaks and mends, as Markdown, for a review mail or a comment on a merge request. */

import type { Comparison } from '../change/comparison.js';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import { type Finding, gather, isNewsOf } from './comparison.js';
import { findingLines, headOf, raceText, summaryOf } from './comparison_text.js';

export function comparisonMarkdown(change: ChangeReference, comparisons: readonly Comparison[]): string {
  const gathered = gather(comparisons);
  const news = gathered.findings.filter(isNewsOf);
  const others = gathered.findings.filter((finding) => !isNewsOf(finding));
  return [
    headOf(change),
    summaryOf(gathered),
    ...news.flatMap(sectionOf),
    ...(others.length === 0 ? [] : [others.map((finding) => `- ${lineOf(finding)}`).join('\n')]),
  ].join('\n\n');
}

function sectionOf(finding: Finding): string[] {
  const [first] = finding.places;
  return [`### ${lineOf(finding)}`, ['```', raceText(first, false), '```'].join('\n')];
}

const lineOf = (finding: Finding): string => {
  const [line, ...also] = findingLines(finding);
  return [line, ...also.map((each) => each.trim())].join(' ').replaceAll(/ {2,}/g, ', ');
};
