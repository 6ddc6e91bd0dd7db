/** That the early check of RFC v3 changes no outcome of alloc_contig_range(): S13. */

import { atomic, type Process, retryPoint, step } from '../../checker/process.js';
import type { System } from '../../checker/system.js';
import type { Configuration } from '../../model/configuration.js';
import { chooseOf } from '../../model/context.js';
import { allocContigRange, freeContigRange } from '../../model/mm/contig_range.js';
import type { Kernel } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { contextOf, kernelSystem } from '../../model/system.js';
import { argument, isCall } from '../catalogue/step_terms.js';
import type { ComparisonProperty } from '../kinds/comparison.js';

/** The moment at which the caller has its result. Changes nothing. */
const returned = atomic('alloc_contig_range returned', (_: Kernel, _range: number, _result: number) => undefined);

/** A system with another caller of alloc_contig_range(), whose results are told. */
function withCaller(configuration: Configuration, switches: Switches): System<Kernel> {
  const context = contextOf(configuration, switches);
  const system = kernelSystem(configuration, switches);
  function* caller(): Process<Kernel> {
    for (;;) {
      yield retryPoint('caller');
      const first = yield* chooseOf('range', context.geometry.subBlocks, 'sub-block');
      const range = { first, end: first + 1 };
      const got = yield* allocContigRange(context, range);
      yield step(returned, first, got ? 1 : 0);
      if (got) yield* freeContigRange(context, range);
    }
  }
  return { ...system, processes: [...system.processes, { name: 'caller', run: caller }] };
}

/** The memory as the kernel has it: every page, every pageblock, every block. */
function memoryText(k: Kernel): string {
  const fields = [k.pageType, k.refcount, k.owner, k.plugged, k.isolated, k.bitmap, k.blockState, k.sectionOnline];
  return fields.map((field) => Array.from(field).join(',')).join(' ');
}

export const S13: ComparisonProperty = {
  id: 'S13',
  title: 'early check is moot',
  quote: 'This is not strictly necessary',
  statement: 'Without the early check alloc_contig_range() comes to the same results in the same states of memory.',
  kind: 'comparison',
  systems: (configuration, switches) => [
    withCaller(configuration, switches),
    withCaller(configuration, { ...switches, earlyUnmovable: !switches.earlyUnmovable }),
  ],
  seen: (at) => {
    if (!isCall(at, 'alloc_contig_range returned')) return undefined;
    return `${argument(at, 0)} ${argument(at, 1)} ${memoryText(at.after)}`;
  },
  wrong: 'alloc_contig_range() comes to this only with the early check, or only without it',
};
