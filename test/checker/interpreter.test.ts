/** The interpreter: one process by itself, with decided choices, bounded loops, and every step told. */

import { describe, expect, it } from 'vitest';
import { interpret, type Performed } from '../../src/checker/interpreter.js';
import {
  atomic,
  BLOCKED,
  choose,
  ignoreOutcome,
  type Process,
  retryPoint,
  select,
  step,
  waitUntil,
} from '../../src/checker/process.js';

interface Counter {
  value: number;
}

const add = atomic('add', ['even', 'odd'], (state: Counter, by: number) => {
  state.value += by;
  return state.value % 2;
});

const whenPositive = atomic('when positive', (state: Counter) => (state.value > 0 ? 0 : BLOCKED));

const first = () => 0;

function run<R>(process: Process<Counter, R>, value = 0, decide: (name: string) => number = first) {
  const state = { value };
  const performed: Performed[] = [];
  const result = interpret(process, { state, decide, observe: (each) => performed.push(each) });
  return { result, state, performed };
}

describe('interpret', () => {
  it('performs steps on the state, tells them, and gives the result', () => {
    const { result, state, performed } = run(
      (function* (): Process<Counter, number> {
        const odd = yield step(add, 3);
        return (yield step(add, odd)) + 10;
      })(),
    );
    expect(result).toEqual({ ended: 'returned', value: 10 });
    expect(state.value).toBe(4);
    expect(performed).toEqual([
      { kind: 'step', action: 'add', args: [3], outcome: 'odd' },
      { kind: 'step', action: 'add', args: [1], outcome: 'even' },
    ]);
  });

  it('asks for every choice, and tells the option', () => {
    const { result, performed } = run(
      (function* (): Process<Counter, number> {
        return 2 * (yield choose('a', ['no', 'yes'])) + (yield select('b', ['left', 'right']));
      })(),
      0,
      (name) => (name === 'a' ? 1 : 0),
    );
    expect(result).toEqual({ ended: 'returned', value: 2 });
    expect(performed).toEqual([
      { kind: 'choice', name: 'a', taken: 1, option: 'yes' },
      { kind: 'choice', name: 'b', taken: 0, option: 'left' },
    ]);
  });

  it('refuses a decision that is no option', () => {
    const choice = (function* (): Process<Counter, number> {
      return yield choose('a', ['no', 'yes']);
    })();
    expect(() => run(choice, 0, () => 2)).toThrow('choice a: no option 2');
  });

  it('keeps an ignored outcome from the process, but tells it', () => {
    const { result, performed } = run(
      (function* (): Process<Counter, number> {
        return yield ignoreOutcome(step(add, 1));
      })(),
    );
    expect(result).toEqual({ ended: 'returned', value: 0 });
    expect(performed).toMatchObject([{ outcome: 'odd' }]);
  });

  it('goes on after a wait that is over, and tells one that is not', () => {
    const waiting = function* (): Process<Counter, string> {
      yield waitUntil(whenPositive);
      return 'went on';
    };
    expect(run(waiting(), 1).result).toEqual({ ended: 'returned', value: 'went on' });
    expect(run(waiting(), 0).result).toEqual({ ended: 'blocked', at: 'when positive()' });
  });

  it('gives up on a loop that passes the same retry point for ever, but not on one that counts', () => {
    const counting = function* (to: number, name: (i: number) => number): Process<Counter, number> {
      for (let i = 0; i < to; i++) yield retryPoint('loop', name(i));
      return to;
    };
    expect(run(counting(1_000, (i) => i)).result).toEqual({ ended: 'returned', value: 1_000 });
    expect(run(counting(1_000, () => 7)).result).toEqual({ ended: 'endless', at: 'loop(7)' });
  });
});
