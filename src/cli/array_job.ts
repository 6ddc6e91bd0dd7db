/** Which part of an array of jobs this process is, as those who run such arrays tell each of them. */

import type { Shard } from '../generators/index.js';
import { UsageError } from './usage_error.js';

type Environment = Readonly<Record<string, string | undefined>>;

interface ArrayJob {
  /** Who runs it. */
  readonly by: string;
  /** The variable with the number of the job. */
  readonly index: string;
  /** The number of the first job, or the variable that has it. */
  readonly first: number | string;
  /** The variable with the difference between one job's number and the next. Absent: one. */
  readonly step?: string;
  /** The variable with the number of jobs. */
  readonly total: string;
}

/** From the manuals: sbatch(1); indexed jobs, whose size a manifest must pass on; predefined CI variables; and so on. */
const ARRAYS: readonly ArrayJob[] = [
  {
    by: 'Slurm',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 'SLURM_ARRAY_TASK_MIN',
    step: 'SLURM_ARRAY_TASK_STEP',
    total: 'SLURM_ARRAY_TASK_COUNT',
  },
  { by: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', first: 0, total: 'JOB_COMPLETIONS' },
  { by: 'CircleCI', index: 'CIRCLE_NODE_INDEX', first: 0, total: 'CIRCLE_NODE_TOTAL' },
  { by: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', first: 0, total: 'BUILDKITE_PARALLEL_JOB_COUNT' },
  { by: 'GitHub', index: 'STRATEGY_JOB_INDEX', first: 0, total: 'STRATEGY_JOB_TOTAL' },
  { by: 'GitLab', index: 'CI_NODE_INDEX', first: 1, total: 'CI_NODE_TOTAL' },
];

/** @throws UsageError when the process is in no array, or its place in one is not told, or is none */
export function shardOfArrayJob(environment: Environment): Shard {
  const array = ARRAYS.find(({ index }) => environment[index] !== undefined);
  if (array === undefined) {
    const names = ARRAYS.map(({ by, index }) => `${index} (${by})`).join(', ');
    throw new UsageError(`--shard auto: this is no job of an array: none of ${names} is set`);
  }
  const { index, first, step, total } = array;
  const start = typeof first === 'number' ? first : numberIn(environment, first);
  const number = (numberIn(environment, index) - start) / (step === undefined ? 1 : numberIn(environment, step)) + 1;
  const of = numberIn(environment, total);
  if (Number.isInteger(number) && number >= 1 && number <= of) return { number, of };
  throw new UsageError(
    `--shard auto: ${index} is ${environment[index]}, which is not one of ${of} (${total}) that follow each other from ${start}`,
  );
}

function numberIn(environment: Environment, name: string): number {
  const { [name]: value } = environment;
  if (value === undefined) throw new UsageError(`--shard auto: ${name} is not set`);
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(`--shard auto: ${name} is '${value}', which is no number`);
}
