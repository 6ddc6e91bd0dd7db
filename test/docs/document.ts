/** What tests write into documents: with UPDATE_DOCS=1 it is written anew, otherwise it must stand there already. */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

export const IS_WRITTEN_ANEW = process.env.UPDATE_DOCS === '1';

/** @param file that is made, all of it */
export function expectFile(file: string, made: string): void {
  if (IS_WRITTEN_ANEW) writeFileSync(file, made);
  expect(readFileSync(file, 'utf8')).toBe(made);
}

/** @param block of the document, in groups: what it begins with, what is made, and what it ends with */
export function expectBlock(document: string, block: RegExp, made: string): void {
  const text = readFileSync(document, 'utf8');
  const written = text.replace(block, (_, begin: string, __, end: string) => begin + made + end);
  if (IS_WRITTEN_ANEW) writeFileSync(document, written);
  expect(block.exec(IS_WRITTEN_ANEW ? written : text)?.[2], `${document} has it`).toBe(made);
}
