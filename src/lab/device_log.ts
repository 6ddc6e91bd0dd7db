/**
 * QEMU's log of what the driver asked of its device, and what it was answered: from it follows exactly which device blocks are
 * plugged, also of memory that is offline.
 */

import type { DeviceRequest } from '../conformance/recording.js';

/** Device blocks of a request as it was sent, one request at a time. */
export interface LoggedRequest {
  readonly op: DeviceRequest['op'];
  /** In device blocks from the start of the region. */
  readonly first: number;
  readonly count: number;
  readonly response: DeviceRequest['response'];
}

const RESPONSES: Readonly<Record<string, DeviceRequest['response']>> = { 0: 'ACK', 1: 'NACK', 2: 'BUSY', 3: 'ERROR' };

export interface DeviceRegion {
  readonly startBytes: number;
  readonly deviceBlockBytes: number;
}

/** Requests in order. A request without its response yet is left out; what belongs to reset is no request of the driver. */
export function readDeviceLog(log: string, { startBytes, deviceBlockBytes }: DeviceRegion): LoggedRequest[] {
  const requests: LoggedRequest[] = [];
  let open: Omit<LoggedRequest, 'response'> | undefined;
  for (const line of log.split('\n')) {
    const [, op, address, blocks] =
      /virtio_mem_(plug|unplug)_request\b.*addr=0x([0-9a-f]+) nb_blocks=(\d+)/.exec(line) ?? [];
    if (op === 'plug' || op === 'unplug') {
      const first = (Number.parseInt(address, 16) - startBytes) / deviceBlockBytes;
      open = { op, first, count: Number(blocks) };
    } else if (/virtio_mem_unplug_all_request\b/.test(line)) open = { op: 'unplugAll', first: 0, count: 0 };
    const response = RESPONSES[/virtio_mem_send_response type=(\d+)/.exec(line)?.[1] ?? ''];
    if (response === undefined || open === undefined) continue;
    requests.push({ ...open, response });
    open = undefined;
  }
  return requests;
}

/** Requests as recordings have them: neighbours of one size and direction as one. */
export function mergeRequests(requests: readonly LoggedRequest[]): DeviceRequest[] {
  const merged: DeviceRequest[] = [];
  for (const { op, first, count, response } of requests) {
    const last = merged.at(-1);
    const order = last === undefined ? undefined : directionFrom(last, first);
    const isAlike = last !== undefined && last.op === op && last.response === response && last.chunk === count;
    if (!isAlike || order === undefined || (last.order !== 'single' && last.order !== order)) {
      merged.push({ op, first, count, chunk: count, order: 'single', response });
      continue;
    }
    merged[merged.length - 1] = { ...last, order, first: Math.min(first, last.first), count: last.count + count };
  }
  return merged;
}

/** Whether a request for blocks from `first` on is next to those before. */
function directionFrom(last: DeviceRequest, first: number): 'ascending' | 'descending' | undefined {
  if (first === last.first + last.count) return 'ascending';
  return first + last.chunk === last.first ? 'descending' : undefined;
}

/** Which device blocks are plugged after requests, given those that were before. */
export function pluggedAfter(before: ReadonlySet<number>, requests: readonly LoggedRequest[]): Set<number> {
  const plugged = new Set(before);
  for (const { op, first, count, response } of requests) {
    if (response !== 'ACK') continue;
    if (op === 'unplugAll') plugged.clear();
    for (let block = first; block < first + count; block++) {
      if (op === 'plug') plugged.add(block);
      else plugged.delete(block);
    }
  }
  return plugged;
}
