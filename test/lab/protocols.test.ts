/** What guests and QEMU say, as it was received. */

import { describe, expect, it } from 'vitest';
import { pluggedAfter, readDeviceLog } from '../../src/lab/device_log.js';
import { takeAnswer } from '../../src/lab/guest_port.js';

describe('takeAnswer', () => {
  it('waits for the end of an answer, and leaves what follows', () => {
    expect(takeAnswer('pid=71\n=END 0')).toBeUndefined();
    expect(takeAnswer('pid=71\n=END 0 1433\n\n=END 16 9\n')).toEqual({
      answer: { text: 'pid=71', errno: 0 },
      rest: '\n=END 16 9\n',
    });
  });

  it('takes an answer without lines', () => {
    expect(takeAnswer('\n=END 16 9\n')).toEqual({ answer: { text: '', errno: 16 }, rest: '' });
  });
});

const LOG = `virtio_mem_resized_usable_region old_size=0x0new_size=0x0
virtio_mem_unplugged_all 
virtio_mem_resized_usable_region old_size=0x0new_size=0x20000000
virtio_mem_plug_request addr=0x100000000 nb_blocks=64
virtio_mem_send_response type=0
virtio_mem_plug_request addr=0x108000000 nb_blocks=64
virtio_mem_send_response type=0
virtio_mem_unplug_request addr=0x10fe00000 nb_blocks=1
virtio_mem_send_response type=0
virtio_mem_unplug_request addr=0x10fc00000 nb_blocks=1
virtio_mem_send_response type=2
virtio_mem_unplug_request addr=0x10fa00000 nb_blocks=1
`;

describe('readDeviceLog', () => {
  const requests = readDeviceLog(LOG, { startBytes: 2 ** 32, deviceBlockBytes: 2 ** 21 });

  it('pairs requests with their responses, in device blocks of the region', () => {
    expect(requests).toEqual([
      { op: 'plug', first: 0, count: 64, response: 'ACK' },
      { op: 'plug', first: 64, count: 64, response: 'ACK' },
      { op: 'unplug', first: 127, count: 1, response: 'ACK' },
      { op: 'unplug', first: 126, count: 1, response: 'BUSY' },
    ]);
  });

  it('tells what is plugged by what was granted', () => {
    const plugged = pluggedAfter(new Set(), requests);
    expect([plugged.size, plugged.has(127), plugged.has(126)]).toEqual([127, false, true]);
  });

  it('goes on from what was plugged when the log began', () => {
    expect([...pluggedAfter(new Set([1, 2]), [{ op: 'unplugAll', first: 0, count: 0, response: 'ACK' }])]).toEqual([]);
  });
});
