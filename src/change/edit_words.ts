/**
 * Edits of steps in words, as a command line has them: `leave out page_ref_inc(0) in worker`. Several stand behind each other
 * with `; ` between them. To be read again from a name, so that workers, tokens and files find the same change.
 */

import { createHash } from 'node:crypto';
import type { Edit } from '../checker/mutate.js';
import { actionsNamed, declaredActions } from '../model/atomic.js';
import { KERNEL_FIELDS } from '../model/modules.js';
import { nameAmong } from '../model/named.js';
import { EDITS } from '../scenario/loaded_changes.js';
import { type RegisteredChange, registerChange } from './registered.js';

interface Sentence {
  /** For people, as it is written. */
  readonly form: string;
  readonly pattern: RegExp;
  /** @param parts what stands in place of the words of the pattern that have a name */
  edit(target: Target, parts: Parts): Edit;
}

type Target = Pick<Edit, 'action' | 'process' | 'args'>;
type Parts = Readonly<Record<string, string | undefined>>;

const SENTENCES: readonly Sentence[] = [
  {
    form: 'leave out ACTION[, saying OUTCOME]',
    pattern: /^leave out (?<step>.+?)(?:, saying (?<outcome>.+))?$/,
    edit: (target, { outcome }) => ({
      kind: 'skip',
      ...target,
      ...(outcome === undefined ? {} : { outcome: knownOutcome(target, outcome) }),
    }),
  },
  {
    form: 'do ACTION twice',
    pattern: /^do (?<step>.+) twice$/,
    edit: (target) => ({ kind: 'repeat', ...target }),
  },
  {
    form: 'do ACTION [also ]on ARGUMENTS',
    pattern: /^do (?<step>.+?) (?<also>also )?on (?<to>(?:same|\d+)(?:, ?(?:same|\d+))*)$/,
    edit: (target, { also, to = '' }) => ({
      kind: 'redirect',
      ...target,
      to: to.split(/, ?/).map((each) => (each === 'same' ? each : Number(each))),
      ...(also === undefined ? {} : { also: true }),
    }),
  },
  {
    form: 'put off ACTION until ACTION',
    pattern: /^put off (?<step>.+) until (?<until>.+)$/,
    edit: (target, { until = '' }) => ({ kind: 'delay', ...target, until: known(until) }),
  },
  {
    form: 'let ACTION say OUTCOME[ instead of OUTCOME]',
    pattern: /^let (?<step>.+?) say (?<outcome>.+?)(?: instead of (?<instead>.+))?$/,
    edit: (target, { outcome = '', instead }) => ({
      kind: 'force',
      ...target,
      outcome: knownOutcome(target, outcome),
      ...(instead === undefined ? {} : { instead: knownOutcome(target, instead) }),
    }),
  },
  {
    form: 'let ACTION see FIELD as NUMBER',
    pattern: /^let (?<step>.+) see (?<field>\S+) as (?<as>-?\d+)$/,
    edit: (target, { field = '', as = '' }) => ({
      kind: 'misread',
      ...target,
      field: knownField(field),
      as: Number(as),
    }),
  },
  {
    form: 'let ACTION lose FIELD',
    pattern: /^let (?<step>.+) lose (?<field>\S+)$/,
    edit: (target, { field = '' }) => ({ kind: 'lose', ...target, field: knownField(field) }),
  },
];

/** For people: how a sentence can be, an action in it, and its parts. */
export const EDIT_FORMS: readonly string[] = SENTENCES.map(({ form }) => form);

/** The name of the change that the sentences make, as {@link changeOfEdits} takes it. */
export const nameOfEdits = (sentences: readonly string[]): string => EDITS + sentences.join('; ');

/**
 * @param name as {@link nameOfEdits} makes it
 * @throws one line when a sentence is none, or names what does not exist, with what does
 */
export function changeOfEdits(name: string): RegisteredChange {
  const title = name.slice(EDITS.length);
  const edits = title.split('; ').map(readEdit);
  const digest = createHash('sha256').update(JSON.stringify(edits)).digest('hex').slice(0, DIGEST_LENGTH);
  return registerChange({ title, edits }, { title, digest, file: name });
}

const DIGEST_LENGTH = 12;

/** @throws one line when it is no sentence, or names what does not exist, with what does */
export function readEdit(sentence: string): Edit {
  for (const { pattern, edit } of SENTENCES) {
    const parts = partsOf(sentence, pattern);
    if (parts !== undefined) return edit(targetOf(parts.step), parts);
  }
  throw new Error(`'${sentence}' is no edit: ${EDIT_FORMS.join('; ')}. ACTION is as in races, such as ${EXAMPLE}`);
}

/** Who does the step may stand behind it, or at the end. */
function partsOf(
  sentence: string,
  pattern: RegExp,
): { readonly step: string; readonly [part: string]: string | undefined } | undefined {
  const whole = pattern.exec(sentence)?.groups;
  if (whole?.step?.includes(' in ')) return { ...whole, step: whole.step };
  const [, rest = '', who] = /^(.+) in ([\w-]+(?: \d+)?)$/.exec(sentence) ?? [];
  const parts = who === undefined ? undefined : pattern.exec(rest)?.groups;
  if (parts !== undefined) return { ...parts, step: `${parts.step} in ${who}` };
  return whole === undefined ? undefined : { ...whole, step: whole.step ?? '' };
}

const EXAMPLE = 'page_ref_inc, page_ref_inc(0) or page_ref_inc in worker';

/** `put_page_testzero(0, any) in walker 0`: what stands in parentheses are arguments where it is numbers. */
function targetOf(step: string): Target {
  const [, action, args, process] = /^(.+?)(?:\(((?:\d+|any)(?:, ?(?:\d+|any))*)\))?(?: in (.+))?$/.exec(step) ?? [];
  return {
    action: known(action),
    ...(process === undefined ? {} : { process }),
    ...(args === undefined ? {} : { args: args.split(/, ?/).map((arg) => (arg === 'any' ? arg : Number(arg))) }),
  };
}

function known(action: string): string {
  return nameAmong('action', action, [...new Set(declaredActions().map(({ name }) => name))].sort());
}

function knownOutcome({ action }: Target, outcome: string): string {
  const outcomes = actionsNamed(action).flatMap((each) => each.outcomes);
  return nameAmong(`outcome of ${action}`, outcome, [...new Set(outcomes)]);
}

const knownField = (field: string): string => nameAmong('field', field, Object.keys(KERNEL_FIELDS).sort());
