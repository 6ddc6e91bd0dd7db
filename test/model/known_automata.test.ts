/** Processes that are known from before are what compiling would give, and known only where nothing that they read differs. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSameAutomaton } from '../../src/checker/automaton.js';
import { compile } from '../../src/checker/compile.js';
import { type Process, step } from '../../src/checker/process.js';
import { scenario } from '../../src/generators/drawn_scenario.js';
import type { Context } from '../../src/model/context.js';
import { automatonOf } from '../../src/model/known_automata.js';
import { pfnToOnlinePage } from '../../src/model/mm/sparse.js';
import { ACTORS } from '../../src/model/modules.js';
import type { Kernel } from '../../src/model/state.js';
import { SWITCH_NAMES, SWITCHES, type Switches } from '../../src/model/switches.js';
import { contextOf, kernelSystem } from '../../src/model/system.js';
import { recordReads } from '../../src/properties/studies/record_reads.js';
import { scenarioOf, switchesIn } from '../../src/scenario/scenario.js';

const SEED = Date.now() % 1e6;

/** The same switches, one of them with any of its values. */
const oneOtherwise = (switches: Switches): fc.Arbitrary<Switches> =>
  fc
    .constantFrom(...SWITCH_NAMES)
    .chain((name) => fc.constantFrom(...SWITCHES[name].values).map((value) => ({ ...switches, [name]: value })));

test(`in drawn scenarios and under switches near to theirs each is what it is compiled to (seed ${SEED})`, () => {
  let shared = 0;
  for (const drawn of fc.sample(scenario(), { seed: SEED, numRuns: 1 })) {
    const switches = switchesIn(drawn);
    const near = fc.sample(oneOtherwise(switches), { seed: SEED, numRuns: 5 });
    const systems = [switches, ...near].map((each) => kernelSystem(drawn.configuration, each));
    const [first, ...others] = systems.map(({ processes }) =>
      processes.map(({ name, run, automaton }) => {
        const known = automaton?.() ?? expect.fail('a process of the model has an automaton');
        expect(isSameAutomaton(known, compile(name, run)), name).toBe(true);
        return known.locations;
      }),
    );
    shared += others.flat().filter((locations) => first.includes(locations)).length;
  }
  expect(shared).toBeGreaterThan(0);
});

describe('a process is compiled again', () => {
  const [actor] = ACTORS;
  const { configuration, ...rest } = scenarioOf('D', 'tiny');
  const usual = contextOf(configuration, switchesIn({ configuration, ...rest }));

  /** How often it is compiled in these contexts one after the other, as processes with these numbers. */
  function compilations(reads: (context: Context) => unknown, contexts: readonly Context[], numbers = [0]): number {
    let begun = 0;
    function* run(context: Context): Process<Kernel> {
      begun++;
      for (let i = 0; i < Number(reads(context)); i++) yield step(pfnToOnlinePage, 0);
    }
    const places = contexts.flatMap((context) => numbers.map((number) => ({ context, number })));
    const compiled = places.filter(({ context, number }) => {
      const before = begun;
      const { locations } = automatonOf('own', { ...actor, run }, number, context);
      const isCompiled = begun > before;
      expect(locations).toEqual(compile('own', () => run(context)).locations);
      return isCompiled;
    });
    return compiled.length;
  }

  const withSwitches = (changes: Partial<Switches>): Context => ({
    ...usual,
    switches: { ...usual.switches, ...changes },
  });

  test('where a switch that it reads differs, and no other', () => {
    const reads = ({ switches }: Context) => (switches.putHook ? 1 : switches.frozen ? 2 : 3);
    const hooked = withSwitches({ putHook: true, frozen: false });
    const bare = withSwitches({ putHook: false, frozen: false });
    const frozen = withSwitches({ putHook: false, frozen: true });
    expect(compilations(reads, [hooked, withSwitches({ putHook: true, frozen: true }), hooked])).toBe(1);
    expect(compilations(reads, [hooked, bare, frozen, bare, withSwitches({ dropAt: 'never' })])).toBe(3);
  });

  test('where its configuration, who is in it, its geometry or what is demanded differs', () => {
    const signals: Context = { ...usual, configuration: { ...configuration, signals: !configuration.signals } };
    expect(compilations((context) => (context.configuration.signals ? 1 : 2), [usual, signals, usual])).toBe(2);
    const { actors } = configuration;
    const users: Context = { ...usual, configuration: { ...configuration, actors: { ...actors, users: 3 } } };
    expect(compilations((context) => context.configuration.actors.users, [usual, users, usual])).toBe(2);
    const larger: Context = { ...usual, geometry: { ...usual.geometry, pages: 3 } };
    expect(compilations(({ geometry }) => geometry.pages, [usual, larger, usual])).toBe(2);
    const demanding: Context = { ...usual, demands: { ...usual.demands, kept: 3 } };
    expect(compilations(({ demands }) => demands.kept, [usual, demanding, usual])).toBe(2);
  });

  test('where it asks for what one configuration does not have, or for all that there is', () => {
    const more: Context = { ...usual, configuration: Object.assign({ further: 2 }, configuration) };
    const further = (context: Context) => Reflect.get(context.configuration, 'further') ?? 1;
    expect(compilations(further, [usual, more, usual])).toBe(2);
    expect(compilations((context) => Object.keys(context.configuration).length % 3, [usual, more, usual])).toBe(2);
    expect(compilations((context) => ('further' in context.configuration ? 1 : 2), [usual, more, usual])).toBe(2);
  });

  test('for another number, or where another is called back', () => {
    const [first] = usual.notifiers;
    expect(compilations(() => 1, [usual, usual], [0, 1])).toBe(2);
    expect(compilations(() => 1, [usual, { ...usual, notifiers: [{ ...first }] }, usual])).toBe(2);
  });

  test('where it reads its context in another order than before, which is an error', () => {
    let turns = 0;
    function* run({ switches }: Context): Process<Kernel> {
      const names = ['putHook', 'frozen'] as const;
      yield step(pfnToOnlinePage, Number(switches[names[turns % 2]]));
    }
    const own = { ...actor, run };
    const hooked = withSwitches({ putHook: false, frozen: true });
    automatonOf('own', own, 0, hooked);
    turns = 1;
    const other = withSwitches({ putHook: true, frozen: true });
    expect(() => automatonOf('own', own, 0, other)).toThrow(/does not read its context as it did before/);
  });
});

test('to know a process reads the switches that compiling it reads, and no others', () => {
  const { configuration, ...rest } = scenarioOf('D', 'walkers');
  const switches = switchesIn({ configuration, ...rest });
  const readBy = (make: 'compile' | 'know') => {
    const { recording, read } = recordReads(switches);
    for (const { name, run, automaton } of kernelSystem(configuration, recording).processes) {
      if (make === 'know') automaton?.();
      else compile(name, run);
    }
    return read();
  };
  const compiled = readBy('compile');
  expect(compiled.length).toBeGreaterThan(5);
  expect(readBy('know')).toEqual(compiled);
  expect(readBy('know')).toEqual(compiled);
});
