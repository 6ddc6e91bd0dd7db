/** Races as they are drawn: golden pictures of real races, and what must hold for every picture. */

import { describe, expect, it } from 'vitest';
import type { ReplayedStep } from '../../src/checker/index.js';
import { describeStart, drawRace } from '../../src/report/index.js';
import { findLassoToDraw, LASSOS } from './found_cell.js';
import { type FoundRace, findRace, RACES } from './found_race.js';

const found = new Map<string, FoundRace>(Object.entries(RACES).map(([name, wanted]) => [name, findRace(wanted)]));

/** The columns of the actors, from the headings. */
function headingsOf(picture: string): { at: number; title: string }[] {
  const headings = picture.slice(0, picture.indexOf('\n\n')).split('\n');
  return headings.flatMap((line) =>
    [...line.matchAll(/CPU\d+ \([^)]*\)/g)].map((match) => ({ at: match.index, title: match[0] })),
  );
}

/** The function of the call that a line begins with at one of the columns, undefined for a line without. */
function callIn(line: string, columns: readonly number[]): { at: number; called: string } | undefined {
  const at = line.search(/\S/);
  const called = /^[\w]+(?=\(| = )/.exec(line.slice(at))?.[0];
  return called !== undefined && columns.includes(at) ? { at, called } : undefined;
}

function calledName(step: ReplayedStep): string[] {
  const name = step.action === undefined ? undefined : /^\w+/.exec(step.action)?.[0];
  return name === undefined ? [] : [name];
}

function movers(steps: readonly ReplayedStep[]): string[] {
  return [...new Set(steps.filter(({ action }) => action !== undefined).map((step) => step.process))];
}

describe('drawn races', () => {
  for (const [name, { scenario, steps, wrong }] of found) {
    it(`draws ${name}`, async () => {
      const picture = `${describeStart(scenario)}\n\n${drawRace(steps, wrong)}\n`;
      await expect(picture).toMatchFileSnapshot(`golden/${name}.txt`);
    });
  }
});

describe.each([...found])('the picture of %s', (_, { steps, wrong }) => {
  for (const width of [75, 100, 140]) {
    it(`fits ${width} columns`, () => {
      for (const line of drawRace(steps, wrong, { width }).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    });

    it(`heads the columns in the order of first moves, ${width} columns wide`, () => {
      const headings = headingsOf(drawRace(steps, wrong, { width }));
      expect(headings.map(({ title }) => title)).toEqual(movers(steps).map((actor, i) => `CPU${i} (${actor})`));
      expect(headings.map(({ at }) => at)).toEqual(headings.map(({ at }) => at).sort((a, b) => a - b));
    });

    it(`shows every call once, in order, in the column of its actor, ${width} columns wide`, () => {
      const picture = drawRace(steps, wrong, { width });
      const columns = headingsOf(picture).map(({ at }) => at);
      const drawn = picture.split('\n').flatMap((line) => callIn(line, columns) ?? []);
      const columnOf = new Map(movers(steps).map((actor, i) => [actor, columns[i]]));
      const taken = steps.flatMap((step) =>
        calledName(step).map((called) => ({ at: columnOf.get(step.process), called })),
      );
      expect(drawn).toEqual(taken);
    });
  }

  it('underlines the last call and ends with what is wrong', () => {
    const lines = drawRace(steps, wrong).split('\n');
    const underlined = lines.findIndex((line) => line.includes('^^^^'));
    const [last] = steps.slice(-1).flatMap(calledName);
    expect(lines[underlined - 1].trimStart().startsWith(last)).toBe(true);
    expect(lines[underlined].search(/\S/)).toBe(lines[underlined - 1].search(/\S/));
    const sentence = lines.slice(lines.findIndex((line) => line.startsWith('    => '))).map((line) => line.trim());
    expect(sentence.join(' ')).toBe(`=> ${wrong}`);
  });

  it('has colour only when asked to, and the same text with it', () => {
    const esc = String.fromCharCode(27);
    const plain = drawRace(steps, wrong);
    const colored = drawRace(steps, wrong, { color: true });
    expect(plain).not.toContain(esc);
    expect(colored).toContain(esc);
    expect(colored.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), '')).toBe(plain);
  });
});

