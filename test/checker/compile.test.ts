/** From generators to automata: what the smallest automaton is, what fuses with what, and which processes are refused. */

import { describe, expect, it } from 'vitest';
import { type Automaton, branchLabel } from '../../src/checker/automaton.js';
import { compile } from '../../src/checker/compile.js';
import {
  atomic,
  BLOCKED,
  choose,
  idleUntil,
  ignoreOutcome,
  type Process,
  retryPoint,
  select,
  step,
  waitUntil,
} from '../../src/checker/process.js';

type None = Record<string, never>;
type Run = () => Process<None>;

const a = atomic('a', (_: None) => {});
const b = atomic('b', (_: None) => {});
const c = atomic('c', (_: None) => {});
const at = atomic('at', (_s: None, _i: number) => {});
const test = atomic('test', ['no', 'yes'], (_: None) => false);
const lock = atomic('lock', (_: None) => BLOCKED);
const unlock = atomic('unlock', (_: None) => {});

/** The automaton as text: for each location its branches, each with its kind and the locations after it. */
function shape<S>(automaton: Automaton<S>): string[][] {
  return automaton.locations.map(({ branches }) =>
    branches.map((branch) => `${branch.kind} ${branchLabel(branch)} -> ${branch.targets.join(' ')}`),
  );
}

const compiled = (run: Run) => shape(compile('p', run));

describe('a correct process', () => {
  it('without requests has one location, its end', () => {
    expect(compiled(function* () {})).toEqual([[]]);
  });

  it('goes from action to action and ends', () => {
    const run: Run = function* () {
      yield step(a);
      yield waitUntil(lock);
      yield idleUntil(b);
    };
    expect(compiled(run)).toEqual([['step a() -> 1'], ['wait lock() -> 2'], ['idle b() -> 3'], []]);
  });

  it('follows each outcome of an action', () => {
    const run: Run = function* () {
      if ((yield step(test)) === 1) yield step(a);
      else yield step(b);
      yield step(c);
    };
    expect(compiled(run)).toEqual([
      ['step test() -> 1 2'],
      ['step b() -> 3'],
      ['step a() -> 3'],
      ['step c() -> 4'],
      [],
    ]);
  });

  it('may call sub-procedures with yield*, which take arguments and return results', () => {
    function* inner(i: number): Process<None, boolean> {
      yield step(at, i);
      return (yield step(test)) === 1;
    }
    function* outer(): Process<None, number> {
      for (let i = 0; i < 2; i++) if (yield* inner(i)) return i;
      return -1;
    }
    const run: Run = function* () {
      yield step(at, 10 + (yield* outer()));
    };
    expect(compiled(run)).toEqual([
      ['step at(0) -> 1'],
      ['step test() -> 2 3'],
      ['step at(1) -> 4'],
      ['step at(10) -> 5'],
      ['step test() -> 6 7'],
      [],
      ['step at(9) -> 5'],
      ['step at(11) -> 5'],
    ]);
  });

  it('may loop for ever through a retry point', () => {
    const run: Run = function* () {
      for (;;) {
        yield retryPoint('loop');
        if ((yield step(test)) === 0) continue;
        yield step(a);
      }
    };
    expect(compiled(run)).toEqual([['step test() -> 0 1'], ['step a() -> 0']]);
  });

  it('may carry locals through a retry point that names them', () => {
    const run: Run = function* () {
      let failures = 0;
      while (failures < 3) {
        yield retryPoint('loop', failures);
        if ((yield step(test)) === 0) failures++;
        else failures = 0;
      }
    };
    expect(compiled(run)).toEqual([['step test() -> 1 0'], ['step test() -> 2 0'], ['step test() -> 3 0'], []]);
  });

  it('may have a local that nothing depends on', () => {
    const run: Run = function* () {
      for (let rounds = 0; ; rounds++) {
        yield retryPoint('loop');
        yield step(a);
        if (rounds < 0) yield step(b);
      }
    };
    expect(compiled(run)).toEqual([['step a() -> 0']]);
  });
});

