/**
 * Verdicts as a JUnit XML report, for servers that show test results: a suite for each design in each configuration, a case for
 * each property. There is no standard; this is what Jenkins' schema allows, https://github.com/testmoapp/junitxml.
 */

import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import type { VerdictCell } from '../properties/verdict.js';
import { headingOf } from '../scenario/wording.js';
import { behindText, haltsText } from './verdict_text.js';

/** @param drawRace the race of a violated cell, without colour */
export function drawJunit(cells: readonly VerdictCell[], drawRace: (cell: VerdictCell) => string): string {
  const suites = new Map<string, VerdictCell[]>();
  for (const cell of cells) suites.set(suiteName(cell), [...(suites.get(suiteName(cell)) ?? []), cell]);
  const body = [...suites].flatMap(([name, suite]) => suiteLines(name, suite, drawRace));
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="pageoffline">', ...body, '</testsuites>'].join(
    '\n',
  );
}

function suiteName({ scenario, variation = scenario.configuration.name }: VerdictCell): string {
  return `${headingOf(scenario)}, ${variation}`;
}

/** How a case ends that did not pass; the numbers of each are attributes of its suite. */
interface Result {
  readonly element: 'failure' | 'error' | 'skipped';
  readonly attributes: Readonly<Record<string, string>>;
  readonly text?: string;
}

const COUNTED_AS = { failure: 'failures', error: 'errors', skipped: 'skipped' } as const;

function suiteLines(name: string, cells: readonly VerdictCell[], drawRace: (cell: VerdictCell) => string): string[] {
  const results = cells.map((cell) => resultOf(cell, drawRace));
  const count = (element: Result['element']) => results.filter((result) => result?.element === element).length;
  // One search decides all cells of a suite.
  const time = Math.max(0, ...cells.map(({ seconds }) => seconds)).toFixed(3);
  const counts = Object.entries(COUNTED_AS).map(([element, attribute]) => [
    attribute,
    count(element as Result['element']),
  ]);
  const attributes = { name, tests: cells.length, ...Object.fromEntries(counts), time };
  const cases = cells.flatMap((cell, i) => caseLines(name, cell, results[i]));
  return [`  <testsuite${attributeText(attributes)}>`, ...cases, '  </testsuite>'];
}

function caseLines(suite: string, { property, restsOn }: VerdictCell, result: Result | undefined): string[] {
  const title = ALL_PROPERTIES.find(({ id }) => id === property)?.title;
  const name = title === undefined ? property : `${property} ${title}`;
  const opening = `    <testcase${attributeText({ classname: suite, name })}`;
  if (result === undefined) {
    if (restsOn === undefined) return [`${opening}/>`];
    const told = `holds, but nothing is known of what comes behind: ${haltsText(restsOn.halts)}`;
    return [`${opening}>`, `      <system-out>${escaped(told)}</system-out>`, '    </testcase>'];
  }
  const { element, attributes, text } = result;
  const inside = `<${element}${attributeText(attributes)}`;
  const ended = text === undefined ? `${inside}/>` : `${inside}>${escaped(text)}</${element}>`;
  return [`${opening}>`, `      ${ended}`, '    </testcase>'];
}

function resultOf(cell: VerdictCell, drawRace: (cell: VerdictCell) => string): Result | undefined {
  const { verdict, applied, wrong = '', rootCauses, shortest } = cell;
  if (verdict === 'violated') {
    const behind = rootCauses === undefined ? '' : ` (only ${behindText(rootCauses)})`;
    const sooner = shortest === undefined ? '' : ` (or in ${shortest.steps} steps, ${behindText(shortest.behind)})`;
    const message = wrong + behind + sooner;
    return { element: 'failure', attributes: { type: 'violated', message }, text: drawRace(cell) };
  }
  if (verdict === 'not-exhausted') {
    return {
      element: 'error',
      attributes: { type: verdict, message: 'no violation found, but not every state was seen' },
    };
  }
  const says = 'holds, but says nothing here: nobody it speaks of is there, or nothing it speaks of happens';
  return applied === 0 ? { element: 'skipped', attributes: { message: says } } : undefined;
}

function attributeText(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll(/\s/g, ' ')}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 cannot have in any form. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export function escaped(text: string): string {
  return text.replaceAll(FORBIDDEN, '\ufffd').replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
