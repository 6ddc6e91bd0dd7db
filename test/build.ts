/** Builds the command and the page once before the tests, for those that use them as a user does. */

import { execFileSync } from 'node:child_process';

export function setup(): void {
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
  run('node_modules/vite/bin/vite.js', 'build', 'web');
}

/** As outside of the test runner, which would have the page built for development. */
function run(script: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  });
}
