/** A state field is one declaration: range, fresh values and how it is shown derive from it. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Layout } from '../../src/checker/layout.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS, switchesOf } from '../../src/model/designs.js';
import { specOf, valueOnlined } from '../../src/model/field.js';
import { KERNEL_FIELDS } from '../../src/model/modules.js';
import { CORE_FIELDS, startAnew } from '../../src/model/state.js';
import { contextOf, kernelState } from '../../src/model/system.js';
import { configurationNamed } from '../named.js';

const twoBlocks = configurationNamed('two-blocks');

/** A kernel in which every cell has its highest value. */
function fullKernel() {
  const { fields, bind } = kernelState(contextOf(twoBlocks, switchesOf('D', '7.3')));
  const layout = new Layout(fields);
  const views = layout.views(layout.createBuffer());
  for (const [name, { length, max }] of Object.entries(layout.fields)) {
    for (let i = 0; i < length; i++) views[name][i] = typeof max === 'number' ? max : max[i];
  }
  return { layout, views, kernel: bind(views) };
}

describe.each(['onlined', 'removed'] as const)('a block that is %s', (event) => {
  const { views, kernel, layout } = fullKernel();
  const before = { ...views };
  for (const [name, cells] of Object.entries(views))
    before[name] = Array.from({ length: cells.length }, (_, i) => cells[i]);
  startAnew(kernel, 1, kernel[event]);

  test.each(Object.entries(KERNEL_FIELDS))('%s', (name, field) => {
    const fresh = event === 'onlined' ? valueOnlined(field, kernel.switches) : field.removed;
    const { length } = layout.fields[name];
    const expected = Array.from({ length }, (_, i) =>
      fresh === undefined || i < length / 2 ? before[name][i] : fresh,
    );
    expect(Array.from({ length }, (_, i) => views[name][i])).toEqual(expected);
  });
});

test('a memmap is initialised as the kernel does it', () => {
  const fresh = (kernel: (typeof KERNEL_VERSIONS)[number]) => {
    const switches = switchesOf('D', kernel);
    const of = Object.entries(KERNEL_FIELDS).map(([name, field]) => [name, valueOnlined(field, switches)]);
    return Object.fromEntries(of.filter(([, value]) => value !== undefined && value !== 0));
  };
  expect(fresh('5.8')).toEqual({ refcount: 1, reserved: 1, memmapValid: 1 });
  expect(fresh('5.10')).toEqual({ refcount: 1, reserved: 1, memmapValid: 1, isolated: 1 });
  expect(fresh('6.12')).toEqual({ refcount: 1, pageType: 2, memmapValid: 1, isolated: 1 });
});

const EVERYWHERE = CONFIGURATIONS.flatMap((configuration) =>
  DESIGN_IDS.flatMap((design) => KERNEL_VERSIONS.map((kernel) => contextOf(configuration, switchesOf(design, kernel)))),
);

test.each(Object.entries(KERNEL_FIELDS))('%s starts anew within its range, everywhere', (_, field) => {
  const beyond = EVERYWHERE.flatMap((setting) => {
    const { min = 0, max } = specOf(field, setting);
    const fresh = [valueOnlined(field, setting.switches), field.removed];
    return fresh.filter((value) => value !== undefined && !(value >= min && value <= Number(max)));
  });
  expect(beyond).toEqual([]);
});

test('values with names are as many as there can be', () => {
  // The mutex of Hyper-V's balloon is older than every kernel that has a name here.
  const settings = CONFIGURATIONS.flatMap((configuration) =>
    (['6.12', '7.3'] as const).map((kernel) =>
      contextOf(configuration, switchesOf('D', kernel, { hvRegionLock: 'mutex' })),
    ),
  );
  for (const [name, field] of Object.entries(KERNEL_FIELDS)) {
    if (field.labels === undefined) continue;
    const most = Math.max(...settings.map((each) => Number(specOf(field, each).max)));
    expect([name, field.labels.length]).toEqual([name, most + 1]);
  }
});

/** What an action reads and writes names fields because it has to, and comments may: neither is a list of what there is. */
const DECLARED = /\/\*[\s\S]*?\*\/|\/\/.*|\b(?:reads|writes): \[[^\]]*\]/g;

const ALL = Object.keys(KERNEL_FIELDS);
const CORE = Object.keys(CORE_FIELDS);

/** In so many lines other code names no more fields than these: a list, with an entry on a line, does. */
const LINES = 20;
const MOST_TOGETHER = 13;
/** A list with much for each entry is not that dense, but comes by most fields of the core. */
const MOST_OF_CORE = 0.75;

function isListOfFields(source: string): boolean {
  const lines = source.replace(DECLARED, '').split('\n');
  const words = lines.map((line) => line.match(/\w+/g) ?? []);
  const named = (names: readonly string[], among: readonly (readonly string[])[]) => {
    const present = new Set(among.flat());
    return names.filter((name) => present.has(name)).length;
  };
  if (named(CORE, words) > CORE.length * MOST_OF_CORE) return true;
  return words.some((_, i) => named(ALL, words.slice(i, i + LINES)) > MOST_TOGETHER);
}

test('the declaration is the only list of fields', () => {
  const files = ['src', 'web'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  );
  const sources = files.filter((file) => /\.tsx?$/.test(file));
  expect(sources.filter((file) => isListOfFields(readFileSync(file, 'utf8')))).toEqual(['src/model/state.ts']);
});

test.each([
  ['most of the core, by name', CORE.slice(0, 14).map((name) => `  '${name}',`)],
  ['fields of modules, as keys', ALL.slice(-15).map((name) => `  ${name}: 0,`)],
  ['fields that are set one by one', CORE.slice(0, 15).map((name) => `  k.${name}[0] = 0;`)],
  [
    'most of the core, with much for each',
    CORE.slice(0, 14).map((name) => `  ${name}: {\n${'    x: 0,\n'.repeat(5)}  },`),
  ],
])('a second list would be found: %s', (_, entries) => {
  expect(isListOfFields(['const LIST = [', ...entries, '];'].join('\n'))).toBe(true);
});

test('what an action reads and writes is no list of fields', () => {
  const names = ALL.map((name) => `'${name}'`).join(',\n      ');
  expect(isListOfFields(`{\n    reads: [\n      ${names},\n    ],\n  }`)).toBe(false);
});
