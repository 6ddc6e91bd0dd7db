/**
 * What docs/configurations.md says is what the model declares, and its file is read. `UPDATE_DOCS=1 npx vitest run test/docs`
 * writes the tables and the JSON schema anew.
 */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { configurationFileSchema, configurationSchema } from '../../src/model/configuration_schema.js';
import { ACTORS, ENTRIES } from '../../src/model/modules.js';
import { markdownTable } from '../../src/report/markdown_table.js';
import { formWords, optionOf, wordsOf } from '../../src/scenario/entry_words.js';
import { expectBlock, expectFile } from './document.js';

const DOCUMENT = 'docs/configurations.md';
const SCHEMA = 'docs/configuration.schema.json';

const TABLES = {
  entries: markdownTable(
    ['entry', 'option', 'what it can be', 'usual', 'meaning'],
    Object.entries(ENTRIES).map(([name, { form, usual, meaning }]) => [
      `\`${name}\``,
      `\`${optionOf(name)}\``,
      formWords(form),
      wordsOf(usual),
      meaning,
    ]),
  ),
  actors: markdownTable(
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
  expectBlock(DOCUMENT, block, `${expected}\n`);
});

test('the JSON schema is that of the form which files are held against', () => {
  const text = `${JSON.stringify(z.toJSONSchema(configurationFileSchema(), { io: 'input' }), undefined, 2)}\n`;
  expectFile(SCHEMA, text);
});

test('the file that it shows is read', () => {
  const [, file = ''] = /<!-- file -->\n```json\n([\s\S]*?)```/.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  const { name, unplugged, signals } = configurationSchema.parse(JSON.parse(file));
  expect([name, unplugged, signals]).toEqual(['mine', [0], false]);
});
