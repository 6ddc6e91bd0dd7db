/** Any configuration that the model can build is asked from the command line: a named one or a file, and what is otherwise. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configurationOptions } from '../../src/cli/configuration_options.js';
import type { Configuration } from '../../src/model/configuration.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { configurationNamed } from '../named.js';
import { pageoffline } from './run_command.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a command asks with these options, where `small` is usual. */
function asked(...options: readonly string[]): Configuration {
  const command = new Command().exitOverride();
  const configured = configurationOptions(command, 'small');
  command.parse(options, { from: 'user' });
  return configured.of(SMALL);
}

const SMALL = configurationNamed('small');

describe('a configuration with something set otherwise', () => {
  test('has it so, and its name says it', async () => {
    expect(asked('--actors', 'users=1,walkers=late+rcu,kdump', '--no-signals', '--zone', 'normal')).toEqual({
      ...SMALL,
      name: 'small --actors walkers=late+rcu,users=1,kdump --zone normal --no-signals',
      title: 'as small, changed',
      actors: { ...SMALL.actors, users: 1, walkers: ['late', 'rcu'], kdump: true },
      zone: 'normal',
      signals: false,
    });
  });

  test('is the named one where it does not differ', async () => {
    expect(asked('--configuration', 'walkers', '--signals', '--actors', 'walkers=late')).toEqual(
      configurationNamed('walkers'),
    );
  });

  test('turns off what only its denial turns on', async () => {
    expect(asked('--no-reonline').noReonline).toBe(true);
    expect(asked('--no-reonline', '--reonline').noReonline).toBe(false);
  });

  test('has as much memory as is asked, like what is there', async () => {
    const sizes = (...options: readonly string[]) => asked(...options).subBlockPages.map((pages) => pages.length);
    expect(sizes('--configuration', 'two-pages', '--blocks', '2')).toEqual([2, 1, 2, 1]);
    expect(sizes('--sub-blocks', '1', '--pages', '3')).toEqual([3]);
    expect(sizes('--pages', '1,2', '--unplugged', 'none')).toEqual([1, 2]);
  });

  test('is told again in the heading, and by its token', async () => {
    const options = ['--design', 'D', '--property', 'S5', '--configuration', 'tiny', '--actors', 'walkers=late'];
    const { stdout } = await pageoffline('check', ...options);
    expect(stdout).toContain('Linux 5.8, configuration tiny --actors walkers=late');
    const [token] = /po1:\S+/.exec(stdout) ?? [];
    const again = await pageoffline('replay', token ?? '', '--json');
    expect(JSON.parse(again.stdout).scenario.configuration.name).toBe('tiny --actors walkers=late');
  });
});

describe('a configuration in a file', () => {
  test('is that of a trace file, and can be changed', async () => {
    const path = join(folder, 'mine.json');
    writeFileSync(path, JSON.stringify({ ...SMALL, name: 'mine' }));
    expect(asked('--configuration', path)).toEqual({ ...SMALL, name: 'mine' });
    expect(asked('--configuration', path, '--pcp').name).toBe('mine --pcp');
  });

  test.each([
    ['{', 'not JSON'],
    ['{"name":"mine"}', 'title: Invalid input'],
    [JSON.stringify({ ...SMALL, unplugged: [2] }), 'unplugged: there is no sub-block 2'],
  ])('that is wrong is told with its place: %s', async (text, message) => {
    const path = join(folder, 'wrong.json');
    writeFileSync(path, text);
    const { status, stderr } = await pageoffline('check', '--design', 'D', '--configuration', path);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(`${path}: ${message}`);
    expect(status).toBe(2);
  });
});

test.each([
  [['--actors', 'user=1'], "no actor is called 'user': one of sysfs, "],
  [['--actors', 'users=many'], "--actors users: 'many' is not a number"],
  [['--actors', 'users=1=2'], "'users=1=2' is not an actor: such as users=1"],
  [['--actors', 'walkers'], '--actors walkers: which? Some of late, prompt'],
  [['--actors', 'walkers=early'], "--actors walkers: 'early' is not one of late, prompt"],
  [['--actors', 'sysfs=0,worker=false'], 'configuration small: actors: somebody must act'],
  [['--zone', 'dma'], "--zone: 'dma' is not one of movable, normal"],
  [['--veto', 'always'], "--veto: 'always' is not one of beforeDriver, afterDriver"],
  [['--unplugged', '2'], 'configuration small: unplugged: there is no sub-block 2: the last one is 1'],
  [['--unplugged', '0+0'], 'unplugged: sub-block 0 is there twice'],
  [['--blocks', '65'], 'configuration small: blocks: '],
  [['--pages', '1,2,3'], 'subBlockPages: 2 sub-blocks needed, 3 given'],
  [['--big-blocks'], 'in big-block mode a block is one sub-block'],
  [['--configuration', 'huge'], "no configuration is called 'huge': one of tiny, small"],
  [['--configuration', 'nowhere.json'], 'nowhere.json: ENOENT: no such file or directory'],
])('%j is refused in one line', async (options, message) => {
  const { status, stdout, stderr } = await pageoffline('check', '--design', 'D', ...options);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});

test('compare asks in the configuration that is named, or changes each that is usual', async () => {
  const named = async (...options: readonly string[]) => {
    const least = ['--design', 'D', '--property', 'S5', '--max-states', '20', '--jobs', '1', '--json'];
    const { stdout } = await pageoffline('compare', ...least, ...options);
    const cells: { readonly configuration: string }[] = JSON.parse(stdout);
    return cells.map(({ configuration }) => configuration);
  };
  expect(await named('--configuration', 'tiny', '--pcp')).toEqual(['tiny --pcp']);
  expect(await named('--pcp')).toEqual(['quiet --pcp', 'walkers --pcp', 'gup-alone --pcp']);
});

test('every named configuration can be asked by its name', async () => {
  const { stdout } = await pageoffline('list', '--json');
  expect(JSON.parse(stdout).configurations.map(({ name }: Configuration) => name)).toEqual(
    CONFIGURATIONS.map(({ name }) => name),
  );
});

describe('studies of a configuration that is asked', () => {
  const LATE = ['--configuration', 'tiny', '--actors', 'walkers=late', '--no-races'];

  test('explain finds its assumptions there, and drops walkers where none may be assumed', async () => {
    const { stdout, status } = await pageoffline('explain', 'D', ...LATE);
    expect(stdout).toContain('Design D on Linux 5.8, in tiny --actors walkers=late: ');
    expect(stdout).toContain("no reference spans the driver's\ndrop.");
    expect(status).toBe(0);
  });

  test('repair tries its patches there', async () => {
    const { stdout } = await pageoffline('repair', 'B', ...LATE);
    expect(stdout).toContain('repairs B on Linux 5.8, in tiny --actors walkers=late.');
  });

  test('ablate turns fixes off there', async () => {
    // Where is told whatever is found out.
    const few = ['--no-races', '--max-states', '50'];
    const { stdout } = await pageoffline('ablate', '--fix', 'F1', '--design', 'A', ...few, '--pcp');
    expect(stdout).toMatch(/tried: A on Linux 5\.4 and 7\.3, in quiet --pcp;\s+walkers --pcp; rcu-walkers --pcp/);
  });

  test('the document of the answer is of the usual scenes alone', async () => {
    const { status, stderr } = await pageoffline('explain', '--documents', '.', '--pcp');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: --documents [^\n]+\n$/)]);
  });
});
