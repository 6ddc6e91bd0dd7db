/** The commands that look at every interleaving, and their options. */

import type { Command } from 'commander';
import { DEFAULT_KERNEL, DESIGN_IDS, type DesignId } from '../model/designs.js';
import type { Claim } from '../properties/claims/index.js';
import { FIXES } from '../properties/fixes.js';
import { PROPERTIES } from '../properties/index.js';
import { type AblateOptions, ablate } from './ablate.js';
import {
  DEFAULT_JOBS,
  readClaims,
  readConfiguration,
  readCount,
  readDesign,
  readDesigns,
  readFixes,
  readKernel,
  readProperties,
} from './arguments.js';
import { CHECK_FORMATS, type CheckOptions, check } from './check.js';
import { type ClaimsOptions, claims } from './claims.js';
import { COMPARE_FORMATS, type CompareOptions, compare } from './compare.js';
import { type DiffOptions, diff } from './diff.js';
import { formatOption } from './formats.js';
import { type Exit, examples, type LimitOptions, limitsOf, PROPERTY_HELP, withLimits, withModel } from './options.js';

export function addExhaustiveCommands(program: Command, exit: Exit): void {
  withLimits(withModel(program.command('compare')))
    .description('every design against the main properties, exhaustively, with the shortest races')
    .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'the table alone')
    .addOption(formatOption(COMPARE_FORMATS))
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText(
      'after',
      examples(
        'compare',
        'compare --kernel 7.3 --no-races',
        'compare --design A,D --set putHook=false',
        'compare --format junit > verdicts.xml',
      ),
    )
    .action(
      async (
        options: Omit<CompareOptions, 'limits' | 'property' | 'design'> & Partial<CompareOptions> & LimitOptions,
      ) =>
        exit(
          await compare({
            ...options,
            design: options.design ?? DESIGN_IDS,
            property: options.property ?? PROPERTIES,
            limits: limitsOf(options),
          }),
        ),
    );

  withLimits(withModel(program.command('check')))
    .description('one design in one configuration, exhaustively')
    .requiredOption('--design <id>', 'the design', readDesign)
    .option(
      '--configuration <name>',
      'the configuration (default: small)',
      readConfiguration,
      readConfiguration('small'),
    )
    .option('--never-taken', 'list the steps and outcomes that no interleaving takes', false)
    .option('--save <file>', 'keep the trace of the first violated property')
    .addOption(formatOption(CHECK_FORMATS))
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText(
      'after',
      examples(
        'check --design D',
        'check --design D --configuration walkers --property S5 --save race.json',
        'check --design D --configuration walkers --property S5 --format changelog',
        'check --design D --configuration tiny --format dot | dot -Tsvg -o states.svg',
        'check --design D --property liveness',
      ),
    )
    .action(async (options: Omit<CheckOptions, 'limits' | 'property'> & Partial<CheckOptions> & LimitOptions) =>
      exit(await check({ ...options, property: options.property ?? PROPERTIES, limits: limitsOf(options) })),
    );

  withLimits(program.command('ablate'))
    .description('each historical fix turned off: which properties break that held with it')
    .option('--fix <ids>', 'only these fixes, by id, with commas', readFixes)
    .option('--design <ids>', 'these designs, by id, with commas (default: A, B, D, E, F)', readDesigns)
    .option('--kernel <version>', 'only on this version (default: the first and the newest with the fix)', readKernel)
    .option('--property <ids>', PROPERTY_HELP, readProperties)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the shortest races')
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('ablate', 'ablate --fix F9,F11 --design D', 'ablate --design A,D --no-races'))
    .action(
      async (
        options: Omit<AblateOptions, 'limits' | 'fix' | 'design' | 'property'> & Partial<AblateOptions> & LimitOptions,
      ) =>
        exit(
          await ablate({
            ...options,
            fix: options.fix ?? FIXES,
            design: options.design ?? ['A', 'B', 'D', 'E', 'F'],
            limits: limitsOf(options),
          }),
        ),
    );

  withLimits(program.command('diff'))
    .description('what two designs differ in: switches, who reads them, verdicts, and the shortest races')
    .argument('<one>', 'a design', readDesign)
    .argument('<other>', 'another design', readDesign)
    .option('--kernel <version>', 'the kernel version around the designs', readKernel, DEFAULT_KERNEL)
    .option('--property <ids>', PROPERTY_HELP, readProperties)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the shortest races')
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('diff A D', 'diff D E --kernel 7.3'))
    .action(
      async (
        one: DesignId,
        other: DesignId,
        options: Omit<DiffOptions, 'limits' | 'property'> & Partial<DiffOptions> & LimitOptions,
      ) =>
        exit(
          await diff(one, other, { ...options, property: options.property ?? PROPERTIES, limits: limitsOf(options) }),
        ),
    );

  withLimits(program.command('claims'))
    .description("the review thread's claims by design; or some of them, with proofs and races")
    .argument('[ids]', 'only these claims, by id, with commas', readClaims)
    .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
    .option('--kernel <version>', 'the kernel version around the designs', readKernel, DEFAULT_KERNEL)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'single claims without their shortest races')
    .option('--markdown', 'as a Markdown document', false)
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('claims', 'claims S13', 'claims S5,S7 --design A,D', 'claims --markdown'))
    .action(
      async (
        chosen: readonly Claim[] = [],
        options: Omit<ClaimsOptions, 'limits' | 'design'> & Partial<ClaimsOptions> & LimitOptions,
      ) => exit(await claims(chosen, { ...options, design: options.design ?? DESIGN_IDS, limits: limitsOf(options) })),
    );
}
