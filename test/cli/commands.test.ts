/** The command as a user runs it: output, JSON, exit status, and what it says when the user is wrong. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageoffline, pageofflineIn } from './run_command.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('check', () => {
  test('exits 0 when everything holds, and prints the table', async () => {
    const { status, stdout, stderr } = await pageoffline('check', '--design', 'D', '--configuration', 'tiny');
    expect(stderr).toBe('');
    expect(stdout).toContain('S5  never in buddy');
    expect(status).toBe(0);
  });

  test('says why a race has fewer lines than steps', async () => {
    const race = ['po1:D:5.8:walkers:search:S5:000001101:tm6nm', '--json'];
    const { steps } = JSON.parse((await pageoffline('replay', ...race)).stdout);
    const { stdout } = await pageoffline('replay', race[0]);
    expect(steps).toHaveLength(9);
    expect(stdout).toContain('\n9 steps; 1 of them only chooses, and has no line of its own.\n');
  });

  test('exits 1 when a property is violated, and draws the race', async () => {
    const { status, stdout } = await pageoffline('check', '--design', 'A', '--property', 'X6');
    expect(stdout).toContain('Design A: X6 "counters right" violated');
    expect(stdout).toContain('^^^^');
    expect(stdout).toMatch(/^Again: pageoffline replay po1:A:5\.8:small:search:X6:/m);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(status).toBe(1);
  });

  test('is coloured only where that is wanted', async () => {
    const args = ['check', '--design', 'D', '--configuration', 'tiny'];
    const inColor = '\u001b[';
    expect((await pageoffline(...args)).stdout).not.toContain(inColor);
    expect((await pageofflineIn({ color: true }, ...args)).stdout).toContain(inColor);
  });

  test('exits 3 when a limit is met, and never says holds', async () => {
    const { status, stdout } = await pageoffline('check', '--design', 'D', '--max-states', '50', '--json');
    const verdicts = cellsIn(stdout).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['not-exhausted']));
    expect(status).toBe(3);
  });

  test('gives one JSON document with every field', async () => {
    const [cell] = cellsIn((await pageoffline('check', '--design', 'A', '--property', 'X6', '--json')).stdout);
    expect(Object.keys(cell).sort()).toEqual(
      [
        ...[
          'configuration',
          'depth',
          'design',
          'kernel',
          'overrides',
          'property',
          'seconds',
          'states',
          'switches',
          'trace',
        ],
        ...['transitions', 'variation', 'verdict', 'wrong'],
      ].sort(),
    );
    expect(cell).toMatchObject({ design: 'A', configuration: 'small', property: 'X6', verdict: 'violated' });
  });

  test('decides liveness when asked to, and draws what goes on for ever', async () => {
    const { status, stdout } = await pageoffline(
      'check',
      '--design',
      'D',
      '--configuration',
      'pcp',
      '--property',
      'L1',
    );
    expect(stdout).toContain('✘ 16+3');
    expect(stdout).toContain('-- then for ever: ---');
    expect(stdout).toContain('assuming that whoever has begun something goes on');
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(status).toBe(1);
  });

  test("takes 'liveness' for all of them, each once, and none of them by default", async () => {
    const tiny = ['check', '--design', 'D', '--configuration', 'tiny', '--json'];
    const ids = async (...more: readonly string[]) =>
      cellsIn((await pageoffline(...tiny, ...more)).stdout).map((each) => each.property);
    expect(await ids('--property', 'L1,liveness')).toEqual(['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'X4']);
    expect((await ids()).filter((id) => String(id).startsWith('L'))).toEqual([]);
  });

  test('lists the steps that no interleaving takes when asked to', async () => {
    const { stdout } = await pageoffline('check', '--design', 'D', '--never-taken');
    expect(stdout).toContain(
      'Steps, or outcomes of steps, that no interleaving takes:\n  sysfs: lock_device_hotplug(0, 0) = block absent',
    );
  });

  test('tells its progress on standard error, where it is seen or kept', async () => {
    const { stdout, stderr } = await pageofflineIn(
      { remarkEvery: 0 },
      ...['check', '--design', 'A', '--configuration', 'reference', '--property', 'S5', '--max-states', '50000'],
    );
    expect(stderr).toMatch(/^(first violations: [\d.]+K states, [\d.]+K? queued\n)+$/);
    expect(stdout).not.toContain('queued');
  });
});

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

function cellsIn(stdout: string): Record<string, unknown>[] {
  const cells: unknown = JSON.parse(stdout);
  if (!Array.isArray(cells)) throw new Error('not a list of cells');
  return cells;
}

describe('replay', () => {
  const saved = () => join(folder, 'race.json');

  test('replays what check kept, to the same violation', async () => {
    await pageoffline('check', '--design', 'A', '--property', 'X6', '--save', saved());
    const { status, stdout } = await pageoffline('replay', saved());
    expect(stdout).toContain('X6 "counters right" violated after step 11');
    expect(status).toBe(1);
  });

  describe('of a lasso', () => {
    const lasso = () => join(folder, 'lasso.json');
    beforeAll(async () => {
      await pageoffline('check', '--design', 'D', '--configuration', 'pcp', '--property', 'L1', '--save', lasso());
    });

    /** What replay says of the kept lasso with a change. */
    function replayed(change: (file: { loop?: number; steps: unknown[] }) => void) {
      const file = JSON.parse(readFileSync(lasso(), 'utf8'));
      change(file);
      const changed = join(folder, 'changed.json');
      writeFileSync(changed, JSON.stringify(file));
      return pageoffline('replay', changed, '--json');
    }

    test('comes to the same violation, with its loop', async () => {
      const { status, stdout } = await pageoffline('replay', lasso());
      expect(stdout).toContain('-- then for ever: ---');
      expect(stdout).toContain('L1 "attempts end" violated after step 16');
      expect(stdout).toContain('assuming that whoever has begun something goes on');
      expect(status).toBe(1);
      const document: unknown = JSON.parse((await pageoffline('replay', lasso(), '--json')).stdout);
      expect(document).toMatchObject({ loop: 16, violations: [{ property: 'L1', afterStep: 16 }] });
    });

    test('does not where the loop does not close, or there is none', async () => {
      const open = await replayed((file) => file.steps.pop());
      expect(JSON.parse(open.stdout)).toMatchObject({ violations: [] });
      expect(open.status).toBe(0);
      const none = await replayed((file) => {
        delete file.loop;
      });
      expect(JSON.parse(none.stdout)).toMatchObject({ violations: [] });
    });

    test('is refused where the loop begins behind the last step', async () => {
      const { status, stderr } = await replayed((file) => {
        file.loop = 20;
      });
      expect(stderr).toContain('loop: one of the 19 steps needed, 20 given');
      expect(status).toBe(2);
    });
  });

  test.each([
    ['not JSON', 'no json', 'not JSON'],
    ['another format', '{"format":"pageoffline-trace/9"}', 'format: '],
  ])('says in one line what is wrong with %s', async (_, text, message) => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, text);
    expectUsage(await pageoffline('replay', path), message);
  });

  test('names the step that is not possible', async () => {
    const trace: unknown = JSON.parse(readFileSync(saved(), 'utf8'));
    const path = join(folder, 'impossible.json');
    const { steps, ...rest } = trace as { steps: unknown[] };
    writeFileSync(path, JSON.stringify({ ...rest, steps: steps.slice(1) }));
    expectUsage(await pageoffline('replay', path), 'step 1, worker');
  });

  test('names a file that does not exist', async () => {
    expectUsage(await pageoffline('replay', join(folder, 'absent.json')), 'ENOENT');
  });
});

