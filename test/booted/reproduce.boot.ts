/**
 * Real kernels, booted: what the lab says of them is what it said before. Run by `npm run test:lab`, where QEMU and the packages
 * can be had; `npm test` leaves it out.
 */

import { describe, expect, it } from 'vitest';
import { builtInit, builtModule } from '../../src/lab/build.js';
import { askedOf, controlRace, givenRace, searchRace } from '../../src/lab/choose_race.js';
import { examine } from '../../src/lab/doctor.js';
import { fetchedKernel, fetchKernel, isFetched, type LabKernel } from '../../src/lab/kernel.js';
import { Layout } from '../../src/lab/layout.js';
import { Machine } from '../../src/lab/machine.js';
import { RecordingBench } from '../../src/lab/recorder.js';
import { type Race, type Reproduction, reproduce } from '../../src/lab/reproduce.js';
import { Session } from '../../src/lab/session.js';
import { walk } from '../../src/lab/walk.js';
import { asked } from '../lab/fixtures.js';
import { configurationNamed } from '../named.js';

const SERIES = '6.12';
const MOST = 1_000_000;
/** In milliseconds: a machine is booted, and a race driven, each bounded by itself. */
const TEST_LIMIT = 120_000;

/** Kernel and module, or in one line why there are none. */
async function kernelOrWhy(): Promise<LabKernel | string> {
  const missing = examine().filter(({ there, needed }) => needed && !there);
  if (missing.length > 0) return missing.map(({ what, remedy }) => `${what} (${remedy})`).join(', ');
  const fetched = isFetched(SERIES)
    ? fetchedKernel(SERIES)
    : await fetchKernel(SERIES, () => {}, AbortSignal.timeout(FETCH_LIMIT)).catch((error: Error) => error);
  if (fetched instanceof Error) return `no kernel could be fetched: ${fetched.message}`;
  await builtModule(fetched, () => {});
  // Whatever is wrong with a kernel that runs is for the tests to find.
  const booted = await boot(fetched).catch((error: Error) => error);
  return booted instanceof Error ? `the guest does not boot: ${booted.message}` : fetched;
}

/** In milliseconds. */
const FETCH_LIMIT = 180_000;
const BOOT_LIMIT = 90_000;

async function boot(kernel: LabKernel): Promise<void> {
  const init = await builtInit();
  const machine = await Machine.start({ kernel, init, cpus: 1, signal: AbortSignal.timeout(BOOT_LIMIT) });
  await machine.close();
}

const found = await kernelOrWhy();
const kernel = typeof found === 'string' ? undefined : found;
if (typeof found === 'string') process.stderr.write(`kernels are not booted here: ${found}\n`);

async function sessionFor(configuration: string, parameters = ''): Promise<Session> {
  if (kernel === undefined) throw new Error('no kernel');
  const layout = new Layout(configurationNamed(configuration), SERIES);
  return Session.open({ kernel, layout, parameters, say: () => {} });
}

/** As `reproduce` does it: the model has the switches of the kernel at hand. */
const askedIn = (session: Session, property: string) =>
  askedOf(asked(SERIES, session.layout.configuration.name, property), session.switches);

function raceIn(session: Session, property: string): Race {
  const chosen = searchRace(askedIn(session, property), session.code, session.layout, MOST, () => undefined);
  if (!('race' in chosen)) throw new Error('no race can be driven');
  return chosen.race;
}

async function make(session: Session, property: string): Promise<Reproduction> {
  return reproduce(session, raceIn(session, property), () => {});
}

const mismatchesOf = ({ driven }: Reproduction) => driven.segments.flatMap(({ mismatches }) => mismatches);

describe.skipIf(kernel === undefined)(`Linux ${SERIES}`, { timeout: TEST_LIMIT }, () => {
  it('never ends an attempt whose isolation alloc_contig_range() undid', async () => {
    const made = await make(await sessionFor('small'), 'EF');
    expect(mismatchesOf(made)).toEqual([]);
    expect(made.verdict).toBe('reproduced');
    expect(made.evidence).toContain('after a signal the write returned with EINTR');
  });

  it('loses the reference of a walker when a page is plugged that was never onlined', async () => {
    const made = await make(await sessionFor('walkers'), 'X7');
    expect(mismatchesOf(made)).toEqual([]);
    expect(made.evidence).toEqual(['the page has count 0, and walkers hold 1']);
  });

  it('hands out an unplugged page where nothing checks pages, and does not where something does', async () => {
    const unchecked = await sessionFor('walkers', 'init_on_alloc=0');
    const made = await make(unchecked, 'S7');
    expect(mismatchesOf(made)).toEqual([]);
    expect(made.evidence).toContain('the allocator gave it away');

    const checked = await sessionFor('walkers');
    const { trace } = raceIn(unchecked, 'S7');
    const control = controlRace(askedIn(checked, 'S7'), trace, checked.code, checked.layout, MOST);
    if (!('race' in control)) throw new Error('no control');
    const { verdict, driven } = await reproduce(checked, control.race, () => {});
    expect([verdict, driven.segments.flatMap(({ mismatches }) => mismatches)]).toEqual(['holds', []]);
  });

  it('walks as the model does, action by action', async () => {
    if (kernel === undefined) throw new Error('no kernel');
    const bench = await RecordingBench.open(kernel, () => {}, AbortSignal.timeout(TEST_LIMIT));
    const { recording, result } = await walk(bench, 11, 8);
    expect(result.unexplained).toBeUndefined();
    const types = new Set(recording.actions.map(({ action }) => action.type));
    expect(types.has('resize') && types.has('offline')).toBe(true);
  });

  it('takes a block offline with a damaged page that is in use', async () => {
    const session = await sessionFor('poison-in-use');
    const { verdict, evidence } = await reproduce(session, raceIn(session, 'HW6'), () => {});
    expect([verdict, evidence]).toEqual(['reproduced', [expect.stringContaining('its user has it')]]);
  });

  it('ends an attempt that nobody disturbs, and none of it is taken for a violation', async () => {
    const session = await sessionFor('small');
    const offliner = raceIn(session, 'EF').trace.filter(({ process }) => process === 'sysfs');
    const quiet = givenRace(askedIn(session, 'EF'), offliner, session.code, session.layout);
    if (!('race' in quiet)) throw new Error('cannot be driven');
    const made = await reproduce(session, quiet.race, () => {});
    expect([made.verdict, made.observation?.writerErrno]).toEqual(['holds', 0]);
  });

  it('is found to differ from a model that has otherwise', async () => {
    const session = await sessionFor('walkers');
    const race = raceIn(session, 'X7');
    // The kernel does the whole segment, the model all of it but the last step.
    const [segment] = race.segments;
    const cut = { ...segment, steps: segment.steps.slice(0, -1) };
    const made = await reproduce(session, { ...race, trace: cut.steps, segments: [cut] }, () => {});
    expect(made.verdict).toBe('differs');
    expect(mismatchesOf(made).length).toBeGreaterThan(0);
  });
});
