/** Takes the pictures of the documents, of a report that is made for them: `npm run docs:screenshots`. Needs Chromium. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const FOLDER = 'docs/screenshots';
const RACE = '#race?design=D&configuration=walkers&property=S5&step=7';

const PICTURES = [
  { name: 'answer', hash: '', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'tour', hash: '#tour', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'beside', hash: `${RACE}&beside=A`, width: 1280, height: 1040, colorScheme: 'light' },
  { name: 'race-narrow', hash: RACE, width: 400, height: 900, colorScheme: 'dark' },
  { name: 'explore-narrow', hash: '#explore?moves=0.0-0.0-0.0', width: 400, height: 900, colorScheme: 'light' },
];

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-'));
const report = join(folder, 'report.html');
execFileSync(process.execPath, ['dist/cli/main.js', 'report', '-o', report], { stdio: 'inherit' });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--font-render-hinting=none'],
});
for (const { name, hash, width, height, colorScheme } of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(pathToFileURL(report).href + hash);
  await page.locator('h1').waitFor();
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
}
await browser.close();
rmSync(folder, { recursive: true });
