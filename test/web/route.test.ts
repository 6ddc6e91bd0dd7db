import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { EXPLORED, type ExploreRoute, hashOf, type Route, readRoute } from '../../web/route.js';

const step = fc.nat({ max: 500 });
const property = fc.constantFrom(...ALL_PROPERTIES.map(({ id }) => id));

const explored: fc.Arbitrary<ExploreRoute> = fc
  .record({
    design: fc.constantFrom(...DESIGN_IDS),
    kernel: fc.constantFrom(...KERNEL_VERSIONS),
    configuration: fc.constantFrom(...EXPLORED),
    overrides: fc.constantFrom({}, { putHook: true }, { putHook: false, pcp: 'disabled' } as const),
    moves: fc.array(fc.record({ process: fc.nat({ max: 9 }), branch: fc.nat({ max: 99 }) })),
    made: step,
    found: fc.option(property, { nil: undefined }),
    loop: fc.option(step, { nil: undefined }),
  })
  .map(({ moves, made, found, loop, ...scenario }) => {
    const looped = loop === undefined || loop >= moves.length ? {} : { loop };
    return {
      view: 'explore',
      scenario,
      moves,
      step: Math.min(made, moves.length),
      ...(found === undefined ? {} : { found: { property: found, ...looped } }),
    };
  });

const raced: fc.Arbitrary<Route> = fc.record(
  {
    view: fc.constant('race' as const),
    design: fc.constantFrom(...DESIGN_IDS),
    configuration: fc.string(),
    property,
    step,
    beside: fc.constantFrom(...DESIGN_IDS),
  },
  { requiredKeys: ['view', 'design', 'configuration', 'property', 'step'] },
);

test('every place on the page can be told as a link', () => {
  const claims = property.map((claim): Route => ({ view: 'claims', claim }));
  const beside = fc.constantFrom({}, { beside: 'A' } as const);
  const toured = fc
    .tuple(fc.constantFrom({}, { stop: 'merged' }), step, beside)
    .map(([stop, made, other]): Route => ({ view: 'tour', ...stop, step: made, ...other }));
  const answered = fc
    .tuple(fc.constantFrom(...DESIGN_IDS), fc.constantFrom({}, { part: 'look' }, { part: 'grace' }, { part: 'fall' }))
    .map(([design, part]): Route => ({ view: 'answer', design, ...part }));
  const kept = fc
    .tuple(fc.constantFrom(...DESIGN_IDS), fc.constantFrom(...KERNEL_VERSIONS), step, step, beside)
    .map(([design, kernel, race, made, other]): Route => {
      return { view: 'answer-race', design, kernel, race, step: made, ...other };
    });
  const fixed = fc.constantFrom<Route>({ view: 'comparison' }, { view: 'claims' });
  fc.assert(
    fc.property(fc.oneof(explored, raced, claims, toured, answered, kept, fixed), (route) => {
      expect(readRoute(hashOf(route))).toEqual(route);
    }),
  );
});

test.each([
  ['#nowhere', "no part of this page is called 'nowhere': one of comparison, answer, tour, claims, race, explore"],
  ['#answer?design=D&part=luck', "no part of a sentence is called 'luck'"],
  ['#answer', "no design is called ''"],
  ['#race?design=D', 'the link to a race needs configuration='],
  ['#explore?design=Z', `no design is called 'Z': one of ${DESIGN_IDS.join(', ')}`],
  ['#explore?moves=1.x', "moves: '1.x' is not a move, such as 0.2"],
  ['#explore?set=putHook:maybe', "switch putHook cannot be 'maybe': one of false, true"],
  ['#explore?set=constructor:1', "no switch is called 'constructor'"],
  ['#explore?step=-1', 'step=-1 is not a number of steps'],
  ['#explore?moves=0.0&property=S5&loop=3', 'loop=3: the run has 1 steps'],
])('%s says what is wrong with it', (hash, complaint) => {
  expect(() => readRoute(hash)).toThrow(complaint);
});
