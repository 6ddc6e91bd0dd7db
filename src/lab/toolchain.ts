/**
 * What builds the lab's module for a kernel: the machine's own compiler where the kernel's build tools run here, otherwise a
 * small Debian of the kernel's release, unpacked into the cache folder, in a chroot.
 */

import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemMirrors } from './apt.js';
import { cacheFolder, madeCacheFolder } from './cache_folder.js';
import { findProgram, type RunOptions, run } from './command.js';
import type { LabKernel, Say } from './kernel.js';
import { Missing } from './missing.js';
import { SERIES_FACTS } from './series.js';

const PACKAGES = ['gcc-14', 'make', 'libelf1t64', 'xz-utils', 'bc', 'kmod'];
/** In milliseconds. */
const UNPACK_LIMIT = 600_000;
const TRY_LIMIT = 10_000;

/** Runs `make` with the tools that fit a kernel. */
export interface Toolchain {
  readonly name: string;
  make(args: readonly string[], options: RunOptions): Promise<Buffer>;
}

/** Debian's headers name the compiler of their release, which need not be here. */
const NATIVE: Toolchain = { name: 'native', make: (args, options) => run('make', ['CC=gcc', ...args], options) };
const OWN: Toolchain = { name: 'own', make: (args, options) => run('make', args, options) };

/** @throws {Missing} when there is neither a fitting compiler nor a way to get one */
export async function toolchainFor(kernel: LabKernel, say: Say, signal?: AbortSignal): Promise<Toolchain> {
  if (kernel.own) return OWN;
  if (SERIES_FACTS[kernel.series].toolchain === 'bookworm' || (await runsHere(kernel))) return native();
  return inChroot(await trixie(say, signal));
}

function native(): Toolchain {
  if (findProgram('gcc') === undefined || findProgram('make') === undefined) {
    throw new Missing('no compiler: apt-get install gcc make libelf-dev');
  }
  return NATIVE;
}

/** Whether the kernel's own build tools, which are programs, find their C library here. */
async function runsHere({ build }: LabKernel): Promise<boolean> {
  const tool = join(build, 'scripts/basic/fixdep');
  if (!existsSync(tool) || findProgram('gcc-14') === undefined) return false;
  // Without arguments it prints its usage and fails; without its C library it does not come so far.
  const said = await run(tool, [], { limit: TRY_LIMIT }).catch((error: Error) => error.message);
  return !/GLIBC_/.test(said.toString());
}

export const trixieFolder = (): string => cacheFolder('toolchains', 'trixie');

/** The folder of the unpacked release; the first time this takes half a minute. */
async function trixie(say: Say, signal?: AbortSignal): Promise<string> {
  const folder = trixieFolder();
  if (existsSync(folder)) return folder;
  if (findProgram('debootstrap') === undefined) throw new Missing('no debootstrap: apt-get install debootstrap');
  if (process.getuid?.() !== 0)
    throw new Missing('a compiler for this kernel is unpacked and run by root: run this as root');
  const unfinished = join(madeCacheFolder('toolchains'), 'trixie.new');
  rmSync(unfinished, { recursive: true, force: true });
  say('unpacking a compiler that fits this kernel');
  const args = ['--variant=minbase', `--include=${PACKAGES.join(',')}`, 'trixie', unfinished, systemMirrors().main];
  await run('debootstrap', args, { limit: UNPACK_LIMIT, ...(signal === undefined ? {} : { signal }) });
  renameSync(unfinished, folder);
  return folder;
}

/** The cache folder has the same path inside, and /proc is there, since objtool reads its limits in it. */
function inChroot(root: string): Toolchain {
  const script = [
    'root=$1 cache=$2; shift 2',
    'mkdir -p "$root/$cache"',
    'mount --bind "$cache" "$root/$cache"',
    'mount -t proc proc "$root/proc"',
    'exec chroot "$root" env PATH=/usr/sbin:/usr/bin:/sbin:/bin make CC=gcc-14 "$@"',
  ].join('\n');
  // The mounts are in a namespace of the command's own, and are gone with it.
  const wrapped = ['--mount', '--propagation', 'private', 'sh', '-e', '-c', script, 'sh', root, cacheFolder()];
  return { name: 'trixie', make: (args, options) => run('unshare', [...wrapped, ...args], options) };
}
