/** `pageoffline explain`: under which assumptions a design is safe, with proofs and races; or all designs, in sentences. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../model/configuration.js';
import { DESIGN_IDS, type DesignId, type KernelVersion } from '../model/designs.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import type { Limits } from '../properties/decide.js';
import { EXPLAINED, type Explanation } from '../properties/studies/explain.js';
import { isExplainable } from '../properties/studies/fall.js';
import {
  type Answered,
  answerMarkdown,
  drawAnswer,
  drawExplanation,
  keptAnswer,
  writeAnswer,
} from '../report/index.js';
import { stylesOf } from './color.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { ANSWER_DATA, ANSWER_DOCUMENT, DOCUMENTED } from './kept_answer.js';
import { checkWritable } from './output_file.js';
import { drawTrace } from './races.js';
import { studyAll } from './study_all.js';
import type { StudyCache } from './study_cache.js';
import type { ExplainJob, ExplainStudy, StudyJob } from './study_job.js';
import type { Terminal } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

export interface ExplainOptions {
  /** Absent: the usual scenes. */
  readonly configurations?: readonly Configuration[];
  /** Of each search; absent: the usual ones. */
  readonly limits?: Limits;
  readonly kernel: KernelVersion;
  /** Absent: all that are explained. */
  readonly property?: readonly { readonly id: string }[];
  readonly jobs: number;
  readonly cache?: StudyCache;
  readonly json: boolean;
  /** A folder to write the answer into. Absent: it is told. */
  readonly documents?: string;
  readonly races: boolean;
}

const EXPLAINABLE = ALL_PROPERTIES.filter(isExplainable);

/** @param design absent: all of them */
export async function explain(
  design: DesignId | undefined,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  const { documents } = options;
  if (documents !== undefined && options.configurations !== undefined) {
    throw new UsageError('--documents writes the answer of the usual scenes: it takes no configuration');
  }
  if (documents !== undefined) return await writeDocuments(documents, options, terminal);
  const studies = await explainDesigns(design === undefined ? DESIGN_IDS : [design], options, terminal);
  const made = studies.filter((study) => study !== undefined);
  if (made.length > 0) terminal.stdout.write(`${textOf(design, made, options, terminal)}\n`);
  const whole = made.length === studies.length && made.every(({ explanation }) => !explanation.interrupted);
  return whole ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

/** Of all designs, with their repairs: to be read, and as data. */
async function writeDocuments(
  folder: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  for (const name of [ANSWER_DOCUMENT, ANSWER_DATA]) checkWritable(join(folder, name));
  const subjects = DOCUMENTED.flatMap((kernel) => DESIGN_IDS.map((design) => ({ design, kernel, overrides: {} })));
  const properties = EXPLAINED.map(({ id }) => id);
  const studies = await studyAll(
    subjects.flatMap((subject): StudyJob[] => [
      { kind: 'explain', subject, properties },
      { kind: 'repair', subject },
    ]),
    options,
    terminal,
  );
  const answered = subjects.flatMap((_, i): Answered[] => {
    const [explained, repaired] = [studies[2 * i], studies[2 * i + 1]];
    if (explained?.kind !== 'explain' || repaired?.kind !== 'repair' || explained.apart === undefined) return [];
    const { explanation, apart } = explained;
    const { repair, cost, others } = repaired;
    return explanation.interrupted || repair.interrupted
      ? []
      : [{ explanation, apart, repair, others, ...(cost && { cost }) }];
  });
  // A document of a part would be taken for the whole.
  if (answered.length < subjects.length) return ExitStatus.NOT_EXHAUSTED;
  const files = {
    [ANSWER_DOCUMENT]: `${answerMarkdown(answered)}\n`,
    [ANSWER_DATA]: writeAnswer(keptAnswer(answered)),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    asUsageError(path, () => writeFileSync(path, text));
    terminal.stdout.write(`${path}\n`);
  }
  return ExitStatus.HOLDS;
}

async function explainDesigns(
  designs: readonly DesignId[],
  options: ExplainOptions,
  terminal: Terminal,
): Promise<(ExplainStudy | undefined)[]> {
  const properties = (options.property ?? EXPLAINED).map(({ id }) => id);
  const other = properties.find((id) => EXPLAINABLE.every((property) => property.id !== id));
  if (other !== undefined) {
    const known = EXPLAINABLE.map(({ id }) => id).join(', ');
    throw new UsageError(`${other} compares runs, which assumptions make fewer: one of ${known}`);
  }
  const jobs = designs.map((each): ExplainJob => {
    const { kernel, configurations, limits } = options;
    const subject = {
      design: each,
      kernel,
      overrides: {},
      ...(configurations && { configurations }),
      ...(limits && { limits }),
    };
    return { kind: 'explain', subject, properties };
  });
  const studies = await studyAll(jobs, options, terminal);
  return studies.map((study) => (study?.kind === 'explain' ? study : undefined));
}

function textOf(
  design: DesignId | undefined,
  studies: readonly ExplainStudy[],
  { json, kernel, races }: ExplainOptions,
  terminal: Terminal,
): string {
  if (json) return JSON.stringify(design === undefined ? studies : studies[0], undefined, 2);
  const styles = stylesOf(terminal);
  if (design === undefined) {
    const apart = new Map(studies.map((study) => [study.explanation.subject.design, study.apart ?? []]));
    const explanations = studies.map(({ explanation }) => explanation);
    return drawAnswer(kernel, explanations, apart, styles);
  }
  const [{ explanation, apart = [] }] = studies;
  const drawn = races ? drawings(explanation, terminal) : [];
  return [drawExplanation(explanation, apart, styles), ...drawn].join('\n\n\n');
}

/** The race that each part of the first minimal set keeps away; of a design that nothing saves, its shortest. */
function drawings({ subject, holding, bare }: Explanation, terminal: Terminal): string[] {
  const races = holding[0]?.parts.map(({ assumption, without }) => ({ title: `Without ${assumption}`, race: without }));
  const shown = races ?? (bare === undefined ? [] : [{ title: 'Whatever is assumed', race: bare }]);
  const { bold } = stylesOf(terminal);
  return shown.map(({ title, race }) => {
    const { configuration, property, trace: steps, loop, wrong } = race;
    const repeated = loop === undefined ? {} : { loop };
    const scenario = { ...subject, configuration };
    const drawn = drawTrace({ scenario, property, ...repeated, steps }, wrong, terminal);
    return [bold(title), drawn].join('\n');
  });
}
