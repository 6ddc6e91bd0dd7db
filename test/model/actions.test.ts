/** What actions declare of themselves: where the kernel does them, and how a race shows them. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { declaredActions, type KernelAction } from '../../src/model/atomic.js';
import '../../src/model/modules.js';
import '../../src/model/mm/gup.js';

const ACTIONS = declaredActions();

/** Where it lies, unless it is a function itself. */
const lies = ({ name, in: where }: KernelAction): string => `${name} in ${where}`;

describe('an action', () => {
  test('lies in a function of the kernel, which it names, or in none, which it says', () => {
    expect(ACTIONS.filter((action) => !/^\w+$/.test(action.in)).map(lies)).toEqual([]);
    const nowhere = ACTIONS.filter((action) => action.in === 'environment' || action.in === 'patch').map(lies);
    expect(new Set(nowhere)).toEqual(
      new Set(['__ClearPageOfflineSkippable in patch', 'put_offline_page in patch', 'machine_check in environment']),
    );
  });

  test('reads in a race as others of its name with as many arguments do', () => {
    const kinds = ({ on, shown }: KernelAction) => shown.arguments ?? on.filter((kind) => !/process|value/.test(kind));
    const forms = new Map<string, Set<string>>();
    for (const action of ACTIONS) {
      const key = `${action.name}, ${action.on.length} arguments`;
      const form = JSON.stringify([kinds(action), action.shown.bare === true]);
      forms.set(key, (forms.get(key) ?? new Set()).add(form));
    }
    expect([...forms].filter(([, { size }]) => size > 1)).toEqual([]);
  });

  test('shows an outcome as others of its name do that have the outcome', () => {
    const forms = new Map<string, Set<string>>();
    for (const { name, on, outcomes, shown } of ACTIONS) {
      for (const outcome of outcomes) {
        const key = `${name}, ${on.length} arguments: ${outcome}`;
        forms.set(key, (forms.get(key) ?? new Set()).add(shown.outcome ?? 'value'));
      }
    }
    // An action with one outcome shows nothing of it.
    expect([...forms].filter(([key, { size }]) => size > 1 && !key.endsWith(': done'))).toEqual([]);
  });

  test('is known once its file is loaded, as every file is here', () => {
    const sources = readdirSync('src/model', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const declarations = sources
      .filter((path) => path !== 'atomic.ts')
      .flatMap((path) => [...readFileSync(join('src/model', path), 'utf8').matchAll(/\batomic\(/g)]);
    expect(ACTIONS).toHaveLength(declarations.length);
  });

  test('has no two outcomes of one name', () => {
    const doubled = ACTIONS.filter(({ outcomes }) => new Set(outcomes).size < outcomes.length);
    expect(doubled.map(({ name }) => name)).toEqual([]);
  });
});

/** Code of the model that compares what a `yield` gave with a number, or takes it for true or false. */
function unnamedOutcomes(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const given = [...code.matchAll(/(?:const|let) (\w+)(?:: \w+)? =\s+yield(?!\*)/g)].map(([, name]) => name);
  const compared = /\(yield\b(?!\*)[^;{]*?\)\s*[!=<>]==?\s*-?\d+/g;
  const names =
    given.length === 0 ? [] : code.match(new RegExp(`\\b(?:${given.join('|')})\\s*[!=<>]==?\\s*-?\\d+`, 'g'));
  return [...(code.match(compared) ?? []), ...(names ?? []), ...(code.match(/(?:if|while) \(!?yield (?!\*).*/g) ?? [])];
}

describe('an outcome has a name where it is tested', () => {
  test('in the model', () => {
    const sources = readdirSync('src/model', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const found = sources.flatMap((path) =>
      unnamedOutcomes(readFileSync(join('src/model', path), 'utf8')).map((code) => `${path}: ${code}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    'if ((yield step(allocPage, page, user)) === 0) return;',
    'return (yield step(\n  allocPage, page)) !== 1;',
    'const got = yield step(allocPage, page);\n if (got === 2) return;',
    'if (yield step(allocPage, page)) return;',
  ])('and not here: %s', (code) => {
    expect(unnamedOutcomes(code)).not.toEqual([]);
  });
});
