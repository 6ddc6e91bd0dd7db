/** Reading recordings: what has not the form is refused, with the file, the line and the field. */

import { describe, expect, it } from 'vitest';
import { parseRecording, RecordingError } from '../../src/conformance/index.js';
import { fixtureLines } from './fixtures.js';

const NAME = '5.10/trace-3.jsonl';

/** What is said of a recording of which one line has other text. */
function refusal(line: number, from: string, to: string): string {
  const lines = fixtureLines(NAME);
  lines[line - 1] = lines[line - 1].replace(from, to);
  try {
    parseRecording('a.jsonl', lines.join('\n'));
  } catch (error) {
    if (error instanceof RecordingError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('parseRecording', () => {
  it('reads the header and numbers the actions by their lines', () => {
    const { header, actions } = parseRecording('a.jsonl', fixtureLines(NAME).join('\n'));
    expect(header.series).toBe('5.10');
    expect(actions.map(({ lineNumber, action }) => [lineNumber, action.type])).toEqual([
      [2, 'observe'],
      [3, 'resize'],
      [4, 'resize'],
      [5, 'offline'],
    ]);
  });

  it.each([
    ['another format', 1, 'pageoffline-recording/1', 'pageoffline-recording/2', 'a.jsonl, line 1: format:'],
    ['an unknown series', 1, '"series":"5.10"', '"series":"4.19"', 'a.jsonl, line 1: series:'],
    ['a wrong type', 3, '"managedPages":65536', '"managedPages":"65536"', 'a.jsonl, line 3: observed.managedPages:'],
    [
      'a field with another name',
      3,
      '"isolatedPageblocks":',
      '"isolated":',
      'a.jsonl, line 3: observed.isolatedPageblocks:',
    ],
    ['an unknown action', 5, '"type":"offline"', '"type":"freeze"', 'a.jsonl, line 5: action.type:'],
    ['a block of another device', 5, '"block":33', '"block":99', 'a.jsonl, line 5: action.block: 99'],
    [
      'pages that do not fill a block',
      3,
      '[32768,"buddy",0]',
      '[32767,"buddy",0]',
      'a.jsonl, line 3: observed.blocks.0.pages: 32767 pages, expected 32768',
    ],
    ['a block out of order', 3, '"id":32', '"id":33', 'a.jsonl, line 3: observed.blocks.0.id: 33, expected 32'],
    ['no JSON', 4, '{', '', 'a.jsonl, line 4: no JSON:'],
  ])('refuses %s', (_, line, from, to, message) => {
    expect(refusal(line, from, to)).toContain(message);
  });

  it('passes over fields that it does not know, and names them with their lines', () => {
    const lines = fixtureLines(NAME);
    const changed = lines.map((line, i) =>
      i === 0
        ? line.replace('"virtualCpus"', '"hypervisor":"none","virtualCpus"')
        : line.replace('"action":{', '"action":{"colour":{"red":1},').replace('{"fn":', '{"depth":2,"fn":'),
    );
    const { unknownFields, actions } = parseRecording('a.jsonl', changed.join('\n'));
    expect(unknownFields).toEqual([
      { field: 'hypervisor', lines: [1] },
      { field: 'action.colour', lines: [2, 3, 4, 5] },
      { field: 'steps[].depth', lines: [5] },
    ]);
    expect(actions).toEqual(parseRecording('a.jsonl', lines.join('\n')).actions);
  });

  it('says what is wrong beside what is not known', () => {
    expect(refusal(5, '"block":33', '"block":"33","colour":1')).toBe(
      'a.jsonl, line 5: action.block: Invalid input: expected number, received string',
    );
  });

  it('refuses an empty file, and a header without actions', () => {
    expect(() => parseRecording('a.jsonl', '\n')).toThrow('a.jsonl: empty');
    expect(() => parseRecording('a.jsonl', fixtureLines(NAME)[0])).toThrow('a.jsonl: a header without actions');
  });
});
