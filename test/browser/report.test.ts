import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeInto } from '../../src/cli/page_file.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import { CLAIMS } from '../../src/properties/claims/index.js';
import { Decision } from '../../src/properties/decide.js';
import { ledgerJobs, ledgerOf } from '../../src/properties/studies/ledger.js';
import { VARIATIONS } from '../../src/properties/studies/variations.js';
import { ledgerReport } from '../../src/report/ledger_report.js';
import { packReport, type Report, type ReportCell, reportCell } from '../../src/report/report_data.js';
import { verdictText } from '../../src/report/verdict_text.js';
import { carry } from '../../src/run/carry.js';
import { Timeline } from '../../src/run/timeline.js';
import { memoryAfter } from '../../web/memory.js';
import { hashOf } from '../../web/route.js';
import { callOrChoices, stepTexts } from '../../web/step_text.js';
import { propertyNamed } from '../named.js';
import { accessFaults, BROWSER, browserForTests, isTooWide, type Look } from './browser.js';

const KERNEL: KernelVersion = '5.8';
const DESIGNS: readonly DesignId[] = ['A', 'D'];
const PROPERTIES = ['S5', 'M1', 'X7'].map(propertyNamed);
/** Cheap to decide, and it passes over design D. */
const CLAIM = CLAIMS.filter(({ id }) => id === 'S13');

const folder = mkdtempSync(join(tmpdir(), 'pageoffline-browser-'));
const url = pathToFileURL(join(folder, 'report.html')).href;

function decided(): Report {
  const cells = VARIATIONS.slice(0, 2).flatMap(({ variation, configuration }) =>
    DESIGNS.flatMap((design) => {
      const decision = new Decision({ design, kernel: KERNEL, configuration, overrides: {} }, PROPERTIES);
      decision.run();
      return decision.cells().map((cell) => reportCell({ ...cell, variation }));
    }),
  );
  return { cells, ledger: ledger() };
}

function ledger() {
  const jobs = ledgerJobs(CLAIM, DESIGNS, KERNEL);
  const verdicts = jobs.map((job) => {
    const decision = new Decision(job.scenario, job.properties);
    decision.run();
    return decision.cells();
  });
  return ledgerReport(CLAIM, ledgerOf(CLAIM, DESIGNS, KERNEL, jobs, verdicts), DESIGNS, KERNEL);
}

