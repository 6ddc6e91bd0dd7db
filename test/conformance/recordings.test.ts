/** The model held against recordings of real kernels: each fixture is explained, by the differences that it is known for. */

import { describe, expect, it } from 'vitest';
import { conformRecording, readRecording, tellResult } from '../../src/conformance/index.js';
import { tell } from '../reporter/facts.js';
import { FIXTURES, fixture, fixtureFiles } from './fixtures.js';

/** Differences that a fixture shows; those not named here show none. */
const DIFFERENCES_SHOWN: Readonly<Record<string, readonly string[]>> = {
  '6.12/trace-6.jsonl': ['notifications-around-the-lock'],
  '6.1/trace-5.jsonl': ['kernel-pages-in-zone-normal'],
  '7.3/trace-4.jsonl': ['kernel-pages-in-zone-normal'],
  '7.3/trace-5.jsonl': ['kernel-pages-in-zone-normal'],
  '7.3/walk-07.jsonl': ['kernel-pages-in-zone-normal'],
};

describe('every fixture', () => {
  const names = fixtureFiles().map((file) => file.slice(FIXTURES.length + 1));

  it('is of some kernel series', () => {
    expect(new Set(names.map((name) => name.split('/')[0]))).toEqual(new Set(['5.10', '6.1', '6.12', '6.17', '7.3']));
  });

  it.for(names)('%s is explained by design D on its kernel', (name, context) => {
    const recording = readRecording(`${FIXTURES}/${name}`);
    const result = conformRecording(recording);
    expect(result.unexplained, tellResult(result).join('\n')).toBeUndefined();
    expect(result.explained).toHaveLength(result.actions);
    expect(result.differences).toEqual(DIFFERENCES_SHOWN[name] ?? []);
    tell(context, {
      kind: 'recording',
      series: recording.header.series,
      design: 'D',
      actions: result.actions,
      kernelSteps: result.explained.reduce((sum, { kernelSteps }) => sum + kernelSteps, 0),
    });
  });
});

describe('explanations', () => {
  const explanations = (name: string) =>
    conformRecording(fixture(name)).explained.map(({ line, explanation }) => ({ line, explanation }));

  it('tell which notifier vetoed', () => {
    const veto = { line: 5, explanation: ['notifier after the driver: NOTIFY_BAD'] };
    expect(explanations('5.10/trace-3.jsonl')).toContainEqual(veto);
  });

  it('tell that a signal ended an attempt that went round its loop', () => {
    const interrupted = { line: 6, explanation: ['signal_pending: yes'] };
    expect(explanations('6.17/walk-09.jsonl')).toContainEqual(interrupted);
  });

  it('tell what the kernel did for itself in ZONE_NORMAL', () => {
    const [taken] = explanations('7.3/walk-07.jsonl').filter(({ line }) => line === 3);
    expect(taken.explanation).toContain('the kernel takes a page of sub-block 0 of block 32');
  });

  it('tell which sub-block could not be unplugged, and what became of whole blocks', () => {
    const [unplugged] = explanations('6.1/walk-05b.jsonl').filter(({ line }) => line === 5);
    expect(unplugged.explanation).toContain('sub-block 16 of block 32 stays: alloc_contig_range() fails');
    expect(unplugged.explanation).toContain('block 33 unplugged: offline_and_remove_memory() OK');
  });

  it('count the steps of the kernel that are steps of the model', () => {
    const { explained } = conformRecording(fixture('6.1/trace-1.jsonl'));
    expect(explained.map(({ kernelSteps }) => kernelSteps)).toEqual([0, 0, 0, 134]);
  });
});

describe('a kernel is not explained by another version', () => {
  it.each([
    ['5.10/walk-11.jsonl', '6.1', 4],
    ['6.12/walk-11.jsonl', '6.1', 5],
    ['6.1/walk-05b.jsonl', '6.12', 17],
  ] as const)('%s by the switches of %s, from line %d on', (name, series, line) => {
    const recording = fixture(name);
    const other = { ...recording, header: { ...recording.header, series } };
    expect(conformRecording(other).unexplained?.line).toBe(line);
  });
});
