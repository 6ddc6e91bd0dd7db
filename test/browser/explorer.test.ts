import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replaySteps, type TraceStep } from '../../src/checker/trace.js';
import { Walk } from '../../src/checker/walk.js';
import { drawOfRun } from '../../src/generators/draw.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import { RACE_FORMATS } from '../../src/report/race_formats.js';
import { verdictText } from '../../src/report/verdict_text.js';
import { carry } from '../../src/run/carry.js';
import { violationsOfTrace } from '../../src/run/recheck.js';
import { Timeline } from '../../src/run/timeline.js';
import { traceOfToken } from '../../src/run/trace_of_token.js';
import { programOf } from '../../src/scenario/program.js';
import { callOrChoices, stepTexts } from '../../web/step_text.js';
import { type Ended, pageoffline, pageofflineIn } from '../cli/run_command.js';
import { scenarioNamed } from '../run/found_race.js';
import { accessFaults, BROWSER, browserForTests } from './browser.js';

const scenario = scenarioNamed('A-nohook', 'small');
const native = scenarioNamed('F', 'small');
const AT_SCENARIO = '#explore?design=A-nohook&kernel=5.8&configuration=small';

const stop = new AbortController();
let served: Promise<Ended>;
let url = '';
/** Where its page asks for native searches. */
let searches = '';

beforeAll(async () => {
  const line = await new Promise<string>((onOutput) => {
    served = pageofflineIn({ signal: stop.signal, onOutput }, 'explore', '--port', '0');
  });
  url = /http:\S+/.exec(line)?.[0] ?? '';
  const said = /name="native-searches" content="([^"]+)"/.exec(await (await fetch(url)).text());
  searches = url + said?.[1];
});

afterAll(async () => {
  stop.abort();
  expect((await served).status).toBe(0);
});