describe('simulate', () => {
  const campaign = ['simulate', '--design', 'D', '--seed', 'some words', '--runs', '300', '--property', 'S5'];

  test('exits 1 when a run violates a property, with the same output each time', async () => {
    const [first, second] = [await pageoffline(...campaign), await pageoffline(...campaign)];
    expect(first.stdout).toContain('S5 "never in buddy" violated in');
    expect(first.status).toBe(1);
    expect(second).toEqual(first);
  });

  test('exits 0 when no run does, and says that it is no proof', async () => {
    const { status, stdout } = await pageoffline(...campaign, '--configuration', 'small');
    expect(stdout).toContain('No run violates a property. That is no proof');
    expect(status).toBe(0);
  });

  test('gives each distinct race as JSON, with its proof and a token that replays', async () => {
    const { races, finished, runs } = JSON.parse((await pageoffline(...campaign, '--json')).stdout);
    expect([finished, runs]).toEqual([true, 300]);
    expect(races).toMatchObject([{ property: 'S5', length: 7, certificate: { verdict: 'shortest', atLeast: 7 } }]);
    const [{ token, wrong }] = races;
    const replayed = await pageoffline('replay', token);
    expect(replayed.stdout).toContain(wrong);
    expect(replayed.status).toBe(1);
  });

  test('keeps the shrunk race, which replays', async () => {
    const path = join(folder, 'shrunk.json');
    await pageoffline(...campaign, '--save', path);
    expect((await pageoffline('replay', path)).status).toBe(1);
  });
});