describe('choices', () => {
  const call = (process: string, action: string): ReplayedStep => ({
    process,
    choices: [],
    action,
    args: [0],
    changes: [],
  });
  const choice = (process: string, name: string, option: string): ReplayedStep => ({
    process,
    choices: [{ name, option }],
    args: [],
    changes: [],
  });

  it('stand as a remark above the next call of their process', () => {
    const steps = [choice('sysfs', 'signal_pending', 'yes'), call('walker', 'PageLRU'), call('sysfs', 'add_memory')];
    expect(drawRace(steps, 'it is wrong')).toBe(
      [
        '    CPU0 (walker)                               CPU1 (sysfs)',
        '',
        '    PageLRU(page 0)',
        '                                                /* signal_pending: yes */',
        '                                                add_memory(block 0)',
        '                                                ^^^^^^^^^^^^^^^^^^^',
        '    => it is wrong',
      ].join('\n'),
    );
  });

  it('are left out when they are the default or only pick what the call names', () => {
    const quiet = [
      choice('sysfs', 'signal_pending', 'no'),
      choice('sysfs', 'notifier before the driver', 'NOTIFY_OK'),
      choice('sysfs', 'block', 'block 1'),
      call('sysfs', 'add_memory'),
    ];
    expect(drawRace(quiet, 'it is wrong')).not.toContain('/*');
  });

  it('are shown at the end when they lead to no call any more', () => {
    const steps = [call('sysfs', 'add_memory'), choice('sysfs', 'signal_pending', 'yes')];
    expect(drawRace(steps, 'it is wrong').split('\n').slice(-2)).toEqual([
      '    /* signal_pending: yes */',
      '    => it is wrong',
    ]);
  });
});

const lassos = new Map(Object.entries(LASSOS).map(([name, wanted]) => [name, findLassoToDraw(wanted)]));

describe('drawn lassos', () => {
  for (const [name, { scenario, steps, wrong, ...options }] of lassos) {
    it(`draws ${name}`, async () => {
      const picture = `${describeStart(scenario)}\n\n${drawRace(steps, wrong, options)}\n`;
      await expect(picture).toMatchFileSnapshot(`golden/lasso_${name}.txt`);
    });
  }
});

describe.each([...lassos])('the picture of the lasso %s', (_, { steps, wrong, loop, assumed }) => {
  const options = { assumed, ...(loop === undefined ? {} : { loop }) };

  for (const width of [75, 100, 140]) {
    it(`fits ${width} columns`, () => {
      const lines = drawRace(steps, wrong, { ...options, width }).split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    });
  }

  it('has the steps of the loop, and no others, between its rules', () => {
    const picture = drawRace(steps, wrong, options);
    const lines = picture.split('\n');
    const columns = headingsOf(picture).map(({ at }) => at);
    const called = (from: number, to: number) =>
      lines.slice(from, to).flatMap((line) => callIn(line, columns)?.called ?? []);
    const [start, end] = ['then for ever: ---', 'back to "then for ever" ---'].map((rule) =>
      lines.findIndex((line) => line.includes(rule)),
    );
    if (loop === undefined) return expect([start, end]).toEqual([-1, -1]);
    expect(called(start, end)).toEqual(steps.slice(loop).flatMap(calledName));
    expect(called(0, start)).toEqual(steps.slice(0, loop).flatMap(calledName));
    expect(called(end, lines.length)).toEqual([]);
  });

  it('underlines a last step only where there is one, and ends with what is assumed', () => {
    const picture = drawRace(steps, wrong, options);
    expect(picture.includes('^^^^')).toBe(loop === undefined);
    const below = picture.slice(picture.indexOf('\n    => ')).split('\n').slice(1);
    expect(below.map((line) => line.trim()).join(' ')).toBe(`=> ${wrong} ${assumed}`);
  });
});

describe('many actors', () => {
  it('stand in columns that overlap, under headings below each other', async () => {
    const actors = ['sysfs', 'worker', 'contig', 'walker 0', 'walker 1'];
    const steps = actors.map(
      (process): ReplayedStep => ({
        process,
        choices: [],
        action: 'virtio_mem_send_unplug_request',
        args: [0],
        outcome: 'done',
        changes: [
          {
            field: 'plugged',
            element: 0,
            before: 1,
            after: 0,
            ghost: true,
            text: 'plugged[page 0] plugged -> unplugged',
          },
        ],
      }),
    );
    const picture = drawRace(steps, 'five actors unplug the same sub-block');
    for (const line of picture.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    await expect(`${picture}\n`).toMatchFileSnapshot('golden/five_actors.txt');
  });
});
