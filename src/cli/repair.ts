/** `pageoffline repair`: the smallest sets of candidate patches that make a design safe with nothing assumed. */

import type { Configuration } from '../model/configuration.js';
import { DESIGN_IDS, type DesignId, type KernelVersion } from '../model/designs.js';
import type { Limits } from '../properties/decide.js';
import { drawRepair, repairSentence } from '../report/index.js';
import { stylesOf } from './color.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { drawTrace } from './races.js';
import { studyAll } from './study_all.js';
import type { StudyCache } from './study_cache.js';
import type { RepairedStudy, RepairJob } from './study_job.js';
import type { Terminal } from './terminal.js';

export interface RepairOptions {
  /** Absent: the usual scenes. */
  readonly configurations?: readonly Configuration[];
  /** Of each search; absent: the usual ones. */
  readonly limits?: Limits;
  readonly kernel: KernelVersion;
  readonly jobs: number;
  readonly cache?: StudyCache;
  readonly json: boolean;
  readonly races: boolean;
}

/** @param design absent: all of them, in a sentence each */
export async function repair(
  design: DesignId | undefined,
  options: RepairOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const jobs = (design === undefined ? DESIGN_IDS : [design]).map((each): RepairJob => {
    const { kernel, configurations, limits } = options;
    return {
      kind: 'repair',
      subject: {
        design: each,
        kernel,
        overrides: {},
        ...(configurations && { configurations }),
        ...(limits && { limits }),
      },
    };
  });
  const studies = await studyAll(jobs, options, terminal);
  const made = studies.filter((study) => study?.kind === 'repair');
  if (made.length > 0) terminal.stdout.write(`${textOf(design, made, options, terminal)}\n`);
  const whole = made.length === jobs.length && made.every(({ repair: { interrupted } }) => !interrupted);
  return whole ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

function textOf(
  design: DesignId | undefined,
  studies: readonly RepairedStudy[],
  { json, races }: RepairOptions,
  terminal: Terminal,
): string {
  if (json) return JSON.stringify(design === undefined ? studies : studies[0], undefined, 2);
  if (design === undefined) return studies.map((study) => repairSentence(study.repair)).join('\n');
  const [study] = studies;
  const letter = drawRepair(study.repair, study.cost, study.others, stylesOf(terminal).bold);
  return [letter, ...(races ? drawings(study, terminal) : [])].join('\n\n\n');
}

/** The race that returns when a part of the first minimal set is left out. */
function drawings({ repair: { subject, repairs } }: RepairedStudy, terminal: Terminal): string[] {
  const [{ parts } = { parts: [] }] = repairs;
  const { bold } = stylesOf(terminal);
  return parts.map(({ patch, without: { configuration, trace: steps, wrong }, overrides }) => {
    const scenario = { ...subject, configuration, overrides };
    return [bold(`Without ${patch}`), drawTrace({ scenario, steps }, wrong, terminal)].join('\n');
  });
}
