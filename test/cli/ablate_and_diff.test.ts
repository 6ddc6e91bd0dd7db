/** The commands `ablate` and `diff` as a user runs them: output, JSON, exit status, and what they say when the user is wrong. */

import { describe, expect, test } from 'vitest';
import { pageoffline, widest } from './run_command.js';

describe('ablate', () => {
  const one = ['ablate', '--fix', 'F11', '--design', 'D', '--kernel', '5.8'];

  test('tells what breaks without a fix, and draws the shortest race', async () => {
    const { status, stdout, stderr } = await pageoffline(...one);
    expect(stderr).toBe('');
    expect(stdout).toContain('F11: the online callback keeps back what the bitmap calls unplugged');
    expect(stdout).toMatch(/✘ breaks S5 in \d+ steps/);
    expect(stdout).toMatch(
      /Design D: S5 "never in buddy" violated\n.*\nDesign D on Linux 5\.8, callbackUsesBitmap=false\./,
    );
    expect(stdout).toContain('^^^^');
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(status).toBe(0);
  });

  test('shows what goes on for ever without a fix', async () => {
    const { stdout } = await pageoffline('ablate', '--fix', 'F4', '--design', 'D');
    expect(stdout).toMatch(
      /✘ breaks L1 in \d+ steps and \d+ for ever, L2 in \d+ steps and \d+ for ever: D on Linux 5\.10/,
    );
    expect(stdout).toMatch(
      /Design D: L1 "attempts end", L2 "attempts succeed" violated\n.*\nDesign D on Linux 5\.10, pcp=drainOnce\./,
    );
    expect(stdout).toContain('-- then for ever: ---');
  });

  test('says so when nothing needs a fix, and where none of the designs has it', async () => {
    const { stdout } = await pageoffline('ablate', '--fix', 'F3,F1', '--design', 'D', '--no-races');
    expect(stdout).toContain('Nothing in the model needs it.');
    expect(stdout).toContain('No chosen design has it on the chosen kernel.');
  });

  test('gives one JSON document of cells, each with its fix', async () => {
    const { status, stdout } = await pageoffline(...one, '--property', 'S5,M1', '--json');
    const cells: unknown = JSON.parse(stdout);
    expect(cells).toMatchObject([
      { fix: 'F11', withFix: 'holds', property: 'S5', verdict: 'violated', switches: { callbackUsesBitmap: false } },
      { fix: 'F11', withFix: 'holds', property: 'M1', verdict: 'violated' },
    ]);
    expect(status).toBe(0);
  });

  test('exits 3 when a limit is met before everything is decided', async () => {
    expect((await pageoffline(...one, '--max-states', '50', '--no-races')).status).toBe(3);
  });
});

describe('diff', () => {
  /** Enough without walkers; what a limit leaves open differs from nothing. */
  const options = ['--property', 'X6', '--max-states', '10000'];

  test('names switches with both values, their meaning and who reads them, and draws what differs', async () => {
    const { status, stdout, stderr } = await pageoffline('diff', 'A', 'D', ...options);
    expect(stderr).toBe('');
    expect(stdout).toContain('Designs A and D on Linux 5.8 differ in 7 switches:');
    expect(stdout).toMatch(
      /putHook: true in A, false in D\n {2}`__put_page\(\)`[^:]*\n {2}read by freePage, putPageTestzero/,
    );
    expect(stdout).toContain('Design A, no walkers: X6 "counters right" violated');
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(status).toBe(3);
  });

  test('says so when no verdict differs', async () => {
    expect((await pageoffline('diff', 'D', 'D-hook', ...options)).stdout).toContain('No verdict differs.');
  });

  test('gives one JSON document', async () => {
    const { stdout } = await pageoffline('diff', 'A', 'D', ...options, '--json');
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({
      designs: ['A', 'D'],
      kernel: '5.8',
      switches: [{ name: 'dropAt', values: { A: 'unplug', D: 'going' } }, {}, {}, {}, {}, {}, {}],
      verdicts: [
        { design: 'A', property: 'X6', verdict: 'violated' },
        { design: 'D', property: 'X6', verdict: 'holds' },
      ],
    });
  });
});

describe('a wrong command line: one line, exit status 2', () => {
  test.each([
    [['ablate', '--fix', 'F99'], "no fix is called 'F99': one of F1, F2"],
    [['ablate', '--design', 'Z'], "no design is called 'Z'"],
    [['diff', 'A'], "missing required argument 'other'"],
    [['diff', 'A', 'Z'], "no design is called 'Z'"],
  ])('%s', async (args, message) => {
    const { status, stdout, stderr } = await pageoffline(...args);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

test.each(['ablate', 'diff'])('%s --help gives an example', async (command) => {
  expect((await pageoffline(command, '--help')).stdout).toMatch(/Examples:\n {2}\$ pageoffline /);
});
