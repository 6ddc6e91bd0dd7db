/**
 * A kernel that can be booted: its image, its modules, and what a module is built against. Fetched from Debian into the cache
 * folder, or a developer's own built tree.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PrivateApt } from './apt.js';
import { isElf, payloadOf } from './bzimage.js';
import { cacheFolder } from './cache_folder.js';
import { run } from './command.js';
import { Missing } from './missing.js';
import { newestImage, packagesOf, SERIES, type Series } from './series.js';

export interface LabKernel {
  readonly series: Series;
  /** As `uname -r` has it; of an own tree, as the tree has it. */
  readonly release: string;
  /** What QEMU boots: an ELF file or a bzImage. */
  readonly image: string;
  /** Where modules are looked for, by name. */
  readonly modules: string;
  /** What `make -C` builds a module against. */
  readonly build: string;
  /** Where what is made for this kernel is kept. */
  readonly folder: string;
  /** Whether it is a tree of the user's own. */
  readonly own: boolean;
}

const DESCRIPTION = 'kernel.json';
/** In milliseconds. */
const UNPACK_LIMIT = 60_000;

export type Say = (text: string) => void;

/** What is known of a fetched kernel, kept beside it. */
interface Description {
  /** The package that its image is from. */
  readonly package: string;
  readonly release: string;
}

/** The fetched kernel of a series. @throws {Missing} */
export function fetchedKernel(series: Series): LabKernel {
  const folder = cacheFolder('kernels', series);
  const description = readDescription(series);
  if (description === undefined) throw new Missing(`no kernel ${series} here: pageoffline lab fetch ${series}`);
  const { release } = description;
  return {
    series,
    release,
    image: join(folder, 'vmlinux'),
    modules: join(folder, 'boot'),
    build: join(headersIn(folder), `linux-headers-${release}`),
    folder,
    own: false,
  };
}

function readDescription(series: Series): Description | undefined {
  const path = cacheFolder('kernels', series, DESCRIPTION);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

const headersIn = (folder: string): string => join(folder, 'headers', 'usr', 'src');

export function isFetched(series: Series): boolean {
  return readDescription(series) !== undefined;
}

export const fetchedSeries = (): Series[] => SERIES.filter(isFetched);

/**
 * Downloads and unpacks the newest kernel of a series, its modules and headers. What is there already stays if nothing newer
 * is found. The system's apt is not touched.
 * @throws when the archive has no such kernel, or cannot be reached
 */
export async function fetchKernel(series: Series, say: Say, signal?: AbortSignal): Promise<LabKernel> {
  const apt = new PrivateApt(signal);
  say('reading the package lists');
  await apt.update();
  const image = newestImage(series, await apt.kernelPackages());
  if (image === undefined) throw new Missing(`the archive has no cloud kernel of series ${series} any more`);
  if (readDescription(series)?.package === image) return fetchedKernel(series);

  const folder = cacheFolder('kernels', series);
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const { boot, headers } = packagesOf(series, image);
  say(`downloading ${[...boot, ...headers].join(', ')}`);
  const files = await apt.download([...boot, ...headers], join(unfinished, 'packages'));
  for (const file of files) {
    const isHeaders = headers.some((name) => basename(file).startsWith(`${name}_`));
    say(`unpacking ${basename(file)}`);
    await apt.unpack(file, join(unfinished, isHeaders ? 'headers' : 'boot'));
  }
  rmSync(join(unfinished, 'packages'), { recursive: true });
  const compressed = findFile(join(unfinished, 'boot'), /^vmlinuz/);
  if (compressed === undefined) throw new Error(`${image}: has no vmlinuz`);
  writeFileSync(join(unfinished, 'vmlinux'), await bootableImage(compressed));
  const description: Description = { package: image, release: prepareHeaders(unfinished, folder) };
  writeFileSync(join(unfinished, DESCRIPTION), `${JSON.stringify(description)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return fetchedKernel(series);
}

/** The ELF file inside a bzImage; where it is packed in a way that is not known, the bzImage, which boots too. */
async function bootableImage(path: string): Promise<Buffer> {
  const image = readFileSync(path);
  const payload = payloadOf(image);
  if (payload === undefined) return image;
  const unpacked = await run(payload.program, ['-dc'], { input: payload.packed, limit: UNPACK_LIMIT });
  return isElf(unpacked) ? unpacked : image;
}

/**
 * The headers' makefile names absolute paths under /usr/src; here they will lie in the cache folder.
 * @returns the kernel's release
 */
function prepareHeaders(unfinished: string, folder: string): string {
  const sources = headersIn(unfinished);
  const flavour = readdirSync(sources).find((name) => name.endsWith('cloud-amd64'));
  if (flavour === undefined) throw new Error('no headers of the cloud flavour');
  const makefile = join(sources, flavour, 'Makefile');
  writeFileSync(makefile, readFileSync(makefile, 'utf8').replaceAll('/usr/src/', `${headersIn(folder)}/`));
  // Where vmlinux is there, the build wants pahole for the module's BTF, which nothing here reads.
  rmSync(join(sources, flavour, 'vmlinux'), { force: true });
  return flavour.replace('linux-headers-', '');
}

/** The path of the first file below a folder whose name matches. */
export function findFile(folder: string, name: RegExp): string | undefined {
  if (!existsSync(folder)) return undefined;
  const entries = readdirSync(folder, { withFileTypes: true });
  const file = entries.find((entry) => entry.isFile() && name.test(entry.name));
  if (file !== undefined) return join(folder, file.name);
  for (const entry of entries) {
    const found = entry.isDirectory() ? findFile(join(folder, entry.name), name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * A kernel tree that was built on this machine, with its modules.
 * @param series the model's kernel that it is nearest to
 * @throws {Missing} when it is not built
 */
export function ownKernel(tree: string, series: Series): LabKernel {
  const root = resolve(tree);
  const image = [join(root, 'arch/x86/boot/bzImage'), join(root, 'vmlinux')].find(existsSync);
  const releaseFile = join(root, 'include/config/kernel.release');
  if (image === undefined || !existsSync(releaseFile)) {
    throw new Missing(
      `${tree}: no built kernel tree: arch/x86/boot/bzImage and include/config/kernel.release are needed`,
    );
  }
  const release = readFileSync(releaseFile, 'utf8').trim();
  const folder = cacheFolder('trees', root.replaceAll('/', '_'));
  mkdirSync(folder, { recursive: true });
  return { series, release, image, modules: root, build: root, folder, own: true };
}
