/** What is asked: how it is made, told, read and refused. */

import { describe, expect, it } from 'vitest';
import { DEFAULT_KERNEL } from '../../src/model/designs.js';
import { digestOf, scenarioOf } from '../../src/scenario/scenario.js';
import { readScenario } from '../../src/scenario/schema.js';
import { describeScenario, headingOf } from '../../src/scenario/wording.js';

const WALKERS = scenarioOf('D', 'small', { actors: { walkers: ['late'] }, overrides: { putHook: true } });

describe('scenarioOf', () => {
  it('takes a configuration by name, on the default kernel, with changes', () => {
    const { kernel, configuration, overrides } = WALKERS;
    expect(kernel).toBe(DEFAULT_KERNEL);
    expect(configuration.actors).toMatchObject({ sysfs: 1, worker: true, walkers: ['late'] });
    expect(overrides).toEqual({ putHook: true });
  });

  it('names the configurations there are when it does not know one', () => {
    expect(() => scenarioOf('D', 'smal')).toThrow(/no configuration is called smal; there are tiny, small,/);
  });
});

describe('the wording', () => {
  it('says what is in it', () => {
    expect(describeScenario(WALKERS)).toBe(
      'Design D on Linux 5.8, putHook=true; small: 1 block, 2 sub-blocks, 2 pages; sysfs, worker, walkers late',
    );
    expect(headingOf(scenarioOf('A', 'small', { kernel: '5.4' }))).toBe('Design A on Linux 5.4');
  });
});

describe('the digest', () => {
  it('is equal where the same can happen, whatever the order of the keys and the name of the configuration', () => {
    const { design, kernel, configuration, overrides } = WALKERS;
    const other = { overrides, configuration: { ...configuration, name: 'other', title: '' }, kernel, design };
    expect(digestOf(other)).toBe(digestOf(WALKERS));
  });

  it('differs in each part', () => {
    const others = [
      { ...WALKERS, design: 'A' as const },
      { ...WALKERS, kernel: '5.4' as const },
      { ...WALKERS, overrides: {} },
      { ...WALKERS, configuration: { ...WALKERS.configuration, signals: false } },
    ];
    expect(new Set([WALKERS, ...others].map(digestOf)).size).toBe(5);
  });
});

describe('readScenario', () => {
  const { configuration } = WALKERS;

  it('gives back what is right', () => {
    expect(readScenario(JSON.parse(JSON.stringify(WALKERS)))).toEqual(WALKERS);
  });

  it.each([
    ['configuration.unplugged: there is no sub-block 99: the last one is 1', { unplugged: [99] }],
    ['configuration.unplugged: sub-block 1 is there twice', { unplugged: [1, 1] }],
    ['configuration.offline: there is no block 1', { offline: [1] }],
    ['configuration.absent: block 0 is offline, too', { offline: [0], absent: [0] }],
    ['configuration.foreign: there is no page 2', { foreign: [2] }],
    ['configuration.foreign: page 0 is unplugged', { foreign: [0] }],
    ['configuration.subBlockPages: 4 sub-blocks needed, 2 given', { blocks: 2 }],
    ['configuration.subBlocksPerBlock: in big-block mode', { bigBlocks: true }],
    ['configuration.blocks: Too big', { blocks: 1e9 }],
    ['configuration.title: only characters that can be printed', { title: 'red \u001b[31m' }],
    ['configuration.name: only characters that can be printed', { name: 'two\nlines' }],
  ])('says %s', (message, change) => {
    const given = { ...WALKERS, configuration: { ...configuration, ...change } };
    expect(() => readScenario(given)).toThrow(message);
  });

  it('says when nobody acts', () => {
    const actors = { ...configuration.actors, sysfs: 0, worker: false, walkers: [] };
    expect(() => readScenario({ ...WALKERS, configuration: { ...configuration, actors } })).toThrow(
      'somebody must act',
    );
  });

  it.each(['constructor', '__proto__', 'toString'])('knows no switch %s', (name) => {
    const overrides: unknown = JSON.parse(`{"${name}": true}`);
    expect(() => readScenario({ ...WALKERS, overrides })).toThrow(`overrides: no switch is called '${name}': one of`);
  });
});
