/** Edits in words: each form, what is said of one that is wrong, and that a change is found again by its name. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { changeOfEdits, EDIT_FORMS, nameOfEdits, readEdit } from '../../src/change/edit_words.js';
import { loadChange } from '../../src/change/load.js';
import { declaredActions } from '../../src/model/atomic.js';

const FORMS: readonly (readonly [sentence: string, edit: object])[] = [
  ['leave out page_ref_inc', { kind: 'skip', action: 'page_ref_inc' }],
  [
    'leave out pfn_to_online_page(0) in walker 1, saying NULL',
    { kind: 'skip', action: 'pfn_to_online_page', args: [0], process: 'walker 1', outcome: 'NULL' },
  ],
  ['do page_ref_inc twice', { kind: 'repeat', action: 'page_ref_inc' }],
  ['do page_ref_inc on 1', { kind: 'redirect', action: 'page_ref_inc', to: [1] }],
  [
    'do lock_device_hotplug(0, any) also on 1, same',
    { kind: 'redirect', action: 'lock_device_hotplug', args: [0, 'any'], to: [1, 'same'], also: true },
  ],
  [
    'put off page_ref_inc until mutex_unlock(hotplug_mutex)',
    { kind: 'delay', action: 'page_ref_inc', until: 'mutex_unlock(hotplug_mutex)' },
  ],
  [
    'let page_ref_dec_and_test say dropped to 0 instead of WARN: still referenced',
    {
      kind: 'force',
      action: 'page_ref_dec_and_test',
      outcome: 'dropped to 0',
      instead: 'WARN: still referenced',
    },
  ],
  [
    'let mutex_lock(hotplug_mutex) in worker see hotplugMutex as 0',
    { kind: 'misread', action: 'mutex_lock(hotplug_mutex)', process: 'worker', field: 'hotplugMutex', as: 0 },
  ],
  ['let page_ref_inc lose refcount', { kind: 'lose', action: 'page_ref_inc', field: 'refcount' }],
];

test.each(FORMS)('%s', (sentence, edit) => {
  expect(readEdit(sentence)).toEqual(edit);
});

test('each form is tried', () => {
  const verbs = (texts: readonly string[]) => new Set(texts.map((text) => text.split(' ')[0]));
  expect(verbs(FORMS.map(([sentence]) => sentence))).toEqual(verbs(EDIT_FORMS));
});

test.each([
  ['forget page_ref_inc', "'forget page_ref_inc' is no edit: leave out ACTION[, saying OUTCOME]; do ACTION twice"],
  ['leave out page_ref_ink', "no action is called 'page_ref_ink': one of BUG_ON, "],
  ['put off page_ref_inc until never', "no action is called 'never': one of "],
  ['let pfn_to_online_page say maybe', "no outcome of pfn_to_online_page is called 'maybe': one of NULL, page"],
  ['let page_ref_inc lose count', "no field is called 'count': one of attempt, "],
])('%s is told in one line, with what there is', (sentence, message) => {
  expect(() => readEdit(sentence)).toThrow(message);
});

test.each(declaredActions().map(({ name, outcomes }) => ({ name, outcomes })))(
  'the action $name can be named, and each outcome of it',
  ({ name, outcomes }) => {
    expect(readEdit(`leave out ${name} in worker`)).toMatchObject({ action: name, process: 'worker' });
    for (const outcome of outcomes) {
      expect(readEdit(`let ${name} say ${outcome}`)).toMatchObject({ action: name, outcome });
    }
  },
);

describe('a change of edits', () => {
  const name = nameOfEdits(['leave out page_ref_inc in sysfs', 'do page_ref_inc twice']);

  test('has the sentences for a title, and is the same wherever it is loaded', async () => {
    const { reference, change } = changeOfEdits(name);
    expect(reference.title).toBe('leave out page_ref_inc in sysfs; do page_ref_inc twice');
    expect(change.edits).toHaveLength(2);
    expect((await loadChange(name)).reference).toEqual(reference);
  });
});

test('the document has every form', () => {
  const rows = [...readFileSync('docs/edits.md', 'utf8').matchAll(/^\| `(.+?)` \|/gm)].map(([, form]) => form);
  expect(rows).toEqual(EDIT_FORMS);
});

test('who does a step may stand at the end', () => {
  expect(readEdit('let get_page_unless_zero say got in walker')).toEqual(
    readEdit('let get_page_unless_zero in walker say got'),
  );
  expect(readEdit('do page_ref_inc twice in walker 0')).toEqual(readEdit('do page_ref_inc in walker 0 twice'));
  expect(readEdit('leave out page_ref_inc in sysfs')).toEqual({
    kind: 'skip',
    action: 'page_ref_inc',
    process: 'sysfs',
  });
});

test('of very many names those that are like what was asked come at the end', () => {
  expect(() => readEdit('leave out mutex_lock')).toThrow(/\. Like it: .*mutex_lock\(hotplug_mutex\)/);
});
