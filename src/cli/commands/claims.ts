/** Options of `pageoffline claims`. */

import { DEFAULT_KERNEL, DESIGN_IDS } from '../../model/designs.js';
import type { Claim } from '../../properties/claims/index.js';
import { DEFAULT_JOBS, readClaims, readCount, readDesigns, readKernel } from '../arguments.js';
import { type ClaimsOptions, claims } from '../claims.js';
import { type Define, withAction } from '../command.js';
import { type Given, limitsOf, withLimits } from '../options.js';
import { withFresh } from '../verdict_files.js';

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
      .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
      .option('--no-races', 'single claims without their shortest races')
      .option('--markdown', 'as a Markdown document', false)
      .option('--json', 'one JSON document on standard output', false),
    invocation,
    HELP,
    (terminal, chosen: readonly Claim[] | undefined, options: Given<ClaimsOptions, 'design'>) => {
      const { design = DESIGN_IDS } = options;
      return claims(chosen ?? [], { ...options, design, limits: limitsOf(options) }, terminal);
    },
  );
