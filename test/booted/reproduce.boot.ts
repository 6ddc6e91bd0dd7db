/**
 * Real kernels, booted: what the lab says of them is what it said before. Run by `npm run test:lab`, where QEMU and the packages
 * can be had; `npm test` leaves it out.
 */

import { describe, expect, it } from 'vitest';
import { givenRace, searchRace } from '../../src/lab/choose_race.js';
import { examine } from '../../src/lab/doctor.js';
import { fetchedKernel, fetchKernel, isFetched, type LabKernel } from '../../src/lab/kernel.js';
import { Layout } from '../../src/lab/layout.js';
import { type Race, type Reproduction, reproduce } from '../../src/lab/reproduce.js';
import { Session } from '../../src/lab/session.js';
import { asked, configurationNamed } from '../lab/fixtures.js';

const SERIES = '6.12';
const MOST = 1_000_000;
/** In milliseconds: a kernel is fetched, a module built, a machine booted. */
const FIRST_LIMIT = 300_000;

const missing = examine().filter(({ there, needed }) => needed && !there);

/** The kernel, or why there is none; a machine without network has none. */
async function kernelOrNone(): Promise<LabKernel | undefined> {
  if (missing.length > 0) return undefined;
  if (isFetched(SERIES)) return fetchedKernel(SERIES);
  return fetchKernel(SERIES, () => {}).catch((error: Error) => {
    process.stderr.write(`no kernel could be fetched: ${error.message}\n`);
    return undefined;
  });
}

const kernel = await kernelOrNone();
const none = missing.map(({ what, remedy }) => `${what} (${remedy})`).join(', ') || 'no kernel could be fetched';
if (kernel === undefined) process.stderr.write(`kernels are not booted here: ${none}\n`);

async function sessionFor(configuration: string): Promise<Session> {
  if (kernel === undefined) throw new Error('no kernel');
  return Session.open({ kernel, layout: new Layout(configurationNamed(configuration), SERIES), say: () => {} });
}

async function make(configuration: string, property: string): Promise<{ race: Race; made: Reproduction }> {
  const session = await sessionFor(configuration);
  const found = searchRace(asked(SERIES, configuration, property), session.code, session.layout, MOST, () => undefined);
  if (!('race' in found)) throw new Error('no race can be driven');
  return { race: found.race, made: await reproduce(session, found.race, () => {}) };
}

const mismatchesOf = ({ driven }: Reproduction) => driven.segments.flatMap(({ mismatches }) => mismatches);

describe.skipIf(kernel === undefined)(`Linux ${SERIES}`, () => {
  it('never ends an attempt whose isolation alloc_contig_range() undid', { timeout: FIRST_LIMIT }, async () => {
    const { made } = await make('small', 'EF');
    expect(mismatchesOf(made)).toEqual([]);
    expect(made.verdict).toBe('reproduced');
    expect(made.evidence).toContain('after a signal the write returned with EINTR');
  });

  it('loses the reference of a walker when a page is plugged that was never onlined', {
    timeout: FIRST_LIMIT,
  }, async () => {
    const { made } = await make('walkers', 'X7');
    expect(mismatchesOf(made)).toEqual([]);
    expect(made.evidence).toEqual(['the page has count 0, and walkers hold 1']);
  });

  it('ends an attempt that nobody disturbs, and none of it is taken for a violation', {
    timeout: FIRST_LIMIT,
  }, async () => {
    const { race } = await make('small', 'EF');
    const session = await sessionFor('small');
    const offliner = race.trace.filter(({ process }) => process === 'sysfs');
    const quiet = givenRace(asked(SERIES, 'small', 'EF'), offliner, session.code, session.layout);
    if (!('race' in quiet)) throw new Error('cannot be driven');
    const made = await reproduce(session, quiet.race, () => {});
    expect([made.verdict, made.observation?.writerErrno]).toEqual(['holds', 0]);
  });

  it('is found to differ from a model that has otherwise', { timeout: FIRST_LIMIT }, async () => {
    const { race } = await make('walkers', 'X7');
    const session = await sessionFor('walkers');
    // The kernel does the whole segment, the model all of it but the last step.
    const [segment] = race.segments;
    const cut = { ...segment, steps: segment.steps.slice(0, -1) };
    const made = await reproduce(session, { ...race, trace: cut.steps, segments: [cut] }, () => {});
    expect(made.verdict).toBe('differs');
    expect(mismatchesOf(made).length).toBeGreaterThan(0);
  });
});
