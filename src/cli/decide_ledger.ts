/** Decides the ledger of claims: every search that the claims rest on, and what it makes of each claim. */

import type { DesignId, KernelVersion } from '../model/designs.js';
import type { Claim } from '../properties/claims/index.js';
import type { Limits } from '../properties/decide.js';
import { type LedgerCell, ledgerJobs, ledgerOf } from '../properties/studies/ledger.js';
import { decideAll } from './decide_all.js';
import type { Terminal } from './terminal.js';

export interface LedgerRequest {
  readonly design: readonly DesignId[];
  readonly kernel: KernelVersion;
  /** Searches at once. */
  readonly jobs: number;
  readonly limits: Limits;
}

export async function decideLedger(
  asked: readonly Claim[],
  { design: designs, kernel, jobs: atOnce, limits }: LedgerRequest,
  terminal: Terminal,
  label?: string,
): Promise<LedgerCell[]> {
  const jobs = ledgerJobs(asked, designs, kernel);
  const work = jobs.map(({ scenario, properties }) => ({
    scenario,
    properties: properties.map(({ id }) => id),
    limits,
  }));
  return ledgerOf(asked, designs, kernel, jobs, await decideAll(work, atOnce, terminal, label));
}