describe('the automaton is minimal', () => {
  it('locations reached in different ways are one when what follows is equal', () => {
    const run: Run = function* () {
      const first = yield step(test);
      const second = yield step(test);
      if (first + second === 1) yield step(a);
    };
    expect(compiled(run)).toEqual([
      ['step test() -> 1 2'],
      ['step test() -> 3 4'],
      ['step test() -> 4 3'],
      [],
      ['step a() -> 3'],
    ]);
  });

  it('an outcome that the process does not use makes no difference', () => {
    const run: Run = function* () {
      yield step(test);
      yield step(a);
    };
    expect(compiled(run)).toEqual([['step test() -> 1 1'], ['step a() -> 2'], []]);
  });

  it('an unrolled loop folds up when its rounds are equal', () => {
    const run: Run = function* () {
      for (let parity = 0; ; parity = 1 - parity) {
        yield retryPoint('loop', parity);
        yield step(a);
      }
    };
    expect(compiled(run)).toEqual([['step a() -> 0']]);
  });

  it('two actions of one name are different actions', () => {
    const otherA = atomic('a', (_: None) => {});
    const run: Run = function* () {
      if ((yield step(test)) === 1) yield step(a);
      else yield step(otherA);
    };
    expect(compile('p', run).locations).toHaveLength(4);
  });

  it('a step and a wait for the same action differ', () => {
    const run: Run = function* () {
      if ((yield step(test)) === 1) yield step(a);
      else yield waitUntil(a);
    };
    expect(compile('p', run).locations).toHaveLength(4);
  });
});

describe('choose', () => {
  it('fuses with the steps that its options lead to', () => {
    const run: Run = function* () {
      if ((yield choose('way', ['left', 'right'])) === 0) yield step(a);
      else yield step(b);
    };
    expect(compiled(run)).toEqual([['step [way: left] a() -> 1', 'step [way: right] b() -> 1'], []]);
  });

  it('fuses with a choice that follows it', () => {
    const run: Run = function* () {
      const both = (yield choose('first', ['0', '1'])) + (yield choose('second', ['0', '1']));
      yield step(at, both);
    };
    expect(compiled(run)[0]).toEqual([
      'step [first: 0] [second: 0] at(0) -> 1',
      'step [first: 0] [second: 1] at(1) -> 1',
      'step [first: 1] [second: 0] at(1) -> 1',
      'step [first: 1] [second: 1] at(2) -> 1',
    ]);
  });

  it('stays apart from a wait, so that the process is seen waiting for what it chose', () => {
    const run: Run = function* () {
      if ((yield choose('way', ['left', 'right'])) === 0) yield waitUntil(lock);
      else yield idleUntil(unlock);
    };
    expect(compiled(run)).toEqual([
      ['local [way: left] -> 1', 'local [way: right] -> 2'],
      ['wait lock() -> 3'],
      ['idle unlock() -> 3'],
      [],
    ]);
  });

  it('stays apart from the end of the process', () => {
    const run: Run = function* () {
      if ((yield choose('more', ['no', 'yes'])) === 1) yield step(a);
    };
    expect(compiled(run)).toEqual([['local [more: no] -> 1', 'step [more: yes] a() -> 1'], []]);
  });

  it('stays apart from a select that may wait, whose options all stay open', () => {
    const run: Run = function* () {
      yield choose('first', ['only']);
      if ((yield select('then', ['lock', 'unlock'])) === 0) yield waitUntil(lock);
      else yield waitUntil(unlock);
    };
    expect(compiled(run)).toEqual([
      ['local [first: only] -> 1'],
      ['wait [then: lock] lock() -> 2', 'wait [then: unlock] unlock() -> 2'],
      [],
    ]);
  });

  it('fuses with a select that cannot wait', () => {
    const run: Run = function* () {
      yield choose('first', ['only']);
      if ((yield select('then', ['a', 'b'])) === 0) yield step(a);
      else yield step(b);
    };
    expect(compiled(run)[0]).toEqual([
      'step [first: only] [then: a] a() -> 1',
      'step [first: only] [then: b] b() -> 1',
    ]);
  });
});

