/**
 * The answer of docs/answer.md, proved again from what it says alone, for every design on both kernels: under each of its sets of
 * assumptions nothing falls, in so many states; and where none of the alternatives of one clause of its sentence is assumed, a
 * property falls, whatever the other clauses say. With the races of one pair that is drawn, by the seed in the name of the test.
 */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, type DesignId, type KernelVersion } from '../../src/model/designs.js';
import { tellApart } from '../../src/properties/studies/apart.js';
import { ASSUMPTIONS, assumptionNamed, CLOSURE, closureOf } from '../../src/properties/studies/assumptions.js';
import { EXPLAINED, factorsOf } from '../../src/properties/studies/explain.js';
import { type BitSet, setOf } from '../../src/properties/studies/minimal_sets.js';
import { type Counterexample, Questions, type Slices } from '../../src/properties/studies/questions.js';
import { holdingTexts, predicateOf, raceText, setText } from '../../src/report/answer.js';
import { SENTENCES_BEGIN } from '../../src/report/answer_markdown.js';
import { type KeptAnswer, topicFalls } from '../../src/report/kept_answer.js';
import { tell } from '../reporter/facts.js';

const ANSWER = readFileSync('docs/answer.md', 'utf8');
const DATA: KeptAnswer = JSON.parse(readFileSync('docs/answer.json', 'utf8'));
const KERNELS: readonly KernelVersion[] = ['5.8', '7.3'];

function resultOf<T>(slices: Slices<T>): T {
  for (let next = slices.next(); ; next = slices.next()) if (next.done === true) return next.value;
}

/** A minimal set of assumptions as the document has it. */
interface Said {
  readonly set: BitSet;
  /** `look + drop: nothing falls in …` */
  readonly heading: string;
  /** `without look: X7 in …` */
  readonly races: readonly string[];
}

/** What the document says of a design on a kernel, before it comes to patches. */
function saidOf(design: DesignId, kernel: KernelVersion): Said[] {
  const [, section = ''] = ANSWER.split(`\n## Design ${design}\n`);
  const [, own = ''] = section.split(/\n## Design /)[0].split(`\n### On Linux ${kernel}\n`);
  const [text] = own.split('Minimal sets of patches');
  return [...text.matchAll(/^- (([\w +-]+): nothing falls .*)\n((?: {2}- .*\n)*)/gm)].map(
    ([, heading, ids, races]) => ({
      set: closureOf(setOf(ids.split(' + ').map((id) => ASSUMPTIONS.indexOf(assumptionNamed(id))))),
      heading,
      races: races.split('\n').flatMap((line) => (line === '' ? [] : [line.replace('  - ', '')])),
    }),
  );
}

/** The sentence of a design on the first page of the document, from `is` or `are` on. */
function sentenceOf(design: DesignId): string {
  const [, ...lines] = (ANSWER.split(SENTENCES_BEGIN)[1] ?? '').split('\n');
  const said = lines.find((line) => line.includes(`**${design}**`)) ?? '';
  return said.slice(said.search(/\b(?:is|are) safe/));
}

const EVERYTHING = setOf([...ASSUMPTIONS.keys()]);

/** All alternatives of the other clauses, but for what implies one of this. */
const allOthers = (clause: readonly number[], clauses: readonly (readonly number[])[]): BitSet =>
  closureOf(setOf(clauses.flat().filter((i) => (CLOSURE[i] & setOf(clause)) === 0)));

function raceUnder(set: BitSet, questions: Questions): Counterexample {
  const race = resultOf(questions.race(set));
  if (race === undefined) throw new Error(`nothing falls under ${setText(set)}`);
  return race;
}

const namesOf = (numbers: readonly number[]): string => numbers.map((i) => ASSUMPTIONS[i].id).join(' or ');

const PLACES = KERNELS.flatMap((kernel) => DESIGN_IDS.map((design) => ({ design, kernel })));

describe.each(PLACES)('design $design on Linux $kernel', ({ design, kernel }) => {
  test('is safe exactly under what the answer says', (context) => {
    const said = saidOf(design, kernel);
    const questions = new Questions({ design, kernel, overrides: {} }, EXPLAINED);
    const holding = said.map(({ set }) => ({ set, parts: [], proof: resultOf(questions.proof(set)) }));
    expect(holdingTexts({ holding }).map(({ heading }) => heading)).toEqual(said.map(({ heading }) => heading));
    expect(holding.every(({ proof }) => proof.referenced)).toBe(true);
    const clauses = factorsOf(said);
    const failing =
      said.length === 0
        ? [raceUnder(EVERYTHING, questions)]
        : clauses.map((alternatives) => raceUnder(allOthers(alternatives, clauses), questions));
    const found = { holding, failing, bare: failing[0], interrupted: false };
    const predicate = predicateOf({ properties: [], silent: [], ...found });
    expect(sentenceOf(design).replace(/^are /, 'is ')).toContain(predicate);
    tell(context, {
      kind: 'answer',
      ...{ design, kernel, sentence: `${design} ${predicate}` },
      proofs: holding.map(({ set, proof: { states } }) => ({ set: setText(set), states })),
      races: failing.map(({ property, trace }, i) => ({
        without: namesOf(clauses[i] ?? []),
        ...{ property, steps: trace.length },
      })),
    });
  });
});

const SEED = Date.now() % 1e6;
const [drawn] = fc.sample(
  fc.constantFrom(...PLACES.filter(({ design, kernel }) => saidOf(design, kernel).length > 0)),
  {
    seed: SEED,
    numRuns: 1,
  },
);

test(`design ${drawn.design} on Linux ${drawn.kernel} has the races that the answer has (seed ${SEED})`, () => {
  const questions = new Questions({ ...drawn, overrides: {} }, EXPLAINED);
  for (const { set, races } of saidOf(drawn.design, drawn.kernel)) {
    for (const race of races) {
      const [, id = ''] = /^without (\S+):/.exec(race) ?? [];
      const found = resultOf(questions.shortestRace(set & ~setOf([ASSUMPTIONS.indexOf(assumptionNamed(id))])));
      expect(`without ${id}: ${found === undefined ? 'none' : raceText(found)}`).toBe(race);
    }
  }
});

const [other] = fc.sample(fc.constantFrom(...DATA.designs), { seed: SEED, numRuns: 1 });

test(`of design ${other.design} on Linux ${other.kernel} falls apart from references what the answer says (seed ${SEED})`, () => {
  const { design, kernel, apart } = other;
  expect(topicFalls(resultOf(tellApart({ design, kernel, overrides: {} })))).toEqual(apart);
});
