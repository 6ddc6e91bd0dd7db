/** Walks of actions, drawn and shrunk, on a kernel that is played: whose device stays empty, and which fails where the test says. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { conformRecording } from '../../src/conformance/conform.js';
import { type Action, type Observed, parseRecording, type Recording } from '../../src/conformance/recording.js';
import { mergeRequests } from '../../src/lab/device_log.js';
import { readZones, runsOf } from '../../src/lab/observed.js';
import { headerOf, recordingText } from '../../src/lab/recorder.js';
import { drawAction, shrinkWalk, walk } from '../../src/lab/walk.js';

const EMPTY: Observed = {
  blocks: [32, 33, 34, 35].map((id) => ({
    id,
    state: 'absent',
    zone: null,
    validZones: [],
    pages: [],
    summary: null,
    pluggedSubBlocks: [],
    unpluggedSubBlocks: null,
  })),
  managedPages: 0,
  presentPages: 0,
  zones: {},
  isolatedPageblocks: 0,
  deviceSizeBytes: 0,
  requestedSizeBytes: 0,
  hwpoisonedPages: 0,
  totalRamPages: 0,
  driverWorkerRuns: 0,
  driverWorkerIdle: true,
};

type Errno = (action: Action, before: readonly Action[]) => number | null;

/** ENOENT for a block that is absent; what a resize would do is left to real kernels. */
const sound: Errno = (action) => (action.type === 'observe' || action.type === 'resize' ? null : 2);

function bench(errnoOf: Errno) {
  const tried: number[] = [];
  const record = async (
    seed: number | null,
    next: (observed: Observed, index: number) => Action | undefined,
  ): Promise<Recording> => {
    const actions: Action[] = [{ type: 'observe' }];
    for (let i = 0; ; i++) {
      const action = next(EMPTY, i);
      if (action === undefined) break;
      actions.push(action);
    }
    tried.push(actions.length - 1);
    return {
      file: 'played',
      header: headerOf({ release: '6.12.0', series: '6.12' }, seed, actions.length - 1),
      actions: actions.map((action, i) => ({
        action,
        errno: errnoOf(action, actions.slice(0, i)),
        deviceRequests: [],
        observed: EMPTY,
        kernelLog: [],
        lineNumber: i + 2,
      })),
      unknownFields: [],
    };
  };
  return { series: '6.12' as const, record, tried };
}

const offline = (block: number): Action => ({ type: 'offline', block });
const online = (block: number): Action => ({ type: 'online', block, policy: 'online_movable' });

describe('shrinkWalk', () => {
  const faulty: Errno = (action, before) => {
    const isFault = action.type === 'offline' && before.some(({ type }) => type === 'online');
    return isFault ? 16 : sound(action, before);
  };

  it('comes to the actions that are all needed, and keeps what is not explained', async () => {
    const played = bench(faulty);
    const actions = [offline(32), offline(33), online(34), offline(35), online(33), offline(32), offline(33)];
    const recording = await played.record(null, (_, i) => actions[i]);
    const result = conformRecording(recording);
    expect(result.unexplained?.mismatches).toEqual([{ what: 'errno', model: 'ENOENT', kernel: 'EBUSY' }]);
    const small = await shrinkWalk(played, { recording, result }, () => {});
    expect(small.recording.actions.map(({ action }) => action.type)).toEqual(['observe', 'online', 'offline']);
    expect(small.result.unexplained?.mismatches).toEqual(result.unexplained?.mismatches);
  });
});

describe('a walk', () => {
  it('is the same for the same seed, and can be read as a recording', async () => {
    const drawn = (seed: number) => {
      const random = seedrandom(String(seed));
      return Array.from({ length: 30 }, () => drawAction(random, EMPTY, '6.12'));
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    const { recording } = await walk(bench(sound), 7, 5);
    const read = parseRecording('played', recordingText(recording));
    expect([read.header, read.actions]).toEqual([recording.header, recording.actions]);
    expect(read.unknownFields).toEqual([]);
  });
});

describe('what is read of a kernel', () => {
  const request = { op: 'plug', response: 'ACK' } as const;

  it('merges requests that are neighbours of one size', () => {
    const asked = [
      { ...request, first: 0, count: 64 },
      { ...request, first: 64, count: 64 },
      { ...request, first: 128, count: 46 },
    ];
    expect(mergeRequests(asked)).toEqual([
      { ...request, first: 0, count: 128, chunk: 64, order: 'ascending' },
      { ...request, first: 128, count: 46, chunk: 46, order: 'single' },
    ]);
    const down = [5, 4, 3].map((first) => ({ op: 'unplug', response: 'ACK', first, count: 1 }) as const);
    expect(mergeRequests(down)).toEqual([
      { op: 'unplug', response: 'ACK', first: 3, count: 3, chunk: 1, order: 'descending' },
    ]);
  });

  it('writes pages in runs', () => {
    const page = { type: 'buddy', count: 0, order: 0, dirty: false, lru: false, reserved: false, hwpoison: false };
    const pages = [page, page, { ...page, type: 'offline', count: 1, dirty: true }, { ...page, hwpoison: true }];
    expect(runsOf(pages)).toEqual([
      [2, 'buddy', 0],
      [1, 'offline', 1, 'dirty'],
      [1, 'buddy+hwpoison', 0],
    ]);
    expect(runsOf([{ ...page, type: 'mapped' }])).toEqual([[1, 'uninitialized', 0]]);
  });

  it("reads the zones of the device's node, and a count below zero", () => {
    const zone = (node: number, name: string, managed: string) =>
      `Node ${node}, zone ${name}\n  pages free 1\n        spanned  4\n        present  3\n        managed  ${managed}\n`;
    const text = zone(0, 'Normal', '9') + zone(1, 'Normal', '2') + zone(1, 'Movable', '18446744073709551615');
    expect(readZones(text)).toEqual({
      Normal: { spanned: 4, present: 3, managed: 2 },
      Movable: { spanned: 4, present: 3, managed: -1 },
    });
  });
});