describe.skipIf(BROWSER === undefined)('the report in a browser', () => {
  const openPage = browserForTests();
  let report: Report;
  let race: ReportCell;
  let timeline: Timeline;

  beforeAll(() => {
    report = decided();
    writeFileSync(
      join(folder, 'report.html'),
      writeInto(readFileSync('dist/web/index.html', 'utf8'), packReport(report)),
    );
    race = cellOf('D', 'walkers', 'S5');
    timeline = Timeline.ofSteps(race.scenario, race.trace ?? []);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function cellOf(design: string, configuration: string, property: string): ReportCell {
    const found = report.cells.find(
      ({ scenario, property: id }) =>
        scenario.design === design && scenario.configuration.name === configuration && id === property,
    );
    if (found === undefined) throw new Error(`no cell ${design} ${configuration} ${property}`);
    return found;
  }

  const open = (hash: string, look?: Look): Promise<Page> => openPage(url + hash, look);

  const raceHash = (step: number, beside?: DesignId): string => {
    const { scenario, property } = race;
    const { design, configuration } = scenario;
    return hashOf({
      ...{ view: 'race', design, configuration: configuration.name, property, step },
      ...(beside === undefined ? {} : { beside }),
    });
  };

  test('each cell of the comparison is its verdict, and a violated one opens its race', async () => {
    const page = await open('');
    const shown = await page
      .locator('.verdicts tr:not(.total) td > *')
      .evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent));
    expect(shown.sort()).toEqual(report.cells.map(verdictText).sort());
    await page.getByRole('link', { name: 'race of D, S5' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Design D violates S5: never in buddy');
    expect(await page.locator('.stepper .count').innerText()).toBe(`${timeline.length} / ${timeline.length}`);
  });

  test('lanes and grid say at each step what the replay of the trace says, by keys alone', async () => {
    const page = await open(raceHash(0));
    const lines = await page
      .locator('.lanes li')
      .evaluateAll((items) => items.slice(1).map((item) => item.querySelector('.call')?.textContent));
    stepTexts(timeline.steps).forEach((step, i) => {
      expect(lines[i]).toContain(`${step.process}: `);
      expect(lines[i]).toContain(callOrChoices(step));
    });
    for (let steps = 0; steps <= timeline.length; steps++) {
      expect(await gridOf(page)).toEqual(gridAfter(timeline, steps));
      expect(await page.locator('.lanes [aria-current]').getAttribute('data-step')).toBe(String(steps));
      await page.keyboard.press('j');
    }
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('k');
    expect(new URL(page.url()).hash).toBe(raceHash(timeline.length - 2));
  });

  test('a race is reached and stepped through with the keyboard alone', async () => {
    const page = await open('');
    const link = page.getByRole('link', { name: 'race of D, S5' });
    for (let presses = 0; !(await isFocused(link)); presses++) {
      // The parts of the sentences come first.
      expect(presses).toBeLessThan(150);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.locator('.stepper').waitFor();
    await page.keyboard.press('k');
    expect(new URL(page.url()).hash).toBe(raceHash(timeline.length - 1));
  });

  test('playing comes to the end, and the slider back to the start', async () => {
    const page = await open(raceHash(timeline.length - 1));
    const play = page.getByRole('button', { name: 'Play', exact: true });
    await play.click();
    await page.getByText(`${timeline.length} / ${timeline.length}`).waitFor();
    await play.waitFor();
    await page.getByRole('slider', { name: 'step' }).fill('0');
    expect(new URL(page.url()).hash).toBe(raceHash(0));
  });

  test('the violation stands below the grid at the last step, and not before', async () => {
    const page = await open(raceHash(timeline.length));
    expect(await page.locator('.violations').innerText()).toBe(`✘ S5: ${race.wrong}`);
    await page.keyboard.press('k');
    expect(await page.locator('.violations').innerText()).toBe('No invariant is violated here.');
  });

  test('beside it another design makes of the schedule what the engine makes of it', async () => {
    const carried = carry(timeline, { ...timeline.scenario, design: 'A' });
    const parts = carried.parts ?? -1;
    const page = await open(raceHash(parts + 1));
    await page.getByLabel('Same schedule under').selectOption('A');
    expect(new URL(page.url()).hash).toBe(raceHash(parts + 1, 'A'));
    expect(await page.locator('.parting').innerText()).toContain(`D and A part at step ${parts + 1}:`);
    const [ours, theirs] = await page
      .locator('.beside tr.parts td')
      .allInnerTexts()
      .then((texts) => texts.slice(1));
    expect([ours, theirs]).toEqual([expect.stringContaining('= got'), 'get_page_unless_zero(page 0) = refused']);
    expect(await gridOf(page, 1)).toEqual(gridAfter(carried.timeline, carried.progress[parts + 1]));
    expect(await page.locator('.memory').nth(1).locator('.unlike').count()).toBeGreaterThan(0);
  });

  test('another step than the one taken goes on in the explorer', async () => {
    const at = timeline.length - 1;
    const page = await open(raceHash(at));
    const possible = timeline.possibleAfter(at);
    const choices = page.locator('.choices li');
    expect(await choices.count()).toBe(possible.length);
    expect(await choices.locator('[aria-current]').count()).toBe(1);
    await choices.locator('[aria-current]').click();
    expect(new URL(page.url()).hash).toBe(raceHash(at + 1));
    await page.keyboard.press('k');
    await choices.locator('button:not([aria-current])').first().click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Explore');
    expect(await page.locator('.lanes li').count()).toBe(at + 2);
  });

  test('a claim shows its quote and what its verdicts rest on', async () => {
    const page = await open('#claims');
    await page.getByRole('link', { name: /S13/ }).click();
    const { quote = '', rows } = report.ledger?.claims[0] ?? {};
    const claim = page.locator('.claim');
    expect(await claim.locator('blockquote').innerText()).toBe(quote);
    expect(await claim.locator('tbody td').allInnerTexts()).toEqual(rows?.flatMap(({ texts }) => texts));
  });

  const badLinks = [
    ['#race?design=Z&configuration=walkers&property=S5', 'this page has no verdict on design Z'],
    ['#race?design=D&configuration=quiet&property=S5', 'it is not violated'],
    ['#race?design=D&configuration=walkers&property=S5&step=99', 'step=99: the run has'],
    ['#claims?claim=S99', "no claim is called 'S99'"],
    ['#explore?moves=0.77', 'step 1 of 1 is not possible there'],
  ];

  test('a bad link says in one line what is wrong with it', async () => {
    const page = await open('');
    for (const [hash, complaint] of badLinks) {
      await page.goto(url + hash);
      const told = await page.getByRole('alert').innerText();
      expect(told).toContain(complaint);
      expect(told.split('\n')).toHaveLength(1);
    }
  });

  test('the toggle turns light to dark', async () => {
    const page = await open('');
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await ground();
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await ground()).not.toBe(before);
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await ground()).toBe(before);
  });

  const looks: readonly Look[] = [{ scheme: 'light' }, { scheme: 'dark', width: 400 }];

  test.each(looks)('nothing keeps anybody out, nor goes beyond the screen: %o', async (look) => {
    const hashes = ['#comparison', raceHash(7), raceHash(7, 'A'), '#claims?claim=S13', '#explore'];
    const page = await open('', look);
    for (const hash of hashes) {
      await page.goto(url + hash);
      expect(await accessFaults(page), hash).toEqual([]);
      expect(await isTooWide(page), hash).toBe(false);
    }
  });
});

const isFocused = (link: ReturnType<Page['getByRole']>): Promise<boolean> =>
  link.evaluate((element) => element === document.activeElement);

/** The main rows of a grid as they are shown, and as the engine has them. */
async function gridOf(page: Page, grid = 0): Promise<string[][]> {
  return page
    .locator('.memory')
    .nth(grid)
    .locator('> .grid tbody tr:not(.sparks)')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map((cell) => (cell.querySelector('strong') ?? cell).textContent ?? ''),
      ),
    )
    .then((rows) => rows.map((cells) => cells.map((text) => text.replace(/^≠ unlike the other: /, ''))));
}

function gridAfter(timeline: Timeline, steps: number): string[][] {
  return memoryAfter(timeline, steps).rows.map(({ values }) => values.map(({ text }) => text));
}
