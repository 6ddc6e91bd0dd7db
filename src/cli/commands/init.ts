/** Arguments of `pageoffline init`. */

import { Argument } from 'commander';
import { type Define, withAction } from '../command.js';
import { init, TEMPLATE_KINDS, type TemplateKind } from '../init.js';

const HELP = {
  examples: ['init bug lost-undo && pageoffline try lost-undo.ts', 'init design mine', 'init protocol lock'],
  statuses: { 0: 'the file is written' },
};

export const define: Define = (command, invocation) =>
  withAction(
    command
      .addArgument(new Argument('<kind>', 'what to begin').choices(TEMPLATE_KINDS))
      .argument('<name>', 'its name, and that of the file'),
    invocation,
    HELP,
    (terminal, kind: TemplateKind, name: string) => init(kind, name, terminal),
  );
