/**
 * The file form of a trace, `pageoffline-trace/1`: design, kernel, switches, the whole configuration, and the steps in names,
 * so that it replays to the same states on any machine and with any later numbering of locations.
 */

import { z } from 'zod';
import type { TraceStep } from '../checker/trace.js';
import type { Configuration } from './configuration.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from './designs.js';
import { checkSwitches, type Switches } from './switches.js';

export const TRACE_FORMAT = 'pageoffline-trace/1';

const count = z.int().min(0);

const actors = z.strictObject({
  sysfs: count,
  worker: z.boolean(),
  contig: count,
  walkers: z.array(z.enum(['late', 'prompt', 'lru', 'rcu'])),
  readers: count,
  users: count,
  briefUsers: count,
  balloon: z.boolean().default(false),
  poison: z.boolean().default(false),
  kdump: z.boolean().default(false),
  unload: z.boolean().default(false),
  removers: count.default(0),
});

const configuration = z.strictObject({
  name: z.string(),
  title: z.string(),
  blocks: z.int().min(1),
  subBlocksPerBlock: z.int().min(1),
  subBlockPages: z.array(z.array(z.strictObject({ weight: z.int().min(1) })).min(1)),
  zone: z.enum(['movable', 'normal']),
  unplugged: z.array(count),
  offline: z.array(count).optional(),
  absent: z.array(count).optional(),
  actors,
  foreign: z.array(count).optional(),
  veto: z.array(z.enum(['beforeDriver', 'afterDriver'])),
  signals: z.boolean(),
  pcp: z.boolean().optional(),
  poison: z.boolean().optional(),
  noPlugBack: z.boolean().optional(),
  noReonline: z.boolean().optional(),
  removesBlocks: z.boolean().optional(),
  hostRefuses: z.boolean().optional(),
  bigBlocks: z.boolean().optional(),
});

const traceStep = z.strictObject({
  process: z.string(),
  choices: z.array(z.strictObject({ name: z.string(), option: z.string() })),
  action: z.string().optional(),
  args: z.array(z.int()),
  outcome: z.string().optional(),
});

const switchValue = z.union([z.boolean(), z.string()]);

const traceFile = z.strictObject({
  format: z.literal(TRACE_FORMAT),
  design: z.enum(DESIGN_IDS),
  kernel: z.enum(KERNEL_VERSIONS),
  /** The switches that are set otherwise than design and kernel have them. */
  switches: z.record(z.string(), switchValue),
  configuration,
  /** The property that the trace violates, if it was kept for that. */
  property: z.string().optional(),
  /** The index of the first of the steps that are then repeated for ever, if the trace goes on so. */
  loop: count.optional(),
  steps: z.array(traceStep),
});

export interface TraceFile {
  readonly format: typeof TRACE_FORMAT;
  readonly design: (typeof DESIGN_IDS)[number];
  readonly kernel: (typeof KERNEL_VERSIONS)[number];
  readonly switches: Partial<Switches>;
  readonly configuration: Configuration;
  readonly property?: string;
  readonly loop?: number;
  readonly steps: readonly TraceStep[];
}

/** @throws one line that names the place in the file and what is wrong there */
export function parseTraceFile(text: string): TraceFile {
  const parsed = traceFile.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue.path.join('.') || 'the document'}: ${issue.message}`);
  }
  const { switches, configuration: whole, property, loop, steps, ...rest } = parsed.data;
  const { offline, absent, foreign, pcp, poison, ...someRest } = whole;
  const { noPlugBack, noReonline, removesBlocks, hostRefuses, bigBlocks, ...needed } = someRest;
  const subBlocks = needed.blocks * needed.subBlocksPerBlock;
  if (needed.subBlockPages.length !== subBlocks) {
    throw new Error(
      `configuration.subBlockPages: ${subBlocks} sub-blocks needed, ${needed.subBlockPages.length} given`,
    );
  }
  if (loop !== undefined && loop >= steps.length) {
    throw new Error(`loop: one of the ${steps.length} steps needed, ${loop} given`);
  }
  return {
    ...rest,
    switches: checkSwitches(switches),
    configuration: {
      ...needed,
      ...(offline === undefined ? {} : { offline }),
      ...(absent === undefined ? {} : { absent }),
      ...(foreign === undefined ? {} : { foreign }),
      ...(pcp === undefined ? {} : { pcp }),
      ...(poison === undefined ? {} : { poison }),
      ...(noPlugBack === undefined ? {} : { noPlugBack }),
      ...(noReonline === undefined ? {} : { noReonline }),
      ...(removesBlocks === undefined ? {} : { removesBlocks }),
      ...(hostRefuses === undefined ? {} : { hostRefuses }),
      ...(bigBlocks === undefined ? {} : { bigBlocks }),
    },
    ...(property === undefined ? {} : { property }),
    ...(loop === undefined ? {} : { loop }),
    steps: steps.map(({ action, outcome, ...step }) => ({
      ...step,
      ...(action === undefined ? {} : { action }),
      ...(outcome === undefined ? {} : { outcome }),
    })),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