test('serves this machine alone, and one page', async () => {
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect((await fetch(url)).headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect((await fetch(`${url}package.json`)).status).toBe(404);
});

test('nobody but the page is served a native search, and what asks for none is told so', async () => {
  const ask = (origin: string, body: string) => fetch(searches, { method: 'POST', headers: { origin }, body });
  const elsewhere = await ask('http://example.org', '{}');
  expect(elsewhere.status).toBe(403);
  const empty = await ask(new URL(url).origin, '{}');
  expect([empty.status, await empty.text()]).toEqual([400, expect.stringContaining('scenario')]);
});

test('a page of another build is served no native search', async () => {
  expect(searches.startsWith(`${url}native-searches/`)).toBe(true);
  for (const other of [`${url}native-searches`, `${searches}0`]) {
    const { status } = await fetch(other, { method: 'POST', headers: { origin: new URL(url).origin }, body: '{}' });
    expect(status).toBe(404);
  }
});

test('a port in use, or none, is one line and exit status 2', async () => {
  const used = await pageoffline('explore', '--port', new URL(url).port);
  expect(used.status).toBe(2);
  expect(used.stderr).toMatch(/^error: port \d+: is in use; .*--port 0\n$/);
  const none = await pageoffline('explore', '--port', '70000');
  expect([none.status, none.stderr]).toEqual([2, "error: '70000' is not a port: a number from 0 to 65535\n"]);
});

describe.skipIf(BROWSER === undefined)('the explorer in a browser', () => {
  const openPage = browserForTests();

  const open = (hash: string): Promise<Page> => openPage(url + hash, { mayAsk: [searches] });

  test('a check comes to the verdicts and numbers of states that it comes to here', async () => {
    const decision = new Decision(scenario, PROPERTIES);
    decision.run();
    const page = await open(AT_SCENARIO);
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    const shown = await shownVerdicts(page);
    const cells = decision.cells();
    expect(shown).toEqual(cells.map((cell) => [cell.property, cell.states, verdictText(cell)]));
    expect(await accessFaults(page)).toEqual([]);

    const violated = cells.find(({ trace }) => trace !== undefined);
    await page.locator(`[data-property=${violated?.property}] button`).click();
    expect(await linesOf(page)).toEqual(textsOf(Timeline.ofSteps(scenario, violated?.trace ?? [])));
    expect(await page.locator('.lanes .wrong').innerText()).toBe(`✘ ${violated?.wrong}`);
  });

  test('a check in machine code comes to the same, with modules that the server makes', async () => {
    const decision = new Decision(native, PROPERTIES);
    decision.run();
    const page = await open('#explore?design=F&kernel=5.8&configuration=small');
    const check = async (): Promise<number> => {
      const asked = page.waitForResponse(searches);
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      const response = await asked;
      const verdicts = decision.cells().map((cell) => [cell.property, cell.states, verdictText(cell)]);
      expect(await shownVerdicts(page)).toEqual(verdicts);
      // As if the search had become large.
      const question = { ...response.request().postDataJSON(), mayTranslate: true };
      const headers = { origin: new URL(url).origin };
      const made = await fetch(response.url(), { method: 'POST', headers, body: JSON.stringify(question) });
      expect(made.status).toBe(200);
      return response.status();
    };
    await check();
    expect(await check()).toBe(200);
  });

  test('steps are taken and undone by keys, and the address keeps the run', async () => {
    const page = await open(AT_SCENARIO);
    for (const key of ['1', '2', '1', 'u']) await page.keyboard.press(key);
    const first = new Timeline(scenario, []).possibleAfter(0)[0].move;
    const second = new Timeline(scenario, [first]).possibleAfter(1)[1].move;
    const chosen = textsOf(new Timeline(scenario, [first, second]));
    expect(await linesOf(page)).toEqual(chosen);
    const again = await open(new URL(page.url()).hash);
    expect(await linesOf(again)).toEqual(chosen);
  });

  test('a random walk is the one that its seed draws here', async () => {
    const page = await open(AT_SCENARIO);
    await page.getByLabel('seed').fill('a seed');
    await page.getByRole('spinbutton', { name: 'run' }).fill('3');
    await page.getByRole('button', { name: 'Random walk' }).click();
    const walk = new Walk(programOf(scenario));
    walk.run(drawOfRun('a seed', 3), 1_000);
    const drawn = textsOf(new Timeline(scenario, walk.path()));
    const shown = await linesOf(page);
    expect(shown.length).toBeGreaterThan(5);
    // The page stops at the first violation.
    expect(shown.map(callOf)).toEqual(drawn.slice(0, shown.length).map(callOf));
  });

  test('another design or switch takes the same schedule, and another configuration begins anew', async () => {
    const page = await open(AT_SCENARIO);
    for (const key of ['1', '1']) await page.keyboard.press(key);
    const first = new Timeline(scenario, []).possibleAfter(0)[0].move;
    const schedule = new Timeline(scenario, [first, new Timeline(scenario, [first]).possibleAfter(1)[0].move]);
    await page.locator('form.scenario').getByLabel('Design').selectOption('F');
    expect(await linesOf(page)).toEqual(textsOf(carry(schedule, { ...scenario, design: 'F' }).timeline));
    await page.getByLabel('Configuration').selectOption('tiny');
    expect(await linesOf(page)).toEqual([]);
    await page.getByLabel('Configuration').selectOption('small');
    await page.getByText('Switches').click();
    await page.getByLabel('putHook').selectOption('true');
    expect(new URL(page.url()).hash).toContain('design=F&kernel=5.8&configuration=small&set=putHook:true');
    await page.getByLabel('putHook').selectOption('false');
    expect(new URL(page.url()).hash).not.toContain('set=');
  });

  test('Back takes the last step back', async () => {
    const page = await open(AT_SCENARIO);
    await page.keyboard.press('1');
    const one = await linesOf(page);
    await page.keyboard.press('1');
    await page.goBack();
    expect(await linesOf(page)).toEqual(one);
  });

  test('the same schedule is shown under another design', async () => {
    const page = await open(`${AT_SCENARIO}&beside=F`);
    for (const key of ['1', '1']) await page.keyboard.press(key);
    await page.getByLabel('Same schedule under').selectOption('D');
    expect(await page.locator('.parting').innerText()).toMatch(/^A-nohook and D (take the same|part at)/);
    expect(new URL(page.url()).hash).toContain('beside=D');
  });

  test('a link with more steps than can be shown says so', async () => {
    const page = await open(`${AT_SCENARIO}&moves=${Array(2_001).fill('0.0').join('-')}`);
    expect(await page.getByRole('alert').innerText()).toContain('it has 2001 steps: at most 2000 can be shown');
  });

  test('a check that is stopped says so of what it left open', async () => {
    const page = await open('#explore?design=D&configuration=reference');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText(/states, .* queued/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('.checked').waitFor();
    expect(await page.locator('[data-property=M1] td').first().innerText()).toBe('?');
  });

  test('the comparison is decided in the browser, and can be stopped with what is found so far', async () => {
    const page = await open('#comparison');
    await page.getByRole('button', { name: 'Decide all of it here' }).click();
    await page.getByText(/^(?:[2-9]|1\d) of 27 searches done/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    const decision = new Decision(scenarioNamed('A', 'quiet'), PROPERTIES);
    decision.run();
    const verdicts = decision.cells().filter(({ property }) => property === 'X6');
    // The first is the one without walkers.
    const race = page.getByRole('link', { name: 'race of A, X6' }).first();
    await race.waitFor();
    expect(await race.innerText()).toContain(verdictText(verdicts[0]));
  });

  test('what is copied is the run: a token that replays, and a test that expects its violations', async () => {
    const page = await open(AT_SCENARIO);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const key of ['1', '1', '1']) await page.keyboard.press(key);
    const token = await copied(page, 'replay token');
    expect(traceOfToken(token).steps).toHaveLength(3);
    const keeping = await copied(page, 'test');
    expect(keeping).toContain(`traceOfToken('${token}')`);
    expect(violationsOfTrace(traceOfToken(token))).toEqual([]);
    expect(await copied(page, 'text')).toContain('CPU0');
    expect(await copied(page, 'changelog')).toBe(changelogOf(traceOfToken(token).steps));
  });
});

/** Once there are any. */
async function shownVerdicts(page: Page): Promise<unknown[]> {
  const rows = page.locator('.checked tbody tr');
  await rows.first().waitFor();
  return rows.evaluateAll((lines) =>
    lines.map((line) => {
      const verdict = line.querySelector('td')?.textContent?.replace(/ take over.*/, '');
      return [line.getAttribute('data-property'), Number(line.getAttribute('data-states')), verdict];
    }),
  );
}

async function copied(page: Page, form: string): Promise<string> {
  await page.getByRole('button', { name: form, exact: true }).click();
  await page.getByText(`copied as ${form}`).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** As the command line draws it; nothing is wrong in it. */
function changelogOf(trace: readonly TraceStep[]): string {
  const program = programOf(scenario);
  const { steps } = replaySteps(program, trace);
  const wrong = 'no invariant is violated here';
  const race = { scenario, program, steps, wrong };
  return `${RACE_FORMATS.changelog(race)}\n`;
}

/** The steps of the lanes, the start left out. */
async function linesOf(page: Page): Promise<string[]> {
  return page.locator('.lanes li .call').evaluateAll((calls) => calls.slice(1).map((call) => call.textContent ?? ''));
}

function textsOf({ steps }: Timeline): string[] {
  const lanes = [...new Set(steps.map(({ process }) => process))];
  return stepTexts(steps).map((step) => {
    const who = `CPU${lanes.indexOf(step.process)} ${step.process}: `;
    if (step.call === undefined) return `${who}/* ${callOrChoices(step)} */`;
    return `${who}${step.choices.length === 0 ? '' : `/* ${step.choices.join(', ')} */ `}${step.call}`;
  });
}

/** What does not hang on what else happens in the run. */
const callOf = (line: string): string => line.replace(/^CPU\d+ /, '');
