/**
 * `pageoffline list`: the designs, kernels, configurations, actors, entries of configurations, properties, switches and
 * strategies that the other commands take.
 */

import { STRATEGIES } from '../generators/strategies/index.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import { DEFAULT_KERNEL, DESIGNS, KERNELS } from '../model/designs.js';
import { ACTORS, ENTRIES } from '../model/modules.js';
import { SWITCH_NAMES, SWITCHES, type SwitchName } from '../model/switches.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import { formWords } from '../scenario/entry_words.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import type { Terminal } from './terminal.js';

interface Entry {
  readonly name: string;
  readonly about: string;
}

function entries(): Readonly<Record<string, readonly Entry[]>> {
  return {
    designs: Object.entries(DESIGNS).map(([name, { title, status }]) => ({ name, about: `${title} (${status})` })),
    kernels: Object.keys(KERNELS).map((name) => ({ name, about: name === DEFAULT_KERNEL ? 'the default' : '' })),
    configurations: CONFIGURATIONS.map(({ name, title }) => ({ name, about: title })),
    actors: ACTORS.map(({ key, entry: { form, meaning }, shows, cannotShow }) => ({
      name: key,
      about: `${formWords(form)}: ${meaning} Shows ${shows}; cannot show ${cannotShow}.`,
    })),
    entries: Object.entries(ENTRIES).map(([name, { form, meaning }]) => ({
      name,
      about: `${formWords(form)}: ${meaning}`,
    })),
    properties: ALL_PROPERTIES.map(({ id, statement }) => ({ name: id, about: statement })),
    switches: SWITCH_NAMES.map(switchEntry),
    strategies: STRATEGIES.map(({ name, title }) => ({ name, about: title })),
  };
}

/** What it can be, who decides that, and what it means. */
function switchEntry(name: SwitchName): Entry {
  const { values, meaning, decidedBy, default: usual } = SWITCHES[name];
  const decided = usual === undefined ? decidedBy : `${decidedBy}, else ${usual}`;
  return { name, about: `${values.join(', ')} (${decided}): ${meaning}` };
}

export function list({ json }: { readonly json: boolean }, { stdout }: Terminal): StatusOf<'HOLDS'> {
  const all = entries();
  stdout.write(json ? `${JSON.stringify(all, undefined, 2)}\n` : `${textOf(all)}\n`);
  return ExitStatus.HOLDS;
}

function textOf(all: Readonly<Record<string, readonly Entry[]>>): string {
  const width = Math.max(...Object.values(all).flatMap((some) => some.map(({ name }) => name.length)));
  return Object.entries(all)
    .map(([kind, some]) =>
      [kind, ...some.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`.trimEnd())].join('\n'),
    )
    .join('\n\n');
}
