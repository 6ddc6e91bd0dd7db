/** The answer and the tour, as the page has them without a report. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { KeptAnswer } from '../../src/report/kept_answer.js';
import { sentencesOf, textOf } from '../../src/report/sentences.js';
import { toldApart } from '../../src/report/told_apart.js';
import { quotesOf, raceOf, STOPS } from '../../src/report/tour.js';
import { hashOf } from '../../web/route.js';
import { accessFaults, BROWSER, browserForTests, isTooWide, type Look } from './browser.js';

const ANSWER: KeptAnswer = JSON.parse(readFileSync('docs/answer.json', 'utf8'));
const RACES = JSON.parse(readFileSync('docs/tour.json', 'utf8'));
const url = pathToFileURL(resolve('dist/web/index.html')).href;
const [{ design, kernel, sets, races }] = ANSWER.designs.filter(({ factors = [] }) => factors.length > 1);

describe.skipIf(BROWSER === undefined)('the answer in a browser', () => {
  const openPage = browserForTests();

  const open = (hash: string, look?: Look): Promise<Page> => openPage(url + hash, look);

  test('the page begins with the sentences', async () => {
    const page = await open('');
    const shown = await page.locator('.sentences li').allInnerTexts();
    expect(shown).toEqual(sentencesOf(ANSWER.designs).map(({ spans }) => textOf(spans)));
    expect(await page.locator('.answer .apart').innerText()).toBe(toldApart(ANSWER.designs));
  });

  test('each part of a sentence opens what it rests on', async () => {
    const page = await open('');
    const sentence = page.locator('.sentences li', { has: page.getByRole('link', { name: design, exact: true }) });
    const hrefs = await sentence.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    for (const href of hrefs) {
      await page.goto(url + href);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(`Design ${design}`);
      const isPart = href?.includes('part=') === true;
      expect(await page.locator('.claim').count(), href ?? '').toBe(isPart ? 1 : 0);
      expect(await page.locator(isPart ? '.claim .proof, .claim .fall' : '.proof').count()).toBeGreaterThan(0);
    }
  });

  test('an assumption leads to the race that comes back without it', async () => {
    const [{ id, race }] = sets[0].parts;
    const { property, steps, wrong } = races[race];
    const page = await open(hashOf({ view: 'answer', design, part: id }));
    await page
      .locator('.claim')
      .getByRole('link', { name: `${property} in ${steps} steps` })
      .first()
      .click();
    expect(await page.locator('.lanes .wrong').innerText()).toBe(`✘ ${wrong}`);
    expect(await page.getByText(`So it goes without ${id}`).count()).toBe(1);
    await page.keyboard.press('k');
    expect(new URL(page.url()).hash).toBe(hashOf({ view: 'answer-race', design, kernel, race, step: steps - 1 }));
  });

  test('the tour has every stop with its quotes and its race, and a title opens the stop', async () => {
    const page = await open('#tour');
    expect(await page.locator('.stop').count()).toBe(STOPS.length);
    expect(await page.locator('.stop .lanes .wrong').allInnerTexts()).toEqual(
      STOPS.map((stop) => `✘ ${raceOf(stop, RACES).wrong}`),
    );
    expect(await page.locator('.stop blockquote').count()).toBe(STOPS.flatMap(quotesOf).length);
    await page.getByRole('link', { name: STOPS[1].title }).click();
    await page.keyboard.press('j');
    expect(new URL(page.url()).hash).toBe(`#tour=${STOPS[1].id}&step=1`);
    await page.getByRole('link', { name: /^Next/ }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(STOPS[2].title);
  });

  test('on paper the tour is arguments and races, with nothing to press', async () => {
    const page = await open(`#tour=${STOPS[0].id}`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.stepper .controls').isVisible()).toBe(false);
    expect(await page.locator('.lanes').isVisible()).toBe(true);
  });

  test('a bad link says what is wrong with it', async () => {
    const page = await open('#tour=nowhere');
    expect(await page.getByRole('alert').innerText()).toContain("the tour has no stop 'nowhere'");
    await page.goto(`${url}#answer-race?design=${design}&kernel=${kernel}&race=999`);
    expect(await page.getByRole('alert').innerText()).toContain('the answer has no race 999');
  });

  test.each<Look>([{ scheme: 'light' }, { scheme: 'dark', width: 400 }])(
    'nothing keeps anybody out: %o',
    async (look) => {
      const page = await open('', look);
      for (const hash of ['', `#answer?design=${design}&part=proofs`, '#tour', `#tour=${STOPS[1].id}&beside=A`]) {
        await page.goto(url + hash);
        expect(await accessFaults(page), hash).toEqual([]);
        expect(await isTooWide(page), hash).toBe(false);
      }
    },
  );
});
