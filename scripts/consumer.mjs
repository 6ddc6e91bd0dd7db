/**
 * Builds and tests the project in test/consumer with the package as it would be published: packed, installed from the tarball in
 * a folder of its own, with this project's own versions of the tools. The package must be built.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOOLS = ['typescript', 'vitest', 'fast-check', '@types/node'];

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-consumer-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** As this project has it, so that it lies in npm's cache. */
function versionOf(tool) {
  return JSON.parse(readFileSync(join('node_modules', tool, 'package.json'), 'utf8')).version;
}

try {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], '.'),
  );
  cpSync('test/consumer', folder, { recursive: true });
  const tools = TOOLS.map((tool) => `${tool}@${versionOf(tool)}`);
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`, ...tools], folder);
  const { status } = spawnSync('npm', ['test', '--silent'], { cwd: folder, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
