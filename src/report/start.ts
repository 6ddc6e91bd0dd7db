/** What a reader must know before the first step of a race: the memory at the start, and which kernel it is. */

import type { Configuration } from '../model/configuration.js';
import { geometryOf } from '../model/geometry.js';
import { holdsOwnMemmap, restingCount } from '../model/state.js';
import { type Scenario, switchesIn } from '../scenario/scenario.js';
import { count, headingOf } from '../scenario/wording.js';
import { namesOf } from './call.js';
import { wrap } from './canvas.js';

const WIDTH = 100;

const ZONES: Readonly<Record<Configuration['zone'], string>> = { movable: 'ZONE_MOVABLE', normal: 'ZONE_NORMAL' };

/** A line about the memory and one about the kernel; none wider than 100 columns. */
export function describeStart(scenario: Scenario): string {
  return startSentences(scenario)
    .flatMap((sentence) => wrap(sentence, WIDTH))
    .join('\n');
}

/** A sentence about the memory and one about the kernel. */
export function startSentences(scenario: Scenario): string[] {
  return [describeMemory(scenario), `${headingOf(scenario)}.`];
}

function describeMemory(scenario: Scenario): string {
  const { configuration } = scenario;
  const { blocks, zone } = configuration;
  const { subBlocks, pages } = geometryOf(configuration);
  const sizes = [count(blocks, 'block'), count(subBlocks, 'sub-block'), count(pages, 'page')];
  const states = [
    blocksText(configuration.offline, 'offline'),
    blocksText(configuration.absent, 'absent'),
    pagesText(scenario),
  ];
  return `${[...sizes, ZONES[zone]].join(', ')}; ${states.filter((text) => text !== '').join('; ')}.`;
}

function blocksText(blocks: readonly number[], state: string): string {
  return blocks.length === 0 ? '' : `${namesOf(blocks.map((number) => ({ kind: 'block', number })))} ${state}`;
}

/** Pages of blocks that are online; the others have no struct page to speak of. */
function pagesText(scenario: Scenario): string {
  const { configuration } = scenario;
  const { blocks, subBlocksPerBlock, unplugged, offline, absent } = configuration;
  const notOnline = new Set([...offline, ...absent]);
  if (notOnline.size === blocks) return '';
  const online = [...geometryOf(configuration).subBlockOfPage.entries()].filter(([, subBlock]) => {
    return !notOnline.has(Math.floor(subBlock / subBlocksPerBlock));
  });
  const kept = online.flatMap(([number, subBlock]) => (unplugged.includes(subBlock) ? [{ kind: 'page', number }] : []));
  const foreign = configuration.foreign.map((number) => ({ kind: 'page', number }));
  const ofMemmap = holdsOwnMemmap({ configuration, switches: switchesIn(scenario) })
    ? online.flatMap(([number, subBlock]) => (subBlock % subBlocksPerBlock === 0 ? [{ kind: 'page', number }] : []))
    : [];
  const texts = [
    ...(kept.length === 0
      ? []
      : [`${namesOf(kept)} unplugged (PageOffline, count ${restingCount(switchesIn(scenario))})`]),
    ...(foreign.length === 0 ? [] : [`${namesOf(foreign)} another driver's (PageOffline, count 1)`]),
    ...(ofMemmap.length === 0 ? [] : [`${namesOf(ofMemmap)} with the memmap of the block`]),
  ];
  if (texts.length === 0) return notOnline.size === 0 ? 'all pages free' : 'all pages of online blocks free';
  const others = kept.length + foreign.length + ofMemmap.length < online.length ? ['others free'] : [];
  return [...texts, ...others].join(', ');
}