describe('conform', () => {
  const fixture = 'test/fixtures/recordings/7.3';

  test('exits 0 when every recording of a folder is explained', async () => {
    const { status, stdout } = await pageoffline('conform', fixture);
    expect(stdout).toMatch(/(\d+) of \1 recordings explained/);
    expect(status).toBe(0);
  });

  test('exits 1 at the first action that is not explained, with both sides', async () => {
    const [name] = readdirSync(fixture);
    const path = join(folder, 'changed.jsonl');
    writeFileSync(path, readFileSync(join(fixture, name), 'utf8').replaceAll('"errno":0', '"errno":5'));
    const { status, stdout } = await pageoffline('conform', path);
    expect(stdout).toContain('not explained, line ');
    expect(stdout).toMatch(/model: .*\n\s+kernel: /);
    expect(status).toBe(1);
  });

  test.each([
    ['a folder without recordings', () => folder, 'no recordings'],
    ['a path that does not exist', () => join(folder, 'nowhere'), 'ENOENT'],
  ])('exits 2 for %s, and names it once', async (_, path, message) => {
    rmSync(join(folder, 'changed.jsonl'), { force: true });
    const ended = await pageoffline('conform', path());
    expectUsage(ended, message);
    expect(ended.stderr.split(path())).toHaveLength(2);
  });

  test('exits 2 for a file that is no recording, and names it once', async () => {
    const path = join(folder, 'broken.jsonl');
    writeFileSync(path, '{');
    const ended = await pageoffline('conform', path);
    rmSync(path);
    expectUsage(ended, 'line 1: no JSON');
    expect(ended.stderr.split(path)).toHaveLength(2);
  });

  test('sets a file aside that it cannot read, tells of the others, and exits 2', async () => {
    const path = join(folder, 'broken.jsonl');
    writeFileSync(path, '{');
    const { status, stdout, stderr } = await pageoffline('conform', path, 'test/fixtures/recordings/5.10');
    rmSync(path);
    expect(stderr).toMatch(/^error: [^\n]+broken.jsonl, line 1: no JSON[^\n]+\n$/);
    expect(stdout).toMatch(/(\d+) of \1 recordings explained; 1 could not be read\n$/);
    expect(status).toBe(2);
  });

  test('names what it does not know of a recording, and explains the rest', async () => {
    const path = join(folder, 'newer.jsonl');
    const [name] = readdirSync(fixture);
    writeFileSync(path, readFileSync(join(fixture, name), 'utf8').replaceAll('"action":{', '"action":{"why":"drawn",'));
    const { status, stdout } = await pageoffline('conform', path);
    rmSync(path);
    expect(stdout).toMatch(/not read: action\.why, line 2 and \d+ more: no such field is known/);
    expect(status).toBe(0);
  });
});

function expectUsage(run: { status: number | null; stdout: string; stderr: string }, message: string): void {
  expect(run.stderr).toMatch(/^error: [^\n]+\n$/);
  expect(run.stderr).toContain(message);
  expect(run.stdout).toBe('');
  expect(run.status).toBe(2);
}

