/** `npm run bench:generators`: measures what is not measured yet, keeps it in docs/generators.json, draws docs/generators.md from it. */

import { availableParallelism } from 'node:os';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { disagreements } from './agreement.js';
import { DOCUMENT, updateDocument } from './document.js';
import { measureAll } from './measure_all.js';
import { keyOf, PARTS, type Part, RESULTS, readResults, withRow, writeResults } from './results.js';
import { isMeasured, unitsOf } from './unit.js';

interface Options {
  readonly seeds: number;
  readonly runs: number;
  readonly jobs: number;
}

async function main(asked: readonly Part[], { jobs, ...effort }: Options): Promise<void> {
  const abort = new AbortController();
  process.once('SIGINT', () => {
    console.error('stopping; what is measured is kept');
    process.exitCode = 130;
    abort.abort();
  });
  let results = readResults(RESULTS);
  // Every other part needs to know which cells are violated.
  for (const part of PARTS.filter((each) => each === 'cells' || asked.includes(each))) {
    const units = unitsOf(part, results, effort).filter((unit) => !isMeasured(unit, results));
    let done = 0;
    await measureAll(
      units,
      jobs,
      (measured, unit) => {
        results = withRow(results, measured);
        writeResults(RESULTS, results);
        console.log(`${part} ${++done} of ${units.length}: ${keyOf(unit)}`);
      },
      abort.signal,
    );
  }
  writeResults(RESULTS, results);
  updateDocument(DOCUMENT, results);
  const wrong = disagreements(results);
  for (const line of wrong) console.error(line);
  if (wrong.length > 0) process.exitCode = 1;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1 is needed');
  return Number(text);
}

await new Command('npm run bench:generators --')
  .description(
    'Measures the generators of random runs. What docs/generators.json has already is not measured again;\n' +
      'delete it to begin anew. Ctrl-C keeps what is measured.',
  )
  .addArgument(new Argument('[parts...]', 'what to measure').choices(PARTS).default(PARTS, 'everything'))
  .option('--seeds <number>', 'seeds of each cell', wholeNumber, 200)
  .option('--runs <number>', 'runs of each case that what holds has to survive', wholeNumber, 1_000_000)
  .option('--jobs <number>', 'units that are measured at once', wholeNumber, availableParallelism())
  .action(main)
  .parseAsync();
