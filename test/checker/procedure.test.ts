import { expect, test } from 'vitest';
import { procedure, procedureNamed, procedureNames, withReplacements } from '../../src/checker/procedure.js';
import { atomic, type Process, step } from '../../src/checker/process.js';

interface State {
  readonly n: number;
}

const one = atomic('one', (_: State) => 0);
const two = atomic('two', (_: State) => 0);

const inner = procedure(function* innerOfTest(times: number): Process<State> {
  for (let i = 0; i < times; i++) yield step(one);
});

function* outer(): Process<State> {
  yield step(two);
  yield* inner(2);
}

function requestsOf(process: Process<State>): string[] {
  const names: string[] = [];
  for (let next = process.next(); !next.done; next = process.next(0)) {
    names.push('action' in next.value ? next.value.action.name : next.value.kind);
  }
  return names;
}

test('what takes the place of a procedure is called in its stead, and may call it', () => {
  const original = procedureNamed('innerOfTest') as typeof inner;
  const other = new Map([
    [
      'innerOfTest',
      function* (times: number): Process<State> {
        yield* original(times);
        yield step(two);
      },
    ],
  ]);
  expect(procedureNames()).toContain('innerOfTest');
  expect(requestsOf(outer())).toEqual(['two', 'one', 'one']);
  expect(requestsOf(withReplacements(other, outer))).toEqual(['two', 'one', 'one', 'two']);
});

test('it is in force in its own process alone, also while another is run between its steps', () => {
  const other = new Map([
    [
      'innerOfTest',
      function* (): Process<State> {
        yield step(two);
      },
    ],
  ]);
  const changed = withReplacements(other, outer);
  changed.next();
  expect(requestsOf(outer())).toEqual(['two', 'one', 'one']);
  expect(requestsOf(changed)).toEqual(['two']);
});

test('a procedure has its name to itself, but for one that is declared again as it was', () => {
  const declare = () =>
    procedure(function* twiceOfTest(): Process<State> {
      yield step(one);
    });
  declare();
  expect(declare).not.toThrow();
  expect(() => procedure(function* twiceOfTest(): Process<State> {})).toThrow('two procedures are called twiceOfTest');
});
