/** Options of `pageoffline claims`. */

import { DEFAULT_KERNEL, DESIGN_IDS } from '../../model/designs.js';
import type { Claim } from '../../properties/claims/index.js';
import { DEFAULT_JOBS, readClaims, readCount, readDesigns, readKernel } from '../arguments.js';
import { loadChangeFile } from '../change_options.js';
import { type ClaimsOptions, claims } from '../claims.js';
import { type Define, withAction } from '../command.js';
import { type Given, JSON_OPTION, limitsOf, withLimits } from '../options.js';
import { UsageError } from '../usage_error.js';
import { withFresh } from '../verdict_files.js';

interface WithReadings extends Given<ClaimsOptions, 'design'> {
  readonly change?: string;
}

/** Besides them and their configurations a change has code, or changes the model: claims are of the model as it is. */
const WITH_READINGS = ['title', 'about', 'readings', 'configurations'];

/** @throws UsageError when the change has none, or something else than readings */
async function loadReadings(file: string): Promise<void> {
  const { change } = await loadChangeFile(file);
  const other = Object.keys(change).find((part) => !WITH_READINGS.includes(part));
  if (change.readings === undefined || other !== undefined) {
    const found = change.readings === undefined ? 'it has no readings' : `it has ${other}`;
    throw new UsageError(`${file}: claims takes a change of ${WITH_READINGS.join(', ')} alone; ${found}`);
  }
}

const HELP = {
  examples: ['claims', 'claims S13', 'claims S5,S7 --design A,D', 'claims --markdown'],
  statuses: { 0: 'every claim is decided, whatever the verdicts', 3: 'some are open: not every state was seen' },
};

export const define: Define = (command, invocation) =>
  withAction(
    withFresh(withLimits(command))
      .argument('[ids]', 'only these claims, by id, with commas', readClaims)
      .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
      .option('--kernel <version>', 'the kernel version around the designs', readKernel, DEFAULT_KERNEL)
      .option('--change <file>', 'decide them under the readings of this change too')
      .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
      .option('--no-races', 'single claims without their shortest races')
      .option('--markdown', 'as a Markdown document', false)
      .option(...JSON_OPTION),
    invocation,
    HELP,
    async (terminal, chosen: readonly Claim[] | undefined, options: WithReadings) => {
      const { design = DESIGN_IDS, change } = options;
      if (change !== undefined) await loadReadings(change);
      return claims(chosen ?? [], { ...options, design, limits: limitsOf(options) }, terminal);
    },
  );
