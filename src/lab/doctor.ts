/** What the lab needs of the machine, what of it is here, and how to get the rest. */

import { existsSync } from 'node:fs';
import { KEYRING } from './apt.js';
import { findProgram } from './command.js';
import { fetchedKernel, fetchedSeries } from './kernel.js';
import { trixieFolder } from './toolchain.js';

export interface Finding {
  readonly what: string;
  readonly there: boolean;
  /** What it is for. */
  readonly use: string;
  /** One line; absent where nothing need be done. */
  readonly remedy?: string;
  /** Whether nothing works without it. */
  readonly needed: boolean;
}

interface Need {
  readonly what: string;
  readonly use: string;
  readonly remedy: string;
  readonly needed: boolean;
  readonly isThere: () => boolean;
}

const program = (name: string, use: string, packages: string, needed = true): Need => ({
  what: name,
  use,
  remedy: `apt-get install --no-install-recommends ${packages}`,
  needed,
  isThere: () => findProgram(name) !== undefined,
});

const NEEDS: readonly Need[] = [
  program('qemu-system-x86_64', 'boots kernels', 'qemu-system-x86'),
  program('gcc', 'builds the module and the guest', 'gcc libc6-dev'),
  program('make', 'builds the module', 'make libelf-dev'),
  program('strip', 'makes the module small', 'binutils'),
  program('xz', 'unpacks kernels and modules', 'xz-utils'),
  program('zstd', 'unpacks some kernels', 'zstd', false),
  program('apt-get', 'fetches kernels; not needed with --kernel-tree', 'apt', false),
  program('dpkg-deb', 'unpacks kernels; not needed with --kernel-tree', 'dpkg', false),
  {
    what: 'Debian archive keyring',
    use: 'checks what is fetched; not needed with --kernel-tree',
    remedy: 'apt-get install debian-archive-keyring',
    needed: false,
    isThere: () => existsSync(KEYRING),
  },
  {
    what: 'compiler for 6.17 and 7.3',
    use: 'builds the module for kernels of Debian 13',
    remedy: 'apt-get install debootstrap; then it is unpacked into the cache folder when it is first needed, by root',
    needed: false,
    isThere: () => existsSync(trixieFolder()) || findProgram('debootstrap') !== undefined,
  },
];

export function examine(): Finding[] {
  const kernels = fetchedSeries();
  const programs = NEEDS.map(({ isThere, remedy, ...need }): Finding => {
    const there = isThere();
    return { ...need, there, ...(there ? {} : { remedy }) };
  });
  const listed = kernels.map((series) => `${series} (${fetchedKernel(series).release})`).join(', ');
  const fetched: Finding = {
    what: kernels.length === 0 ? 'kernels' : `kernels ${listed}`,
    there: kernels.length > 0,
    use: 'what races are made on',
    needed: false,
    ...(kernels.length > 0 ? {} : { remedy: 'pageoffline lab fetch 7.3' }),
  };
  return [...programs, fetched];
}
