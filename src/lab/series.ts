/**
 * The kernel series that the lab can boot: where Debian has their packages, and what of their memory map a reader must know.
 * The cloud flavour is the smallest that has a virtio-mem driver.
 */

import { SERIES, type Series } from '../conformance/recording.js';

export { SERIES, type Series };

/** Where a package lies: a suite of the main archive or of the security archive. */
export interface Suite {
  readonly archive: 'main' | 'security';
  readonly name: string;
}

const BOOKWORM: Suite = { archive: 'main', name: 'bookworm' };
const BOOKWORM_SECURITY: Suite = { archive: 'security', name: 'bookworm-security' };
const BULLSEYE_SECURITY: Suite = { archive: 'security', name: 'bullseye-security' };
const BACKPORTS: Suite = { archive: 'main', name: 'trixie-backports' };

/** Every suite that some series is taken from. */
export const SUITES: readonly Suite[] = [BOOKWORM, BOOKWORM_SECURITY, BULLSEYE_SECURITY, BACKPORTS];

/** What one kernel version needs, given its ABI name such as `6.1.0-56`. */
interface Packages {
  /** Matches the package that has the kernel, and takes its ABI name. */
  readonly image: RegExp;
  /** Packages with modules, beside the image's own. */
  readonly modules: readonly string[];
  /** Packages to build a module against. */
  readonly headers: readonly string[];
}

const headersOf = (kbuild: string): readonly string[] => [
  'linux-headers-ABI-cloud-amd64',
  'linux-headers-ABI-common',
  kbuild,
];

export interface SeriesFacts {
  readonly packages: Packages;
  readonly suites: readonly Suite[];
  /** The Debian release whose compiler builds modules for it. */
  readonly toolchain: 'bookworm' | 'trixie';
  /** Bytes that the driver plugs and unplugs at a time. */
  readonly subBlockBytes: number;
  /** Whether the allocator's page checks hang on how the kernel was configured and booted (6.3). */
  readonly checksPagesByKey: boolean;
  /** How a page's type is written in struct page, see page_memory.ts. */
  readonly pageTypes: 'cleared-bits' | 'top-byte';
  /** Bits of the page flags. */
  readonly flags: {
    readonly dirty: number;
    readonly lru: number;
    readonly reserved: number;
    readonly hwpoison: number;
  };
}

const MIB = 2 ** 20;
const UP_TO_6_2 = {
  checksPagesByKey: false,
  pageTypes: 'cleared-bits',
  flags: { dirty: 3, lru: 4, reserved: 12, hwpoison: 23 },
} as const;
const FROM_6_11 = {
  checksPagesByKey: true,
  pageTypes: 'top-byte',
  flags: { dirty: 4, lru: 5, reserved: 13, hwpoison: 21 },
} as const;

export const SERIES_FACTS: Readonly<Record<Series, SeriesFacts>> = {
  '5.10': {
    packages: {
      image: /^linux-image-(5\.10\.0-\d+)-cloud-amd64$/,
      modules: [],
      headers: headersOf('linux-kbuild-5.10'),
    },
    suites: [BULLSEYE_SECURITY],
    toolchain: 'bookworm',
    subBlockBytes: 4 * MIB,
    ...UP_TO_6_2,
  },
  '6.1': {
    packages: { image: /^linux-image-(6\.1\.0-\d+)-cloud-amd64$/, modules: [], headers: headersOf('linux-kbuild-6.1') },
    suites: [BOOKWORM, BOOKWORM_SECURITY],
    toolchain: 'bookworm',
    subBlockBytes: 2 * MIB,
    ...UP_TO_6_2,
  },
  '6.12': {
    packages: {
      image: /^linux-image-(6\.12\.\d+\+deb12)-cloud-amd64$/,
      modules: [],
      headers: headersOf('linux-kbuild-ABI'),
    },
    suites: [BOOKWORM_SECURITY],
    toolchain: 'bookworm',
    subBlockBytes: 2 * MIB,
    ...FROM_6_11,
    flags: { ...FROM_6_11.flags, hwpoison: 20 },
  },
  '6.17': {
    packages: {
      image: /^linux-image-(6\.17\.\d+\+deb13)-cloud-amd64$/,
      modules: [],
      headers: headersOf('linux-kbuild-ABI'),
    },
    suites: [BACKPORTS],
    toolchain: 'trixie',
    subBlockBytes: 2 * MIB,
    ...FROM_6_11,
  },
  '7.3': {
    packages: {
      image: /^linux-binary-(7\.3\.\d+\+deb13)-cloud-amd64$/,
      modules: ['linux-modules-ABI-cloud-amd64'],
      headers: headersOf('linux-kbuild-ABI'),
    },
    suites: [BACKPORTS],
    toolchain: 'trixie',
    subBlockBytes: 2 * MIB,
    ...FROM_6_11,
  },
};

/** The packages of one ABI: what to boot, and what to build a module with. */
export function packagesOf(series: Series, image: string): { readonly boot: string[]; readonly headers: string[] } {
  const { packages } = SERIES_FACTS[series];
  const abi = abiOf(series, image);
  const named = (names: readonly string[]) => names.map((name) => name.replace('ABI', abi));
  return { boot: [image, ...named(packages.modules)], headers: named(packages.headers) };
}

/** @throws when the package is not one of the series */
export function abiOf(series: Series, image: string): string {
  const abi = SERIES_FACTS[series].packages.image.exec(image)?.[1];
  if (abi === undefined) throw new Error(`${image} is no kernel package of series ${series}`);
  return abi;
}

/** The newest of the packages that have a kernel of the series; undefined when there is none. */
export function newestImage(series: Series, packages: readonly string[]): string | undefined {
  const images = packages.filter((name) => SERIES_FACTS[series].packages.image.test(name));
  return images.sort((a, b) => compareVersions(abiOf(series, a), abiOf(series, b))).at(-1);
}

/** By their numbers, one after another. */
function compareVersions(a: string, b: string): number {
  const numbersOf = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  const [one, other] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const difference = (one[i] ?? -1) - (other[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
