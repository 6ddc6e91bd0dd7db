/** A real browser for the tests, where there is one; what goes wrong in its pages is noted. */

import { existsSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const BROWSER = PLACES.find((path) => path !== '' && existsSync(path));

if (BROWSER === undefined) {
  process.stderr.write(
    'Skipped, as there is no Chromium: tests of the page (apt-get install chromium, or CHROMIUM=path)\n',
  );
}

export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** Addresses that it may ask. */
  readonly mayAsk?: readonly string[];
}

/**
 * A browser while the tests of a block run, and what opens a page in it. No page may complain on its console, have an error in a
 * script, or ask anybody for anything but itself and what is named.
 */
export function browserForTests(): (url: string, look?: Look) => Promise<Page> {
  let browser: Browser;
  const faults: string[] = [];

  beforeAll(async () => {
    // In a container the tests run as root, where Chromium has no sandbox.
    browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
    expect(faults).toEqual([]);
  });

  return async (url, { width = 1280, scheme = 'light', mayAsk = [] } = {}) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('request', (request) => {
      const asked = request.url();
      const isOwn = asked.startsWith('blob:') || asked.startsWith('data:') || asked === url.replace(/#.*/, '');
      if (!isOwn && !mayAsk.includes(asked)) faults.push(asked);
    });
    await page.goto(url);
    return page;
  };
}

/** What axe calls serious or critical, one line for each. */
export async function accessFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations }: AxeResults = await page.evaluate('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Whether the page scrolls sideways. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
