/** Options of `pageoffline export`. */

import { Option } from 'commander';
import { configurationNamed } from '../../scenario/scenario.js';
import { readDesign } from '../arguments.js';
import { editOrFileOptions } from '../change_options.js';
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
    'export --to c --design D --kernel 7.3 --change change.ts > model.c',
  ],
  statuses: { 0: 'it is written' },
};

export const define: Define = (command, invocation) => {
  const parsed = withModel(command.option(DESIGN, 'the design'))
    .addOption(new Option(TO, 'what to write').choices(LANGUAGE_NAMES))
    .option('-o, --out <folder>', 'where to write the files (default: to standard output, where there is one only)');
  const asked = configurationOptions(parsed, USUAL);
  const change = editOrFileOptions(parsed);
  type Given = Omit<ExportOptions, 'design' | 'to'> & Partial<Pick<ExportOptions, 'to'>> & { readonly design?: string };
  withAction(parsed, invocation, HELP, async (terminal, options: Given) => {
    const [to, named] = [required(options.to, TO), required(options.design, DESIGN)];
    const configuration = asked.of(configurationNamed(USUAL));
    const changed = await change.load();
    return exportModel(changed({ ...options, to, design: readDesign(named), configuration }), terminal);
  });
};
