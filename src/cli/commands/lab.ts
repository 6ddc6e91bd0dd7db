/** The commands of `pageoffline lab`, and their options. */

import { SERIES } from '../../lab/series.js';
import { readCount, readDesign } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { labRecord, type RecordOptions } from '../conform_live.js';
import { type LabOptions, labDoctor, labFetch, labKernels } from '../lab.js';
import { type LabAllOptions, type LabTableOptions, labAll, labTable } from '../lab_all.js';
import { readSeries } from '../lab_arguments.js';
import { labPlaces } from '../lab_places.js';
import { JSON_OPTION } from '../options.js';

export const define: Define = (command, invocation) => {
  withAction(
    command
      .command('kernels')
      .description('the kernel series, and which of them are here')
      .option(...JSON_OPTION),
    invocation,
    { examples: ['lab kernels'], statuses: { 0: 'always' } },
    (terminal, options: LabOptions) => labKernels(options, terminal),
  );
  withAction(
    command
      .command('fetch')
      .description("download and unpack Debian's newest kernel of each series, without touching the system's packages")
      .argument('<series...>', `one of ${SERIES.join(', ')}`),
    invocation,
    {
      examples: ['lab fetch 7.3', 'lab fetch 6.1 6.12 7.3'],
      statuses: { 0: 'they are here', 3: 'it was stopped before its end' },
    },
    (terminal, series: readonly string[]) => labFetch(series.map(readSeries), terminal),
  );
  withAction(
    command
      .command('doctor')
      .description('what the lab needs, and how to get what is missing')
      .option(...JSON_OPTION),
    invocation,
    { examples: ['lab doctor'], statuses: { 0: 'nothing that is needed is missing' } },
    (terminal, options: LabOptions) => labDoctor(options, terminal),
  );
  withAction(
    command
      .command('all')
      .description('every race of a design that can be driven on a kernel, made one after another')
      .option('--kernel <series>', 'the kernel', readSeries)
      .option('--design <id>', 'the design', readDesign, 'D')
      .option('--kernel-tree <path>', 'a built kernel tree to boot instead; --kernel says what it is nearest to')
      .option('--parameters <words>', 'more parameters for the kernel, such as init_on_alloc=0', '')
      .option('--anew', 'forget what was made before', false)
      .option(...JSON_OPTION),
    invocation,
    {
      examples: ['lab all --kernel 7.3'],
      statuses: {
        0: 'every race that can be driven was made',
        1: 'model and kernel differ in some',
        3: 'it was stopped before its end',
      },
    },
    (terminal, options: LabAllOptions) => labAll(options, terminal),
  );
  withAction(
    command
      .command('places')
      .description('where processes can be held, and on which of the kernels that are here')
      .option(...JSON_OPTION),
    invocation,
    { examples: ['lab places'], statuses: { 0: 'always', 3: 'it was stopped before its end' } },
    (terminal, options: LabOptions) => labPlaces(options, terminal),
  );
  withAction(
    command
      .command('record')
      .description('random walks of actions on a booted kernel, kept as recordings that `conform` reads')
      .option('--kernel <series>', 'the kernel', readSeries)
      .option('--kernel-tree <path>', 'a built kernel tree to boot instead; --kernel says what it is nearest to')
      .option('--seed <number>', 'of the first walk, the next have the next', readCount, 1)
      .option('--actions <count>', 'how long a walk is', readCount, 15)
      .option('--walks <count>', 'how many', readCount, 1)
      .option('--save <folder>', 'where they are kept'),
    invocation,
    {
      examples: ['lab record --kernel 6.12 --save recordings --walks 5'],
      statuses: { 0: 'they are kept', 3: 'it was stopped before its end' },
    },
    (terminal, options: RecordOptions) => labRecord(options, terminal),
  );
  withAction(
    command
      .command('table')
      .description('what lab all has found on every kernel, as a table in Markdown')
      .option(...JSON_OPTION),
    invocation,
    { examples: ['lab table', 'lab table --json > docs/lab.json'], statuses: { 0: 'always' } },
    (terminal, options: LabTableOptions) => labTable(options, terminal),
  );
};
