/**
 * Debian packages without the system's apt: an apt configuration of its own, with sources, lists and downloads in the cache
 * folder. The mirrors are those of the machine's own apt sources.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeCacheFolder } from './cache_folder.js';
import { run } from './command.js';
import { Missing } from './missing.js';
import { SUITES, type Suite } from './series.js';

const SOURCES = '/etc/apt/sources.list';
const SOURCES_FOLDER = '/etc/apt/sources.list.d';
export const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** In milliseconds. */
const UPDATE_LIMIT = 300_000;
const DOWNLOAD_LIMIT = 600_000;
const UNPACK_LIMIT = 120_000;

type Mirrors = Readonly<Record<Suite['archive'], string>>;

/**
 * The Debian mirrors that one-line (`deb URI SUITE`) or deb822 (`URIs:`) sources name; the security archive beside the main one where
 * they do not name it.
 * @throws {Missing} when no source is of Debian
 */
export function mirrorsIn(sources: readonly string[]): Mirrors {
  const uris = sources
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => {
      const [, listed] = /^URIs:(.*)/.exec(line) ?? /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)/.exec(line) ?? [];
      return listed === undefined ? [] : listed.trim().split(/\s+/);
    });
  const isSecurity = (uri: string) => /debian-security\/?$/.test(uri);
  const main = uris.find((uri) => /debian\/?$/.test(uri) && !isSecurity(uri));
  if (main === undefined)
    throw new Missing("no Debian archive is among this machine's apt sources: kernels come from there");
  return { main, security: uris.find(isSecurity) ?? main.replace(/debian(\/?)$/, 'debian-security$1') };
}

/** The mirrors of this machine's sources. */
export function systemMirrors(): Mirrors {
  const inFolder = listed(SOURCES_FOLDER).map((name) => join(SOURCES_FOLDER, name));
  return mirrorsIn([SOURCES, ...inFolder].map(textOf));
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export class PrivateApt {
  readonly #env: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    const folder = madeCacheFolder('apt');
    for (const below of ['state/lists/partial', 'cache/archives/partial']) {
      mkdirSync(join(folder, below), { recursive: true });
    }
    const sources = join(folder, 'sources.list');
    const mirrors = systemMirrors();
    const lines = SUITES.map(({ archive, name }) => `deb [signed-by=${KEYRING}] ${mirrors[archive]} ${name} main`);
    writeFileSync(sources, `${lines.join('\n')}\n`);
    const configuration = join(folder, 'apt.conf');
    writeFileSync(
      configuration,
      [
        `Dir::Etc::sourcelist "${sources}";`,
        'Dir::Etc::sourceparts "/dev/null";',
        `Dir::State "${join(folder, 'state')}";`,
        `Dir::Cache "${join(folder, 'cache')}";`,
        'Dir::State::status "/var/lib/dpkg/status";',
        'APT::Architecture "amd64";',
        '',
      ].join('\n'),
    );
    this.#env = { ...process.env, APT_CONFIG: configuration, LC_ALL: 'C' };
  }

  /** Reads the lists of packages anew. */
  async update(): Promise<void> {
    await this.#run('apt-get', ['update', '-qq'], UPDATE_LIMIT);
  }

  /** Names of all kernel packages in the lists. */
  async kernelPackages(): Promise<string[]> {
    const found = await this.#run('apt-cache', ['search', '--names-only', '^linux-'], UPDATE_LIMIT);
    return found
      .toString()
      .split('\n')
      .map((line) => line.split(' ')[0]);
  }

  /** Downloads packages into a folder, without those that they depend on. Returns the paths of the files. */
  async download(packages: readonly string[], folder: string): Promise<string[]> {
    mkdirSync(folder, { recursive: true });
    await this.#run('apt-get', ['download', '-qq', ...packages], DOWNLOAD_LIMIT, folder);
    return readdirSync(folder)
      .filter((name) => packages.some((each) => name.startsWith(`${each}_`)))
      .map((name) => join(folder, name));
  }

  /** Unpacks a downloaded package. */
  async unpack(file: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    await this.#run('dpkg-deb', ['-x', file, folder], UNPACK_LIMIT);
  }

  #run(program: string, args: readonly string[], limit: number, cwd?: string): Promise<Buffer> {
    return run(program, args, {
      env: this.#env,
      limit,
      ...(cwd === undefined ? {} : { cwd }),
      ...(this.#signal === undefined ? {} : { signal: this.#signal }),
    });
  }
}
