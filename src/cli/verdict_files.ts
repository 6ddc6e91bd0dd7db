/**
 * Verdicts that are kept in the user's cache, for the commands that decide many. A verdict hangs on its scenario, its property
 * and the limits of the search, not on what else is asked: so one command finds what another has made. The program keeps them;
 * what is called in a process of its own, such as tests, does not.
 */

import type { Command } from 'commander';
import type { DecideJob } from '../properties/decide_job.js';
import type { VerdictCell } from '../properties/verdict.js';
import { BuildFiles, takeNothingFromBefore } from './build_files.js';

type KeptCell = Omit<VerdictCell, 'scenario' | 'variation'>;

let files: BuildFiles<KeptCell> | undefined;
let searchesAgain = false;

/** Verdicts are looked for, and kept, from now on. */
export function keepVerdicts(): void {
  files = new BuildFiles('verdicts');
  searchesAgain = false;
}

/** Adds the option by which nothing that is kept is taken for an answer. */
export function withFresh(command: Command): Command {
  return command
    .option('--fresh', 'take nothing that is kept from before: search again', false)
    .on('option:fresh', () => {
      searchesAgain = true;
      takeNothingFromBefore();
    });
}

/** All cells of a job; undefined where one is not kept. */
export function keptCells(job: DecideJob): readonly VerdictCell[] | undefined {
  if (files === undefined || searchesAgain || !mayBeKept(job)) return undefined;
  const cells: VerdictCell[] = [];
  for (const property of job.properties) {
    const kept = files.get(keyOf(job, property));
    if (kept === undefined) return undefined;
    const { scenario, variation } = job;
    cells.push({ scenario, ...(variation === undefined ? {} : { variation }), ...kept });
  }
  return cells;
}

/**
 * Where a limit left it open there is no verdict to keep.
 * @param cells of a job that nobody ended early
 */
export function keepCells(job: DecideJob, cells: readonly VerdictCell[]): void {
  if (files === undefined || !mayBeKept(job)) return;
  for (const { scenario: _, variation: __, ...cell } of cells) {
    if (cell.verdict !== 'not-exhausted') files.keep(keyOf(job, cell.property), cell);
  }
}

/** What a change replaces is code that no digest here knows. */
const mayBeKept = ({ scenario }: DecideJob): boolean => scenario.change === undefined;

const keyOf = ({ scenario, limits }: DecideJob, property: string): string =>
  JSON.stringify([scenario, limits, property]);

/** To be said where a verdict was not decided now. */
export const keptRemark = (kept: number, all: number): string =>
  `${kept} of ${all} searches were made before, and their verdicts kept: --fresh makes them again\n`;
