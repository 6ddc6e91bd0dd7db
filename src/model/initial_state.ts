/** The state in which every run of the model starts. */

import {
  BigBlock,
  BlockState,
  bit,
  blockOfSubBlock,
  consentsAtUnplug,
  type Kernel,
  Owner,
  PG_BUDDY,
  PG_OFFLINE,
  restingCount,
  tracksRemoval,
} from './state.js';

/** Every page plugged, free and online, but for what the configuration says otherwise; unplugged ones were never onlined. */
export function initKernel(k: Kernel): void {
  const { configuration, geometry } = k;
  const notOnline = new Set([...(configuration.offline ?? []), ...(configuration.absent ?? [])]);
  for (let block = 0; block < geometry.blocks; block++) {
    const online = !notOnline.has(block);
    k.zoneMovable[block] = bit(configuration.zone === 'movable');
    k.sectionOnline[block] = bit(online);
    k.memmapValid[block] = bit(online);
    k.driverOnline[block] = bit(online);
    k.blockState[block] = online ? BlockState.ONLINE : BlockState.OFFLINE;
  }
  for (const block of configuration.absent ?? []) {
    k.blockState[block] = BlockState.ABSENT;
    k.unused[block] = bit(tracksRemoval(configuration));
  }
  if (configuration.bigBlocks === true) k.bigBlock[0] = BigBlock.ADDED;
  for (let subBlock = 0; subBlock < geometry.subBlocks; subBlock++) initSubBlock(k, subBlock);
  for (const page of configuration.foreign ?? []) initForeignPage(k, page);
}

/** Another driver has taken this page from the system, and its host from it. */
function initForeignPage(k: Kernel, page: number): void {
  k.pageType[page] = PG_OFFLINE;
  k.refcount[page] = 1;
  k.owner[page] = Owner.FOREIGN;
  k.plugged[page] = 0;
  k.managed[0] -= k.geometry.weight[page];
}

function initSubBlock(k: Kernel, subBlock: number): void {
  const { configuration, geometry } = k;
  const block = blockOfSubBlock(k, subBlock);
  const online = k.sectionOnline[block] === 1;
  const plugged = !configuration.unplugged.includes(subBlock) && k.blockState[block] !== BlockState.ABSENT;
  k.bitmap[subBlock] = bit(plugged);
  for (let page = geometry.firstPage[subBlock]; page < geometry.firstPage[subBlock + 1]; page++) {
    k.plugged[page] = bit(plugged);
    if (!online) continue;
    const weight = geometry.weight[page];
    k.present[0] += weight;
    if (plugged) {
      k.pageType[page] = PG_BUDDY;
      k.owner[page] = Owner.BUDDY;
      k.managed[0] += weight;
    } else {
      k.pageType[page] = PG_OFFLINE;
      k.refcount[page] = restingCount(k.switches);
      k.owner[page] = consentsAtUnplug(k.switches) ? Owner.RELEASED : Owner.DRIVER;
      k.skippable[page] = bit(k.switches.sign === 'bit');
      k.dirty[page] = 1;
    }
  }
}
