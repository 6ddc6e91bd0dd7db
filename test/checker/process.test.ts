/** Requests and actions as a process writes them. */

import { describe, expect, it } from 'vitest';
import {
  atomic,
  choose,
  idleUntil,
  ignoreOutcome,
  retryPoint,
  select,
  step,
  waitUntil,
} from '../../src/checker/process.js';

const nothing = atomic('nothing', () => {});

describe('atomic', () => {
  it('has one outcome unless told otherwise', () => {
    expect(nothing.outcomes).toEqual(['done']);
    expect(atomic('test', ['no', 'yes'], () => true).outcomes).toEqual(['no', 'yes']);
  });

  it('refuses an action without outcomes', () => {
    expect(() => atomic('odd', [], () => {})).toThrow('action odd: outcomes and a function are needed');
  });
});

describe('requests', () => {
  it('name the action, how it is asked for, and its arguments', () => {
    const add = atomic('add', (_state: unknown, _a: number, _b: number) => {});
    expect(step(add, 1, 2)).toEqual({ kind: 'step', action: add, args: [1, 2] });
    expect(waitUntil(nothing)).toMatchObject({ kind: 'wait', action: nothing });
    expect(idleUntil(nothing)).toMatchObject({ kind: 'idle', action: nothing });
    expect(choose('side', ['left', 'right'])).toEqual({ kind: 'choose', name: 'side', options: ['left', 'right'] });
    expect(select('side', ['left'])).toMatchObject({ kind: 'select' });
    expect(retryPoint('loop', 3, 4)).toEqual({ kind: 'retry', name: 'loop', locals: [3, 4] });
  });

  it('ignoreOutcome marks an action and leaves a choice as it is', () => {
    expect(ignoreOutcome(step(nothing))).toMatchObject({ action: nothing, outcomeIgnored: true });
    const choice = choose('side', ['left']);
    expect(ignoreOutcome(choice)).toBe(choice);
  });
});
