/** A switch is one declaration, from which all else derives; what it says holds together. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, DESIGNS, KERNEL_VERSIONS, KERNELS, switchesOf } from '../../src/model/designs.js';
import { readSwitch, SWITCH_NAMES, SWITCHES, UNPATCHED } from '../../src/model/switches.js';

describe.each(SWITCH_NAMES)('%s', (name) => {
  const { meaning, decidedBy, default: usual } = SWITCHES[name];
  const values: readonly (boolean | string)[] = SWITCHES[name].values;

  test('has two values or more, and a sentence that says what it means', () => {
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(meaning).toMatch(/^.+\.$/);
  });

  test('has a default exactly if a patch decides it', () => {
    expect(usual === undefined).toBe(decidedBy !== 'patch');
    if (usual !== undefined) expect(values).toContain(usual);
  });

  test('is set by whoever decides it', () => {
    const setters = {
      design: DESIGN_IDS.map((id) => DESIGNS[id].switches),
      kernel: Object.values(KERNELS),
      patch: [UNPATCHED],
    };
    for (const switches of setters[decidedBy]) expect(switches).toHaveProperty(name);
  });

  test('can be what designs on kernels have it set to', () => {
    for (const design of DESIGN_IDS)
      for (const kernel of KERNEL_VERSIONS) expect(values).toContain(switchesOf(design, kernel)[name]);
  });
});

test('the declaration and the records are the only lists of switches', () => {
  const files = ['src', 'web'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  );
  const recorded = SWITCH_NAMES.filter((name) => SWITCHES[name].decidedBy !== 'patch');
  const lists = files.filter((file) => {
    const source = /\.tsx?$/.test(file) ? readFileSync(file, 'utf8') : '';
    return recorded.every((name) => new RegExp(`\\b${name}\\b`).test(source));
  });
  expect(lists).toEqual(['src/model/designs.ts', 'src/model/switches.ts']);
});

test.each(['constructor', '__proto__', 'toString', ''])('no switch is called %j', (name) => {
  expect(() => readSwitch(name, 'true')).toThrow(`no switch is called '${name}'`);
});
