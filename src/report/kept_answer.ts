/**
 * The answer as plain data, as docs/answer.json keeps it: what each design rests on and what repairs it, with the size of each
 * proof, and each race as moves that the model makes again. The sentences and the page are made of it.
 */

import type { DesignId, KernelVersion } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { TopicAnswer } from '../properties/studies/apart.js';
import { ASSUMPTIONS } from '../properties/studies/assumptions.js';
import { type Explanation, factorsOf } from '../properties/studies/explain.js';
import type { Race } from '../properties/studies/patch_sets.js';
import { bestRepair, type RepairStudy } from '../properties/studies/repair.js';
import { SCENES } from '../properties/studies/scenes.js';
import { readMoves, writeMoves } from '../run/moves_text.js';
import { Timeline } from '../run/timeline.js';

export interface KeptRace {
  /** The id of what falls. */
  readonly property: string;
  /** In one sentence. */
  readonly wrong: string;
  /** The name of the scene that it happens in. */
  readonly scene: string;
  /** Of patches that are in and do not keep it away. */
  readonly overrides: Partial<Switches>;
  readonly steps: number;
  /** See {@link writeMoves}. */
  readonly moves: string;
}

/** An assumption or a patch, and the race that comes back without it. */
export interface KeptPart {
  readonly id: string;
  /** Its place among the races of the design. */
  readonly race: number;
}

/** Nothing falls with these, and each is needed. */
export interface KeptSet {
  readonly parts: readonly KeptPart[];
  /** All that are reached, in all configurations. */
  readonly states: number;
}

export interface KeptAssumptions extends KeptSet {
  readonly configurations: number;
  /** In so many of them an attempt can come to where it can never succeed. */
  readonly stuck: number;
}

/** What falls of a topic, whatever is assumed of references. */
export interface TopicFall {
  /** The id of the topic. */
  readonly topic: string;
  /** The id of what falls. */
  readonly property: string;
  /** Of a shortest run. */
  readonly steps: number;
}

/** One design on one kernel version. */
export interface KeptDesign {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  /**
   * Ids of assumptions: one of each factor must hold, and that is enough. None: the design is safe as it is. Absent: no assumption
   * saves it.
   */
  readonly factors?: readonly (readonly string[])[];
  /** All minimal sets of assumptions. */
  readonly sets: readonly KeptAssumptions[];
  /** For each maximal set under which something falls the place of a race. */
  readonly failing: readonly number[];
  /** What falls whatever is assumed of references. */
  readonly apart: readonly TopicFall[];
  /** The patches to send. Absent: none that were tried repair it. */
  readonly repair?: KeptSet;
  readonly races: readonly KeptRace[];
}

export interface KeptAnswer {
  /** How many exhaustive searches it took. */
  readonly searches: number;
  readonly designs: readonly KeptDesign[];
}

/** One design on one kernel version, as it was found. */
interface Studied {
  readonly explanation: Explanation;
  readonly apart: readonly TopicAnswer[];
  readonly repair: RepairStudy;
}

/** @param studied every design on each kernel version */
export function keptAnswer(studied: readonly Studied[]): KeptAnswer {
  const searches = studied.reduce((sum, { explanation, repair }) => sum + explanation.searches + repair.searches, 0);
  return { searches, designs: studied.map(keptDesign) };
}

/** Ids of assumptions by factor; undefined: none saves the design. */
export function factorIdsOf({ holding, bare }: Pick<Explanation, 'holding' | 'bare'>): string[][] | undefined {
  if (bare === undefined) return [];
  if (holding.length === 0) return undefined;
  return factorsOf(holding).map((factor) => factor.map((i) => ASSUMPTIONS[i].id));
}

export const topicFalls = (answers: readonly TopicAnswer[]): TopicFall[] =>
  answers.flatMap(({ topic, falls }) => (falls === undefined ? [] : [{ topic, ...falls }]));

export function keptDesign({ explanation, apart, repair }: Studied): KeptDesign {
  const { design, kernel, overrides } = explanation.subject;
  const races: KeptRace[] = [];
  const placeOf = ({ property, wrong, configuration, trace }: Race, patched: Partial<Switches> = overrides): number => {
    const { moves } = Timeline.ofSteps({ design, kernel, configuration, overrides: patched }, trace);
    const race = { property, wrong, scene: configuration.name, overrides: patched, steps: trace.length };
    const kept = { ...race, moves: writeMoves(moves) };
    const known = races.findIndex((each) => JSON.stringify(each) === JSON.stringify(kept));
    return known < 0 ? races.push(kept) - 1 : known;
  };
  const factors = factorIdsOf(explanation);
  const best = bestRepair(repair);
  return {
    design,
    kernel,
    ...(factors === undefined ? {} : { factors }),
    sets: explanation.holding.map(({ parts, proof }) => ({
      parts: parts.map(({ assumption, without }) => ({ id: assumption, race: placeOf(without) })),
      states: proof.states,
      configurations: proof.configurations.length,
      stuck: proof.stuck.length,
    })),
    failing: explanation.failing.map((race) => placeOf(race)),
    apart: topicFalls(apart),
    ...(best === undefined
      ? {}
      : {
          repair: {
            parts: best.parts.map(({ patch, without, overrides: others }) => ({
              id: patch,
              race: placeOf(without, others),
            })),
            states: best.states,
          },
        }),
    races,
  };
}

/**
 * A kept race, made again.
 * @throws when the model cannot make it, or there is no such scene
 */
export function runOf({ design, kernel }: Pick<KeptDesign, 'design' | 'kernel'>, race: KeptRace): Timeline {
  const scene = SCENES.find(({ configuration }) => configuration.name === race.scene);
  if (scene === undefined) throw new Error(`no scene is called ${race.scene}`);
  const { configuration } = scene;
  return new Timeline({ design, kernel, configuration, overrides: race.overrides }, readMoves(race.moves));
}

/** One line for each design on each version, so that a change of one shows as one. */
export function writeAnswer({ searches, designs }: KeptAnswer): string {
  const lines = designs.map((design) => JSON.stringify(design)).join(',\n');
  return `{"searches":${searches},"designs":[\n${lines}\n]}\n`;
}
