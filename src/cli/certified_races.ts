/** Shrinks what a campaign found and proves the races shortest, with progress, until it is done or asked to stop. */

import {
  type CampaignOptions,
  type CampaignRace,
  type Certificate,
  Certification,
  distinctRaces,
  type Finding,
  isFixed,
  type ShrinkOptions,
  shrinkFinding,
} from '../generators/index.js';
import type { Property } from '../properties/property.js';
import type { Run } from '../run/run.js';
import { compact, type ProgressLine } from './progress.js';
import { turn } from './terminal.js';

/** Enough for every race of the comparison, in a second or two. */
const MOST_STATES = 2_000_000;

const STATES_PER_SLICE = 20_000;

export interface CertifiedRace extends CampaignRace {
  readonly certificate: Certificate;
}

export interface CertifiedRaces {
  readonly races: readonly CertifiedRace[];
  /** What was not shrunk any more, when asked to stop. */
  readonly left: readonly Finding[];
}

export async function certifiedRaces(
  findings: readonly Finding[],
  { scenario }: Pick<CampaignOptions, 'scenario'>,
  keepScenario: boolean,
  signal: AbortSignal,
  progress: ProgressLine,
): Promise<CertifiedRaces> {
  const shrinking: ShrinkOptions = {
    scenario: keepScenario ? 'keep' : 'shrink',
    overridesAre: isFixed(scenario) ? 'under test' : 'drawn',
  };
  const shrunk: CampaignRace[] = [];
  for (const finding of findings) {
    if (signal.aborted) break;
    progress.show(`shrinking ${shrunk.length + 1} of ${findings.length}`);
    await turn();
    shrunk.push(shrinkFinding(finding, shrinking));
  }
  const races: CertifiedRace[] = [];
  for (const race of distinctRaces(shrunk)) {
    const certificate = await certifyInTurns(race.run, race.property, signal, progress);
    races.push({ ...race, run: certificate.run, certificate });
  }
  return { races, left: findings.slice(shrunk.length) };
}

export async function certifyInTurns(
  run: Run,
  property: Property,
  signal: AbortSignal,
  progress: ProgressLine,
): Promise<Certificate> {
  const certification = new Certification(run, property, MOST_STATES);
  while (!signal.aborted && !certification.run(STATES_PER_SLICE)) {
    progress.show(`proving that ${run.length} steps are the fewest: ${compact(certification.states)} states`);
    await turn();
  }
  return certification.certificate();
}
