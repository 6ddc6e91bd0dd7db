/** Races as changelogs of the kernel draw them: golden ones of many shapes, and what must hold for every one. */

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Change, compileSystem, type ReplayedStep, replaySteps } from '../../src/checker/index.js';
import { switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { Decision } from '../../src/properties/decide.js';
import { callParts } from '../../src/report/call.js';
import { type ChangelogOptions, drawChangelog } from '../../src/report/index.js';
import { configurationNamed } from '../named.js';
import { findCell, findLassoToDraw, LASSOS, type WantedCell } from './found_cell.js';
import { findRace, RACES, type Wanted } from './found_race.js';

const WIDTH = 75;
const RCU_WALKER: Wanted = { design: 'D', property: 'S5', actors: { walkers: ['rcu'] } };

const CELLS: Readonly<Record<string, WantedCell>> = {
  long_names_on_lru: { design: 'D', configuration: 'lru-alone', property: 'S5' },
  poison_forgotten: { design: 'D', configuration: 'poison', property: 'HW' },
  kdump_reads_unplugged_page: { design: 'D', configuration: 'kdump', property: 'S4' },
  'several_blocks_7.3': { design: 'D', kernel: '7.3', configuration: 'two-blocks', property: 'EF' },
  'big_blocks_7.3': { design: 'D', kernel: '7.3', configuration: 'big-blocks', property: 'EF' },
  'unload_7.3': { design: 'D', kernel: '7.3', configuration: 'unload', property: 'EF' },
  'removal_7.3': { design: 'D', kernel: '7.3', configuration: 'removal', property: 'S2' },
  'other_driver_7.3': { design: 'D', kernel: '7.3', configuration: 'balloon', property: 'EF' },
};

interface Drawn extends ChangelogOptions {
  readonly steps: readonly ReplayedStep[];
  readonly wrong: string;
}

const found: ReadonlyMap<string, Drawn> = new Map<string, Drawn>([
  ...Object.entries({ ...RACES, rcu_walker: RCU_WALKER }).map(([name, wanted]) => [name, findRace(wanted)] as const),
  ...Object.entries(CELLS).map(([name, wanted]) => [name, findCell(wanted)] as const),
  ...Object.entries(LASSOS).map(([name, wanted]) => [`lasso_${name}`, findLassoToDraw(wanted)] as const),
]);

const draw = ({ steps, wrong, ...options }: Drawn): string => drawChangelog(steps, wrong, options);

/** Lines without what may be folded: the text of a drawing as one line. */
const unfolded = (text: string): string => text.replaceAll(/\s+/g, '');

function expectPasteable(drawn: string): void {
  for (const line of drawn.split('\n')) {
    expect(line.length, line).toBeLessThanOrEqual(WIDTH);
    expect(line, 'a trailing blank, a tab or a colour').toMatch(/^([ -~]*[!-~])?$/);
  }
}

function expectWhole(drawn: string, { steps, loop }: Drawn): void {
  const text = unfolded(drawn);
  let at = 0;
  for (const { action, args } of steps) {
    if (action === undefined) continue;
    const call = unfolded(callParts({ action, args }).called);
    const next = text.indexOf(call, at);
    expect(next, `${call} in its order`).toBeGreaterThanOrEqual(at);
    at = next + call.length;
  }
  const actors = [...new Set(steps.filter(({ action }) => action !== undefined).map(({ process }) => process))];
  actors.forEach((actor, i) => {
    expect(text).toContain(unfolded(`CPU${i} (${actor})`));
  });
  expect([...drawn.matchAll(/\^+/g)].length).toBe(loop === undefined ? 1 : 0);
  expect(drawn.includes('-- then for ever: ---')).toBe(loop !== undefined);
}

describe('changelogs', () => {
  for (const [name, race] of found) {
    it(`draws ${name}`, async () => {
      await expect(`${draw(race)}\n`).toMatchFileSnapshot(`golden/changelog/${name}.txt`);
    });

    it(`draws all of ${name} in ${WIDTH} columns`, () => {
      expectPasteable(draw(race));
      expectWhole(draw(race), race);
    });
  }
});

/** Small enough that all properties of all kinds are decided in a moment. */
const CHEAP = ['tiny', 'pcp', 'small'] as const;

describe.each(CHEAP)('every violation in configuration %s', (name) => {
  const configuration = configurationNamed(name);
  // The race of a comparison may be of another system than the configuration's.
  const properties = ALL_PROPERTIES.filter(({ kind }) => kind !== 'comparison');

  test.each(['A', 'B', 'D', 'E'] as const)('of design %s is drawn whole and can be pasted', (design) => {
    for (const kernel of ['5.8', '7.3'] as const) {
      const decision = new Decision({ design, kernel, configuration, overrides: {} }, properties);
      decision.run();
      const program = compileSystem(kernelSystem(configuration, switchesOf(design, kernel)));
      for (const { trace, loop, wrong } of decision.cells()) {
        if (trace === undefined || wrong === undefined) continue;
        const { steps } = replaySteps(program, trace);
        const race = { steps, wrong, ...(loop === undefined ? {} : { loop }) };
        expectPasteable(draw(race));
        expectWhole(draw(race), race);
      }
    }
  });
});

const change = (field: string, before: number, after: number): Change => ({
  field,
  element: 0,
  before,
  after,
  ghost: false,
  text: `${field}[page 0] ${before} -> ${after}`,
});

describe('a race of any shape', () => {
  const letters = fc.stringMatching(/^[a-z_]{1,60}$/);
  const changes = fc.array(
    fc
      .tuple(fc.constantFrom('refcount', 'managed', 'isolated', 'hotplugMutex', 'pcpDisabled'), fc.nat(99), fc.nat(99))
      .map(([field, before, after]) => change(field, before, after)),
    { maxLength: 4 },
  );
  const steps = fc.array(
    fc.record({
      process: fc.nat(11).map((i) => `memory error ${i}`),
      choices: fc.array(fc.record({ name: letters, option: letters }), { maxLength: 2 }),
      action: letters,
      args: fc.array(fc.nat(99), { maxLength: 3 }),
      outcome: letters,
      changes,
    }),
    { minLength: 1, maxLength: 20 },
  );

  it(`fits ${WIDTH} columns`, () => {
    fc.assert(
      fc.property(steps, fc.lorem(), (race, wrong) => expectPasteable(drawChangelog(race, wrong))),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('nesting', () => {
  const step = (process: string, action: string, ...made: readonly Change[]): ReplayedStep => ({
    process,
    choices: [],
    action,
    args: [0],
    changes: made,
  });
  const drawn = (...steps: readonly ReplayedStep[]) => drawChangelog(steps, 'it is wrong').split('\n').slice(2, -3);

  it('moves in what is done under a lock, until that CPU gives it back', () => {
    expect(
      drawn(
        step('sysfs', 'lock_device_hotplug', change('deviceHotplugLock', 0, 1)),
        step('walker', 'PageLRU'),
        step('sysfs', 'add_memory'),
        step('sysfs', 'unlock_device_hotplug', change('deviceHotplugLock', 1, 0)),
        step('sysfs', 'add_memory'),
        step('walker', 'PageLRU'),
      ),
    ).toEqual([
      '    lock_device_hotplug(block 0)',
      '                                        PageLRU(page 0)',
      '      add_memory(block 0)',
      '    unlock_device_hotplug(block 0)',
      '    add_memory(block 0)',
      '                                        PageLRU(page 0)',
    ]);
  });

  it('moves in what a put goes on to do, and nothing behind it', () => {
    const path = ['put_page_testzero', 'free_pages_prepare', 'free_one_page', 'PageLRU', 'free_one_page', 'PageLRU'];
    expect(drawn(...path.map((action) => step('walker', action)))).toEqual([
      '    put_page_testzero(page 0)',
      '      free_pages_prepare(page 0)',
      '      free_one_page(page 0)',
      '    PageLRU(page 0)',
      '    free_one_page(page 0)',
      '    PageLRU(page 0)',
    ]);
  });
});

test('the sentence below begins with a capital and ends with a full stop', () => {
  const [lasso] = [...found].filter(([name]) => name === 'lasso_walkers_hand_on_page').map(([, race]) => race);
  const paragraph = (race: Drawn) => draw(race).split('\n\n').at(-1)?.replaceAll('\n', ' ');
  expect(paragraph(lasso)).toBe(
    'Without a signal the attempt goes on for ever, and all hotplug locks are held, assuming that whoever ' +
      'has begun something goes on, and gets the locks that it waits for (strong fairness).',
  );
});