describe('select', () => {
  it('fuses with the waits that its options lead to, so that a blocked option is not taken', () => {
    const run: Run = function* () {
      for (;;) {
        yield retryPoint('loop');
        const taken = yield select('way', ['lock', 'idle', 'step']);
        if (taken === 0) yield waitUntil(lock);
        else if (taken === 1) yield idleUntil(unlock);
        else yield step(a);
      }
    };
    expect(compiled(run)).toEqual([
      ['wait [way: lock] lock() -> 0', 'idle [way: idle] unlock() -> 0', 'step [way: step] a() -> 0'],
    ]);
  });

  it('before a choose before a wait stays apart from the wait only', () => {
    const run: Run = function* () {
      yield select('first', ['only']);
      if ((yield choose('then', ['lock', 'a'])) === 0) yield waitUntil(lock);
      else yield step(a);
    };
    expect(compiled(run)).toEqual([
      ['local [first: only] [then: lock] -> 1', 'step [first: only] [then: a] a() -> 2'],
      ['wait lock() -> 2'],
      [],
    ]);
  });
});

describe('ignoreOutcome', () => {
  it('gives the process 0, and one continuation whatever the outcome', () => {
    const told: number[] = [];
    const run: Run = function* () {
      told.push(yield ignoreOutcome(step(test)));
      yield step(a);
    };
    expect(compiled(run)).toEqual([['step test() -> 1 1'], ['step a() -> 2'], []]);
    expect(new Set(told)).toEqual(new Set([0]));
  });

  it('keeps the work small where following each outcome would double it again and again', () => {
    const run: Run = function* () {
      for (let i = 0; i < 60; i++) yield ignoreOutcome(step(test));
    };
    expect(compile('p', run).locations).toHaveLength(61);
  });
});

