#!/usr/bin/env node
/** The command `pageoffline` as a process: its streams, its signals, its exit status. */

import { constants } from 'node:os';
import { wantsColor } from './color.js';
import { ExitStatus } from './exit_status.js';
import { run } from './run.js';
import type { Terminal } from './terminal.js';
import { keepVerdicts } from './verdict_files.js';

/** In milliseconds. */
const REMARK_EVERY = 30_000;

/** Exit statuses of processes that a signal has ended begin behind this number. */
const ENDED_BY_SIGNAL = 128;

/** The first signal asks the work to stop, the second ends the process at once. */
function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(ENDED_BY_SIGNAL + constants.signals[name]);
      process.stderr.write('\nstopping, with what there is so far (Ctrl-C again to quit at once)\n');
      controller.abort();
    });
  }
  return controller.signal;
}

let signal: AbortSignal | undefined;

const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  remarkEvery: REMARK_EVERY,
  color: wantsColor(process.stdout.isTTY === true, process.env),
  interruption() {
    signal ??= listenForSignals();
    return signal;
  },
};

// A reader that has seen enough, such as `head`, closes its end: that is no error.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit();
  process.stderr.write(`error: standard output: ${message}\n`);
  process.exit(ExitStatus.USAGE);
});

keepVerdicts();
process.exitCode = await run(process.argv.slice(2), terminal);
