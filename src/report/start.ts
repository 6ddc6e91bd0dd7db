/** What a reader must know before the first step of a race: the memory at the start, and which kernel it is. */

import type { Configuration } from '../model/configuration.js';
import {
  DEFAULT_KERNEL,
  DESIGN_IDS,
  type DesignId,
  KERNEL_VERSIONS,
  type KernelVersion,
  switchesOf,
} from '../model/designs.js';
import { geometryOf } from '../model/geometry.js';
import { restingCount } from '../model/state.js';
import { SWITCH_NAMES, type Switches, type SwitchName } from '../model/switches.js';
import { namesOf } from './call.js';
import { wrap } from './canvas.js';

const WIDTH = 100;

const ZONES: Readonly<Record<Configuration['zone'], string>> = { movable: 'ZONE_MOVABLE', normal: 'ZONE_NORMAL' };

/** A line about the memory and one about the kernel; none wider than 100 columns. */
export function describeStart(configuration: Configuration, switches: Switches): string {
  return startSentences(configuration, switches)
    .flatMap((sentence) => wrap(sentence, WIDTH))
    .join('\n');
}

/** A sentence about the memory and one about the kernel. */
export function startSentences(configuration: Configuration, switches: Switches): string[] {
  return [describeMemory(configuration, switches), describeKernel(switches)];
}

function describeMemory(configuration: Configuration, switches: Switches): string {
  const { blocks, zone } = configuration;
  const { subBlocks, pages } = geometryOf(configuration);
  const sizes = [count(blocks, 'block'), count(subBlocks, 'sub-block'), count(pages, 'page')];
  const states = [
    blocksText(configuration.offline ?? [], 'offline'),
    blocksText(configuration.absent ?? [], 'absent'),
    pagesText(configuration, switches),
  ];
  return `${[...sizes, ZONES[zone]].join(', ')}; ${states.filter((text) => text !== '').join('; ')}.`;
}

function count(number: number, of: string): string {
  return `${number} ${of}${number === 1 ? '' : 's'}`;
}

function blocksText(blocks: readonly number[], state: string): string {
  return blocks.length === 0 ? '' : `${namesOf(blocks.map((number) => ({ kind: 'block', number })))} ${state}`;
}

/** Pages of blocks that are online; the others have no struct page to speak of. */
function pagesText(configuration: Configuration, switches: Switches): string {
  const { blocks, subBlocksPerBlock, unplugged, offline = [], absent = [] } = configuration;
  const notOnline = new Set([...offline, ...absent]);
  if (notOnline.size === blocks) return '';
  const online = [...geometryOf(configuration).subBlockOfPage.entries()].filter(([, subBlock]) => {
    return !notOnline.has(Math.floor(subBlock / subBlocksPerBlock));
  });
  const kept = online.flatMap(([number, subBlock]) => (unplugged.includes(subBlock) ? [{ kind: 'page', number }] : []));
  const foreign = (configuration.foreign ?? []).map((number) => ({ kind: 'page', number }));
  const texts = [
    ...(kept.length === 0 ? [] : [`${namesOf(kept)} unplugged (PageOffline, count ${restingCount(switches)})`]),
    ...(foreign.length === 0 ? [] : [`${namesOf(foreign)} another driver's (PageOffline, count 1)`]),
  ];
  if (texts.length === 0) return notOnline.size === 0 ? 'all pages free' : 'all pages of online blocks free';
  const others = kept.length + foreign.length < online.length ? ['others free'] : [];
  return [...texts, ...others].join(', ');
}

interface Kin {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  /** The switches that are set otherwise than this design on this kernel has them. */
  readonly changed: readonly SwitchName[];
}

/** Where a design is the same on several versions, it is shown on the one that designs are compared on. */
const VERSIONS: readonly KernelVersion[] = [DEFAULT_KERNEL, ...KERNEL_VERSIONS];

/** The design and version that the switches are of, or are closest to. */
function describeKernel(switches: Switches): string {
  const kin = DESIGN_IDS.flatMap((design) => VERSIONS.map((kernel) => compare(design, kernel, switches)));
  const { design, kernel, changed } = kin.reduce((best, next) =>
    next.changed.length < best.changed.length ? next : best,
  );
  const changes = changed.map((name) => `${name} = ${switches[name]}`);
  return `Design ${design} on Linux ${kernel}${changes.length === 0 ? '' : `, but ${changes.join(', ')}`}.`;
}

function compare(design: DesignId, kernel: KernelVersion, switches: Switches): Kin {
  const own = switchesOf(design, kernel);
  return { design, kernel, changed: SWITCH_NAMES.filter((name) => own[name] !== switches[name]) };
}