describe('refused', () => {
  it('a loop without a retry point', () => {
    const run: Run = function* () {
      for (;;) if ((yield step(test)) === 1) yield step(a);
    };
    expect(() => compile('looper', run)).toThrow(
      /^process looper: unbounded loop without a retry point.*it repeats test\(\)(, a\(\))?: add a retryPoint/,
    );
  });

  it('a loop without a retry point that only some outcomes go round', () => {
    const run: Run = function* () {
      while ((yield step(test)) === 1) yield step(a);
    };
    expect(() => compile('looper', run)).toThrow(/^process looper: unbounded loop without a retry point.*test\(\)/);
  });

  it('a loop without a step', () => {
    const run: Run = function* () {
      for (;;) yield retryPoint('spin', 7);
    };
    expect(() => compile('spinner', run)).toThrow('process spinner: retry point spin(7) loops without a step');
  });

  it('a loop of nothing but choices', () => {
    const run: Run = function* () {
      for (;;) {
        yield retryPoint('spin');
        yield choose('again', ['yes', 'of course']);
      }
    };
    expect(() => compile('spinner', run)).toThrow('process spinner: choice again loops without a step');
  });

  it('a retry point that hides a local, seen at once: both ways are told', () => {
    const run: Run = function* () {
      const first = yield step(test);
      for (;;) {
        yield retryPoint('loop', 5);
        if (first === 1) yield step(a);
        else yield step(b);
      }
    };
    expect(() => compile('hider', run)).toThrow(
      'process hider: retry point loop(5) hides a live local: the process goes on with b() after outcomes 0 0, ' +
        'but with a() after outcomes 1 0; name the local in the retry point',
    );
  });

  it('a retry point that hides a local which shows only at the end of the way', () => {
    const run: Run = function* () {
      const first = yield step(test);
      yield retryPoint('middle');
      yield step(a);
      if (first === 1) yield step(b);
    };
    expect(() => compile('hider', run)).toThrow(
      'retry point middle() hides a live local: the process goes on with the end of the process after outcomes 0 0 0, ' +
        'but with b() after outcomes 1 0 0',
    );
  });

  it('a hidden local that decides an argument, a kind, the options or the number of outcomes', () => {
    const hiding = (request: (first: number) => ReturnType<typeof step<None, []>> | ReturnType<typeof choose>): Run =>
      function* () {
        const first = yield step(test);
        yield retryPoint('middle');
        yield request(first);
      };
    const sameName = atomic('a', ['x', 'y'], (_: None) => 0);
    const message = /hides a live local/;
    expect(() =>
      compile(
        'p',
        hiding((first) => step(first === 0 ? a : sameName)),
      ),
    ).toThrow(message);
    expect(() =>
      compile(
        'p',
        hiding((first) => (first === 0 ? step(a) : waitUntil(a))),
      ),
    ).toThrow(message);
    expect(() =>
      compile(
        'p',
        hiding((first) => choose('c', first === 0 ? ['x', 'y'] : ['x', 'z'])),
      ),
    ).toThrow(message);
    expect(() =>
      compile(
        'p',
        hiding((first) => choose('c', first === 0 ? ['x'] : ['x', 'y'])),
      ),
    ).toThrow(message);
    expect(() =>
      compile(
        'p',
        hiding((first) => (first === 0 ? step(test) : ignoreOutcome(step(test)))),
      ),
    ).toThrow(message);
    const argument: Run = function* () {
      const first = yield step(test);
      yield retryPoint('middle');
      yield step(at, first);
    };
    expect(() => compile('p', argument)).toThrow(message);
  });

  it('a process that makes its actions anew in each run, or does not do the same in each', () => {
    const fresh: Run = function* () {
      yield step(test);
      yield step(atomic('fresh', (_: None) => {}));
    };
    expect(() => compile('p', fresh)).toThrow(
      /^process p: goes on with fresh\(\) after outcomes [01], but did not in another run: declare each action once/,
    );
    let runs = 0;
    const moody: Run = function* () {
      yield step(runs++ < 1 ? a : b);
    };
    expect(() => compile('p', moody)).toThrow(/^process p: goes on with b\(\) after outcomes none, but did not/);
  });

  it('a process that fails', () => {
    const run: Run = function* () {
      if ((yield step(test)) === 1) throw new Error('no idea');
    };
    expect(() => compile('lost', run)).toThrow('process lost: failed after outcomes 1: no idea');
  });

  it('an argument or a local that is no integer, and a choice of nothing', () => {
    const given = (value: number): Run =>
      function* () {
        yield step(withArgument, value);
      };
    const withArgument = atomic('with argument', (_: None, _value: number) => {});
    expect(() => compile('p', given(0.5))).toThrow('process p: with argument is given 0.5, which is no integer');
    expect(() => compile('p', given(Number.NaN))).toThrow('process p: with argument is given NaN');
    const local: Run = function* () {
      yield retryPoint('again', Number.POSITIVE_INFINITY);
    };
    expect(() => compile('p', local)).toThrow('process p: again is given Infinity, which is no integer');
    const nothing: Run = function* () {
      yield choose('way', []);
    };
    expect(() => compile('p', nothing)).toThrow('process p: choose way has no options');
  });

  it('a hidden counter that shows only after several rounds', () => {
    const run: Run = function* () {
      let failures = 0;
      for (;;) {
        yield retryPoint('try');
        if ((yield step(test)) === 0) failures++;
        if (failures === 5) return;
      }
    };
    expect(() => compile('counter', run)).toThrow(
      /^process counter: retry point try\(\) hides a live local: after \d+ outcomes the process goes on with the end of the process, .*last outcomes: [01 ]+\); name the local/,
    );
  });

  it('a hidden counter of failures in a row', () => {
    const run: Run = function* () {
      for (let inRow = 0; ; ) {
        yield retryPoint('try');
        inRow = (yield step(test)) === 0 ? inRow + 1 : 0;
        if (inRow === 5) yield step(a);
      }
    };
    expect(() => compile('counter', run)).toThrow(/retry point try\(\) hides a live local.*goes on with a\(\)/);
  });

  it('a hidden counter in a process that may end in each round', () => {
    const run: Run = function* () {
      for (let rounds = 1; ; rounds++) {
        yield retryPoint('try');
        if ((yield step(test)) === 0) return;
        if (rounds === 5) yield step(a);
      }
    };
    expect(() => compile('counter', run)).toThrow(/retry point try\(\) hides a live local.*goes on with a\(\)/);
  });

  it('a hidden counter that changes only the options of a last choice', () => {
    const run: Run = function* () {
      for (let rounds = 1; ; rounds++) {
        yield retryPoint('try');
        yield step(a);
        if ((yield choose('end', rounds < 4 ? ['no', 'yes'] : ['no', 'at last'])) === 1) return;
      }
    };
    expect(() => compile('counter', run)).toThrow(/retry point try\(\) hides a live local.*goes on with choose end/);
  });
});
