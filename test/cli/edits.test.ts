/** `--edit`: single steps of the model changed from the command line. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pageoffline } from './run_command.js';

const TINY = ['--design', 'D', '--configuration', 'tiny'];
const EDIT = ['--edit', 'leave out page_ref_inc in sysfs'];

describe('an edit', () => {
  test('makes a property fall, and every output says that the model was changed', async () => {
    const { status, stdout } = await pageoffline('check', ...TINY, ...EDIT, '--property', 'X2');
    expect(stdout).toMatch(
      /^Linux 5\.8, changed: leave out page_ref_inc in sysfs \([0-9a-f]{12}\), configuration tiny$/m,
    );
    expect(stdout).toContain('Design D: X2 "count restored" violated');
    expect(status).toBe(1);
  });

  test('is found again by a token in the same process', async () => {
    const { stdout } = await pageoffline('check', ...TINY, ...EDIT, '--property', 'X2');
    const [token = ''] = /po1:\S+/.exec(stdout) ?? [];
    expect((await pageoffline('replay', token)).status).toBe(1);
  });

  test('is made in worker threads too', async () => {
    const { stdout } = await pageoffline('compare', ...TINY, ...EDIT, '--property', 'X2', '--jobs', '1', '--json');
    const [{ verdict }] = JSON.parse(stdout);
    expect(verdict).toBe('violated');
  });

  test('is found out by random runs', async () => {
    const options = ['--seed', 'edit', '--runs', '50', '--property', 'X2', '--json'];
    const { status, stdout } = await pageoffline('simulate', ...TINY, ...EDIT, ...options);
    expect(stdout).toContain('leave out page_ref_inc in sysfs');
    expect(status).toBe(1);
  });
});

test.each([
  ['leave out page_ref_ink', "--edit: no action is called 'page_ref_ink': one of"],
  [
    'leave out page_ref_inc in walker',
    'no walker does page_ref_inc in configuration tiny: there are page_ref_inc(0) in sysfs',
  ],
  [
    'leave out page_ref_inc(7)',
    'nobody does page_ref_inc(7) in configuration tiny: there are page_ref_inc(0) in sysfs',
  ],
  ['leave out get_page', "no action is called 'get_page'"],
  ['leave out TestSetPageHWPoison', 'nobody does TestSetPageHWPoison in configuration tiny'],
  ['let page_ref_inc say raised', '"let page_ref_inc say raised" changes nothing in configuration tiny'],
  [
    'do lock_device_hotplug(0) on 0',
    'changes nothing in configuration tiny: what it says of lock_device_hotplug is so',
  ],
  ['put off lock_device_hotplug until page_ref_inc', 'lock_device_hotplug cannot be put off'],
  ['let page_ref_inc lose plugged', 'the changed model: field plugged is ghost state'],
])('%s: one line, exit status 2', async (sentence, message) => {
  const { status, stdout, stderr } = await pageoffline('check', ...TINY, '--edit', sentence);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});

test.each([
  ['--against', 'D'],
  ['--property', 'X2'],
])('what a step always says need not be said: one line, exit status 2, with %s too', async (...options) => {
  const edit = ['--edit', 'let virtio_mem_sbm_notify_going_online say NOTIFY_OK'];
  const place = ['--design', 'D', '--kernel', '7.3', '--configuration', 'small'];
  const { status, stdout, stderr } = await pageoffline('check', ...place, ...edit, ...options);
  expect(stderr).toMatch(/^error: "let .* NOTIFY_OK" changes nothing in configuration small: [^\n]+\n$/);
  expect([status, stdout]).toEqual([2, '']);
});

test('the document says how a notifier accepts where it should refuse: what holds there falls', async () => {
  const document = readFileSync('docs/edits.md', 'utf8');
  const [, line = ''] = /<!-- accepts where it should refuse -->\n```\npageoffline (.*)\n```/.exec(document) ?? [];
  const words = [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
  const { status, stdout } = await pageoffline(...words);
  expect(stdout).toContain('Here 1 property falls that holds there');
  expect(stdout).toContain('page_ref_freeze(page 0) /* -EBUSY: referenced */ ----');
  expect(status).toBe(1);
});
