/** Options of `pageoffline export`. */

import { Option } from 'commander';
import { configurationNamed } from '../../scenario/scenario.js';
import { readDesign } from '../arguments.js';
import { editOptions } from '../change_options.js';
import { type Define, required, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { type ExportOptions, exportModel, LANGUAGE_NAMES } from '../export.js';
import { withModel } from '../options.js';

const DESIGN = '--design <id>';
const TO = '--to <language>';
const USUAL = 'small';

const HELP = {
  examples: [
    'export --to c --design D --configuration walkers > model.c',
    'export --to promela --design D --configuration walkers --out folder',
    "export --to c --design D --edit 'leave out page_ref_inc in sysfs' --property S5 > model.c",
  ],
  statuses: { 0: 'it is written' },
};

export const define: Define = (command, invocation) => {
  const parsed = withModel(command.option(DESIGN, 'the design', readDesign))
    .addOption(new Option(TO, 'what to write').choices(LANGUAGE_NAMES))
    .option('-o, --out <folder>', 'where to write the files (default: to standard output, where there is one only)');
  const asked = configurationOptions(parsed, USUAL);
  const edits = editOptions(parsed);
  type Given = Omit<ExportOptions, 'design' | 'to'> & Partial<Pick<ExportOptions, 'design' | 'to'>>;
  withAction(parsed, invocation, HELP, async (terminal, options: Given) => {
    const [to, design] = [required(options.to, TO), required(options.design, DESIGN)];
    const configuration = asked.of(configurationNamed(USUAL));
    return exportModel({ ...options, ...(await edits.load()), to, design, configuration }, terminal);
  });
};
