/** The memory after a step as a grid shows it: a row for each field of pages, sub-blocks and blocks, with what just changed. */

import type { FieldSpec } from '../src/checker/layout.js';
import { PC } from '../src/checker/system.js';
import { declarationOf } from '../src/model/modules.js';
import { fieldName } from '../src/report/change.js';
import type { Timeline } from '../src/run/timeline.js';

export interface Value {
  readonly text: string;
  /** What it was before the last step; absent: the same. */
  readonly before?: string;
}

export interface Row {
  readonly field: string;
  readonly name: string;
  /** Only the checker sees it. */
  readonly ghost: boolean;
  readonly index: 'page' | 'sub-block' | 'block';
  /** One for each page, sub-block or block. */
  readonly values: readonly Value[];
}

/** A field that exists once, or once for each of some tasks. */
export interface Single {
  readonly name: string;
  readonly value: Value;
}

export interface Memory {
  readonly rows: readonly Row[];
  /** What a reader seldom needs. */
  readonly moreRows: readonly Row[];
  readonly singles: readonly Single[];
}

const INDICES: readonly Row['index'][] = ['page', 'sub-block', 'block'];

/** @param from after how many steps the state was what it is compared with: usually one fewer */
export function memoryAfter(timeline: Timeline, steps: number, from = Math.max(0, steps - 1)): Memory {
  const fields = Object.entries(timeline.program.layout.fields).filter(([name, spec]) => name !== PC && varies(spec));
  const valuesOf = (field: string, { length }: FieldSpec): Value[] => {
    const numbers = (at: number) => Array.from({ length }, (_, i) => timeline.stateAfter(at).views[field][i]);
    const { layout } = timeline.program;
    const before = numbers(from);
    return numbers(steps).map((number, i) => {
      const text = layout.valueName(field, number);
      return number === before[i] ? { text } : { text, before: layout.valueName(field, before[i]) };
    });
  };
  const rows = fields.flatMap(([field, spec]) => rowOf(field, spec, valuesOf(field, spec)));
  const main = ({ field }: Row): boolean => declarationOf(field)?.mainRow === true;
  const order = (row: Row): number => INDICES.indexOf(row.index);
  return {
    rows: rows.filter(main).sort((a, b) => order(a) - order(b)),
    moreRows: rows.filter((row) => !main(row)).sort((a, b) => order(a) - order(b)),
    singles: fields.flatMap(([field, spec]) => singlesOf(field, spec, valuesOf(field, spec))),
  };
}

/** A field with one possible value tells nothing. */
function varies({ min = 0, max, length }: FieldSpec): boolean {
  const most = typeof max === 'number' ? max : Math.max(...max);
  return length > 0 && most > min;
}

function rowOf(field: string, spec: FieldSpec, values: readonly Value[]): Row[] {
  const index = INDICES.find((each) => each === spec.index);
  if (index === undefined) return [];
  const ghost = spec.ghost === true;
  return [{ field, name: nameOf(field), ghost, index, values }];
}

function singlesOf(field: string, spec: FieldSpec, values: readonly Value[]): Single[] {
  if (INDICES.some((each) => each === spec.index)) return [];
  return values.map((value, i) => {
    const whose = spec.index === undefined ? '' : `${spec.index}${values.length === 1 ? '' : ` ${i}`} `;
    return { name: `${whose}${nameOf(field)}`, value };
  });
}

/** The calls of a race tell what some fields are, which only here need a name. */
const nameOf = (field: string): string => declarationOf(field)?.gridTitle ?? fieldName(field);