describe('a wrong command line: one line, exit status 2', () => {
  test.each([
    [['check', '--design', 'Z'], "no design is called 'Z': one of A, A-nohook, B"],
    [['check', '--design', 'D', '--configuration', 'huge'], "no configuration is called 'huge'"],
    [['check', '--design', 'D', '--property', 'S99'], "no property is called 'S99'"],
    [['simulate', '--design', 'D', '--seed', 's', '--property', 'liveness'], 'random runs can only violate invariants'],
    [['check', '--design', 'D', '--kernel', '2.6'], "no kernel is called '2.6'"],
    [['check', '--design', 'D', '--set', 'putHook'], "'putHook' is not a switch: --set name=value"],
    [['check', '--design', 'D', '--set', 'hook=true'], "no switch is called 'hook'"],
    [['check', '--design', 'D', '--set', 'constructor=true'], "no switch is called 'constructor'"],
    [['check', '--design', 'D', '--set', 'freeType=never'], "switch freeType cannot be 'never': one of keep"],
    [['check', '--design', 'D', '--max-states', 'many'], "'many' is not a whole number above 0"],
    [['check', '--design', 'D', '--max-memory', '12'], "'12' is not an amount of memory"],
    [['check', '--design', 'D', '--colour'], "unknown option '--colour'"],
    [['check'], "required option '--design <id>' not specified"],
    [['chekc'], "unknown command 'chekc'"],
  ])('%s', async (args, message) => {
    expectUsage(await pageoffline(...args), message);
  });
});

test('compare --json decides every cell of the chosen designs', async () => {
  const { status, stdout } = await pageoffline(
    'compare',
    '--design',
    'D',
    '--property',
    'D9',
    '--max-states',
    '5000',
    '--json',
  );
  expect(cellsIn(stdout).map(({ variation, verdict }) => [variation, verdict])).toEqual([
    ['no walkers', 'holds'],
    ['walkers', 'not-exhausted'],
    ['RCU walkers', 'not-exhausted'],
  ]);
  expect(status).toBe(3);
});

test('list names designs, kernels, configurations, actors, properties, switches and strategies', async () => {
  const { status, stdout } = await pageoffline('list', '--json');
  expect(Object.keys(JSON.parse(stdout))).toEqual([
    'designs',
    'kernels',
    'configurations',
    'actors',
    'entries',
    'properties',
    'switches',
    'strategies',
  ]);
  expect(status).toBe(0);
});

test('list says of each switch what it can be, who decides it, and what it means', async () => {
  const { stdout } = await pageoffline('list');
  expect(stdout).toContain(
    "frozen                    false, true (design): The driver's pages come from alloc_contig_frozen_range()",
  );
  expect(stdout).toContain('refuseHwpoisonOnline      false, true (kernel): A block with poisoned pages cannot');
});

test.each(['compare', 'check', 'ablate', 'diff', 'claims', 'simulate', 'merge', 'shrink', 'replay', 'conform', 'list'])(
  '%s --help gives an example, and each default once',
  async (command) => {
    const { status, stdout } = await pageoffline(command, '--help');
    expect(stdout).not.toMatch(/\{"|\[object|default:[^)]*\)\s*\(default/);
    expect(stdout).toMatch(/Examples:\n {2}\$ pageoffline /);
    expect(status).toBe(0);
  },
);

test('a search that was asked to stop ends with what it found so far', async () => {
  const controller = new AbortController();
  const { status, stdout } = await pageofflineIn(
    { signal: controller.signal, columns: 80, onOutput: () => controller.abort() },
    ...['check', '--design', 'A', '--configuration', 'reference', '--json'],
  );
  const cells = cellsIn(stdout);
  expect(cells.some(({ verdict }) => verdict === 'not-exhausted')).toBe(true);
  expect(cells.every(({ verdict }) => verdict !== 'holds')).toBe(true);
  expect([1, 3]).toContain(status);
});

test.each([
  ['compare', []],
  ['claims', []],
  ['report', ['-o', '/dev/null']],
])('%s begins no further search when it was asked to stop, and leaves open what is left', async (command, more) => {
  const { status, stdout, stderr } = await pageofflineIn({ signal: AbortSignal.abort() }, command, ...more);
  expect([status, stderr]).toEqual([3, '']);
  expect(stdout).not.toBe('');
});

test.each(['--configuration', '--actors', '--change', '--edit'])(
  'explore %s says what to do instead',
  async (option) => {
    const { status, stderr } = await pageoffline('explore', option, 'any');
    expect(stderr).toMatch(
      /^error: the page has the configurations with names, [^\n]+; check asks any other, and try [^\n]+\n$/,
    );
    expect(status).toBe(2);
  },
);
