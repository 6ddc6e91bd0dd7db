/**
 * What docs/configurations.md says is what the model declares, and its file is read. `UPDATE_DOCS=1 npx vitest run test/docs`
 * writes the tables and the JSON schema anew.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { configurationFileSchema, configurationSchema } from '../../src/model/configuration_schema.js';
import { ACTORS, ENTRIES } from '../../src/model/modules.js';
import { formWords, optionOf, wordsOf } from '../../src/scenario/entry_words.js';

const DOCUMENT = 'docs/configurations.md';
const SCHEMA = 'docs/configuration.schema.json';

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');
}

const TABLES = {
  entries: table(
    ['entry', 'option', 'what it can be', 'usual', 'meaning'],
    Object.entries(ENTRIES).map(([name, { form, usual, meaning }]) => [
      `\`${name}\``,
      `\`${optionOf(name)}\``,
      formWords(form),
      wordsOf(usual),
      meaning,
    ]),
  ),
  actors: table(
    ['actor', 'what it can be', 'meaning', 'shows', 'cannot show'],
    ACTORS.map(({ key, entry: { form, meaning }, shows, cannotShow }) => [
      `\`${key}\``,
      formWords(form),
      meaning,
      shows,
      cannotShow,
    ]),
  ),
};

test.each(Object.entries(TABLES))('the %s are those that modules declare', (name, expected) => {
  const block = new RegExp(`(<!-- ${name} -->\n)([\\s\\S]*?)(<!-- end of ${name} -->)`);
  const text = readFileSync(DOCUMENT, 'utf8');
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(
      DOCUMENT,
      text.replace(block, (_, begin, __, end) => `${begin}${expected}\n${end}`),
    );
  }
  expect(block.exec(readFileSync(DOCUMENT, 'utf8'))?.[2]).toBe(`${expected}\n`);
});

test('the JSON schema is that of the form which files are held against', () => {
  const text = `${JSON.stringify(z.toJSONSchema(configurationFileSchema(), { io: 'input' }), undefined, 2)}\n`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(SCHEMA, text);
  expect(readFileSync(SCHEMA, 'utf8')).toBe(text);
});

test('the file that it shows is read', () => {
  const [, file = ''] = /<!-- file -->\n```json\n([\s\S]*?)```/.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  const { name, unplugged, signals } = configurationSchema.parse(JSON.parse(file));
  expect([name, unplugged, signals]).toEqual(['mine', [0], false]);
});
