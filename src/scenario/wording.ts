/** How a scenario is told: one wording, for headings and for sentences. */

import type { Actors } from '../model/configuration.js';
import type { Switches } from '../model/switches.js';
import type { ChangeReference } from './loaded_changes.js';
import type { Scenario } from './scenario.js';

/** `putHook=true, pcp=disabled`, as `--set` takes them; empty where none is set. */
export function overridesText(overrides: Partial<Switches>): string {
  return Object.entries(overrides)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** `Linux 5.8`, `Linux 5.8, putHook=true`, `Linux 5.8, changed: a lost put (1f0c33d2a9be)`. */
export function kernelText({ kernel, overrides, change }: Pick<Scenario, 'kernel' | 'overrides' | 'change'>): string {
  const changed = change === undefined ? '' : `changed: ${changeText(change)}`;
  return joined([`Linux ${kernel}`, overridesText(overrides), changed]);
}

/** `a lost put (1f0c33d2a9be)`. */
export const changeText = ({ title, digest }: ChangeReference): string => `${title} (${digest})`;

/** `Design D on Linux 5.8, putHook=true`: what is under test, as a heading. */
export function headingOf(scenario: Scenario): string {
  return `Design ${scenario.design} on ${kernelText(scenario)}`;
}

/** `Design D on Linux 5.8, putHook=true; small: 1 block, 2 sub-blocks, 2 pages; sysfs, worker, walkers late`. */
export function describeScenario(scenario: Scenario): string {
  const { name, blocks, subBlockPages, actors } = scenario.configuration;
  const pages = subBlockPages.reduce((sum, each) => sum + each.length, 0);
  const size = [count(blocks, 'block'), count(subBlockPages.length, 'sub-block'), count(pages, 'page')].join(', ');
  const who = Object.entries(actors).flatMap(([kind, several]) => describeActors(kind, several));
  return `${headingOf(scenario)}; ${name}: ${size}; ${who.join(', ')}`;
}

/** `1 block`, `2 blocks`. */
export function count(number: number, of: string): string {
  return `${number} ${of}${number === 1 ? '' : 's'}`;
}

function describeActors(kind: string, several: Actors[keyof Actors]): string[] {
  if (typeof several === 'object') return several.length === 0 ? [] : [`${kind} ${several.join(' and ')}`];
  if (several === true || several === 1) return [kind];
  return several === false || several === 0 ? [] : [`${several} ${kind}`];
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');
