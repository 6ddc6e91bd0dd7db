/** Builds the lab's module for a kernel and its guest's first process, and keeps both until their source changes. */

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { madeCacheFolder } from './cache_folder.js';
import { findProgram, run } from './command.js';
import type { LabKernel, Say } from './kernel.js';
import { Missing } from './missing.js';
import { toolchainFor } from './toolchain.js';

/** The C sources, beside the folder of the compiled or the original program. */
const SOURCES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'lab');
const MODULE_SOURCES = ['pageoffline_lab.c', 'Makefile'];
/** In milliseconds. */
const BUILD_LIMIT = 180_000;

/** @returns the path of the module, made for exactly this kernel @throws {Missing} */
export async function builtModule(kernel: LabKernel, say: Say, signal?: AbortSignal): Promise<string> {
  const sources = MODULE_SOURCES.map((name) => join(SOURCES, 'module', name));
  const built = join(kernel.folder, `module-${digestOf([...sources.map(contentOf), kernel.release])}.ko`);
  if (existsSync(built) && !kernel.own) return built;
  const toolchain = await toolchainFor(kernel, say, signal);
  say(`building the module for ${kernel.release}`);
  const folder = join(kernel.folder, 'module');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const source of sources) copyFileSync(source, join(folder, source.slice(dirname(source).length + 1)));
  const options = { limit: BUILD_LIMIT, ...(signal === undefined ? {} : { signal }) };
  await toolchain.make(['-s', '-C', kernel.build, `M=${folder}`, 'modules'], options).catch((error: Error) => {
    if (signal?.aborted === true) throw error;
    throw new Missing(
      `the module cannot be built against ${kernel.build}: ${error.message.replace(/\s*\n\s*/g, '; ')}`,
    );
  });
  await run('strip', ['-g', join(folder, 'pageoffline_lab.ko')], options);
  renameSync(join(folder, 'pageoffline_lab.ko'), built);
  rmSync(folder, { recursive: true, force: true });
  return built;
}

/** @returns the path of the guest's first process, linked statically @throws {Missing} */
export async function builtInit(): Promise<string> {
  const source = join(SOURCES, 'guest', 'init.c');
  const built = join(madeCacheFolder('guest'), `init-${digestOf([contentOf(source)])}`);
  if (existsSync(built)) return built;
  if (findProgram('gcc') === undefined) throw new Missing('no compiler: apt-get install gcc libc6-dev');
  await run('gcc', ['-O2', '-static', '-o', `${built}.new`, source], { limit: BUILD_LIMIT });
  renameSync(`${built}.new`, built);
  return built;
}

const contentOf = (path: string): string => readFileSync(path, 'utf8');

function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);
}
