/** `pageoffline prove --with spin`: the same state space searched by Spin and by us, and what the two searches differ in. */

import { errorMessage } from '../checker/error_message.js';
import { Search } from '../checker/search.js';
import { type Counted, countedBy, differencesOf } from '../export/counted.js';
import { promelaFiles } from '../export/files.js';
import { countWithSpin, missingTools, type SpinPhase, spinVersion } from '../export/spin.js';
import type { Kernel } from '../model/state.js';
import type { Limits } from '../properties/decide.js';
import { invariantOf } from '../properties/kinds/invariant.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { type ExportedModel, exportedModel } from './exported_model.js';
import { underChange } from './met_change.js';
import type { ModelOptions } from './model_options.js';
import { compact, progressLine } from './progress.js';
import { askedOf, type ComparedRuns, compareRuns } from './prove_runs.js';
import { type Terminal, turn } from './terminal.js';
import { UsageError } from './usage_error.js';

/** The engines that there are beside ours. */
export const OTHER_ENGINES = ['spin'] as const;

export interface ProveOptions extends ModelOptions {
  readonly with: (typeof OTHER_ENGINES)[number];
  readonly json: boolean;
  readonly limits: Limits;
}

type ProveStatus = StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>;

const STATES_PER_SLICE = 20_000;

const PHASES: Readonly<Record<SpinPhase, string>> = {
  spin: 'Spin writes its verifier',
  cc: 'the verifier is compiled',
  pan: "Spin's verifier runs",
};

export async function prove(options: ProveOptions, terminal: Terminal): Promise<ProveStatus> {
  const missing = await missingTools();
  if (missing.length > 0) throw new UsageError(`${missing.join(' and ')} cannot be run: install Spin and a C compiler`);
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  try {
    return await underChange(options.change, async () => {
      const { counted, ofRuns } = askedOf(options.property);
      const model = exportedModel({ ...options, ...(counted && { property: counted }) });
      const search = await searched(model, options.limits, signal, progress.show);
      if (search === undefined) return notExhausted(terminal, 'our own search has not seen every state');
      const ours = countedBy(search);
      const onPhase = (phase: SpinPhase): void =>
        progress.show(`${PHASES[phase]}: ${compact(ours.states)} states expected`);
      const spin = { states: ours.states, signal, onPhase };
      const asked = async (): Promise<Omit<Compared, 'engine'>> => {
        const runs = await compareRuns(search, ofRuns, spin);
        if (counted?.length === 0) return { runs };
        return { ours, theirs: await countWithSpin(promelaFiles(model.translated, model.about), spin), runs };
      };
      const compared = await asked().catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw new UsageError(errorMessage(error));
      });
      progress.end();
      if (compared === undefined) return notExhausted(terminal, 'Spin was stopped');
      return tell({ ...compared, engine: await spinVersion() }, options, terminal);
    });
  } finally {
    progress.end();
  }
}

/** Everything, behind violations too; undefined where that could not be seen. */
async function searched(
  { program, invariants }: ExportedModel,
  limits: Limits,
  signal: AbortSignal,
  show: (text: string) => void,
): Promise<Search<Kernel> | undefined> {
  const search = new Search<Kernel>(program, { ...limits, invariants: invariants.map(invariantOf) });
  while (!search.run(STATES_PER_SLICE)) {
    show(`our own search: ${compact(search.store.size)} states, ${compact(search.queued)} queued`);
    await turn();
    if (signal.aborted) search.interrupt();
  }
  return search.incomplete === undefined ? search : undefined;
}

function notExhausted({ stdout }: Terminal, why: string): StatusOf<'NOT_EXHAUSTED'> {
  stdout.write(`Not compared: ${why}.\n`);
  return ExitStatus.NOT_EXHAUSTED;
}

interface Compared {
  /** Absent: only runs were asked for. */
  readonly ours?: Counted;
  readonly theirs?: Counted;
  readonly runs: readonly ComparedRuns[];
  readonly engine: string;
}

function tell({ ours, theirs, runs, engine }: Compared, { json }: ProveOptions, { stdout }: Terminal): ProveStatus {
  const counts = ours === undefined || theirs === undefined ? [] : differencesOf(ours, theirs);
  const differences = [...counts, ...runs.flatMap((each) => each.differences)];
  const line = (who: string, counted: Counted | undefined): string =>
    counted === undefined
      ? ''
      : `${who}: ${counted.states} states, ${counted.transitions} transitions, violated: ${counted.violated.join(' ') || 'none'}\n`;
  if (json) stdout.write(`${JSON.stringify({ engine, ours, theirs, runs, differences }, undefined, 2)}\n`);
  else {
    stdout.write(line('pageoffline', ours) + line(engine, theirs));
    stdout.write(runs.flatMap(({ lines }) => lines.map((each) => `${each}\n`)).join(''));
    stdout.write(
      differences.length === 0 ? 'They agree.\n' : differences.map((each) => `They differ: ${each}.\n`).join(''),
    );
  }
  return differences.length === 0 ? ExitStatus.HOLDS : ExitStatus.VIOLATED;
}
