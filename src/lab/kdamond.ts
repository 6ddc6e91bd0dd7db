/** A kdamond that looks at one page, again and again. Documentation/admin-guide/mm/damon/usage.rst */

import { type Machine, PAGE_BYTES } from './machine.js';

const KDAMONDS = '/sys/kernel/mm/damon/admin/kdamonds';

function kdamondFiles(frame: number): readonly (readonly [file: string, value: string])[] {
  const context = '0/contexts/0';
  const region = `${context}/targets/0/regions/0`;
  return [
    ['nr_kdamonds', '1'],
    ['0/contexts/nr_contexts', '1'],
    [`${context}/operations`, 'paddr'],
    [`${context}/monitoring_attrs/intervals/sample_us`, '300000'],
    [`${context}/monitoring_attrs/intervals/aggr_us`, '3000000'],
    [`${context}/targets/nr_targets`, '1'],
    [`${context}/targets/0/regions/nr_regions`, '1'],
    [`${region}/start`, String(frame * PAGE_BYTES)],
    [`${region}/end`, String((frame + 1) * PAGE_BYTES)],
    ['0/state', 'on'],
  ];
}

/** Only one may run: the one that is on by default is stopped. */
export async function startKdamond(machine: Machine, frame: number): Promise<void> {
  await machine.ask('write /sys/module/damon_stat/parameters/enabled N');
  for (const [file, value] of kdamondFiles(frame)) await machine.must(`write ${KDAMONDS}/${file} ${value}`);
}

export async function stopKdamond(machine: Machine): Promise<void> {
  await machine.ask(`write ${KDAMONDS}/0/state off`);
}
