/** The errors that docs/checker.md explains, each brought about; and its snippets are those of the tests beside this one. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  atomic,
  BLOCKED,
  type Cells,
  choose,
  compileMutant,
  compileSystem,
  findLasso,
  type Process,
  retryPoint,
  type System,
  search,
  step,
} from '../../../src/checker/index.js';
import { IS_WRITTEN_ANEW } from '../document.js';

const DOCUMENT = 'docs/checker.md';
const HERE = 'test/docs/checker';

interface One {
  readonly cell: Cells;
}

const set = atomic('set', ({ cell }: One, value: number) => {
  cell[0] = value;
});
const look = atomic('look', ['0', '1'], ({ cell }: One) => cell[0]);
const never = atomic('never', () => BLOCKED);
const miscount = atomic('miscount', ['none', 'one'], () => 2);

function systemOf(run: () => Process<One>, more: Partial<System<One>> = {}): System<One> {
  return {
    fields: { cell: { length: 1, max: 1 } },
    bind: ({ cell }) => ({ cell }),
    init: () => {},
    processes: [{ name: 'p', run }],
    ...more,
  };
}

const explored = (run: () => Process<One>, more: Partial<System<One>> = {}) =>
  search(compileSystem(systemOf(run, more)), {});

function* once(): Process<One> {
  yield step(set, 1);
}

/** What each message says, as the document has it, and what brings it about. */
const ERRORS: readonly (readonly [says: string, bring: () => unknown])[] = [
  [
    'without a retry point',
    () =>
      explored(function* () {
        for (;;) yield step(set, 1);
      }),
  ],
  [
    'hides a live local',
    () =>
      explored(function* () {
        const seen = yield step(look);
        yield retryPoint('again');
        yield step(set, seen);
      }),
  ],
  [
    'loops without a step',
    () =>
      explored(function* () {
        for (;;) yield retryPoint('again');
      }),
  ],
  [
    'but did not in another run: declare each action once',
    () =>
      explored(function* () {
        yield step(look);
        yield step(atomic('fresh', () => {}));
      }),
  ],
  [
    'which is no integer',
    () =>
      explored(function* () {
        yield step(set, 0.5);
      }),
  ],
  [
    'has no options',
    () =>
      explored(function* () {
        yield choose('way', []);
      }),
  ],
  [
    'blocked, but was asked for with step',
    () =>
      explored(function* () {
        yield step(never);
      }),
  ],
  [
    'which is no outcome of it',
    () =>
      explored(function* () {
        yield step(miscount);
      }),
  ],
  [
    ', outside 0..1',
    () =>
      explored(function* () {
        yield step(set, 2);
      }),
  ],
  ['two processes are called', () => explored(once, { processes: [0, 1].map(() => ({ name: 'p', run: once })) })],
  [
    'the search is not finished',
    () => {
      const found = search(compileSystem(systemOf(once)), { maxStates: 1 });
      return findLasso(found, { from: () => true, to: () => true, fairness: () => 'weak' });
    },
  ],
  ['the system has no such step', () => compileMutant(systemOf(once), [{ kind: 'skip', action: 'lock' }])],
];

test.each(ERRORS)('says "%s"', (says, bring) => {
  expect(bring).toThrow(says);
});

test('the document explains each of these errors, and no others', () => {
  const rows = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `…(.+?)…` \|/gm)].map(([, says]) => says);
  expect(rows).toEqual(ERRORS.map(([says]) => says));
});

/** What stands between the markers of the tests, by the name of the file and that of the marker, as a reader would write it. */
const SNIPPETS = new Map<string, string>(
  readdirSync(HERE)
    .filter((file) => file !== 'errors.test.ts')
    .flatMap((file) =>
      [...readFileSync(join(HERE, file), 'utf8').matchAll(/^( *)\/\/ \[(\w+)\n([\s\S]*?)^ *\/\/ \]\n/gm)].map(
        ([, indent, name, text]) =>
          [
            `${file.replace('.test.ts', '')} ${name}`,
            text
              .replaceAll(new RegExp(`^${indent}`, 'gm'), '')
              .replace('../../../src/checker/index.js', 'pageoffline/checker'),
          ] as const,
      ),
    ),
);

test('the snippets of the document are those of the tests, each once', () => {
  const block = /<!-- snippet: ([\w ]+) -->\n```ts\n([\s\S]*?)```\n/g;
  const text = readFileSync(DOCUMENT, 'utf8');
  if (IS_WRITTEN_ANEW) {
    const written = text.replaceAll(
      block,
      (_, name: string) => `<!-- snippet: ${name} -->\n\`\`\`ts\n${SNIPPETS.get(name) ?? ''}\`\`\`\n`,
    );
    writeFileSync(DOCUMENT, written);
  }
  const shown = [...readFileSync(DOCUMENT, 'utf8').matchAll(block)].map(([, name, code]) => [name, code] as const);
  expect(new Map(shown)).toEqual(SNIPPETS);
  expect(shown.length).toBe(SNIPPETS.size);
});
