/**
 * The code that expands a state: it unpacks it, takes every branch of every process, and leaves the successors in the buffer,
 * packed. What would be an error of the model is a trap.
 */

import type { Fields, Layout } from '../../checker/layout.js';
import type { NativeRequest } from '../../checker/native_search.js';
import { coverageIndex } from '../../checker/successors.js';
import { createWorkspace, PC } from '../../checker/system.js';
import type { TranslatedBranch, TranslatedProgram } from '../program.js';
import { type FunctionCode, NO_VALUES } from './binary.js';
import { type Buffer, hashOf } from './buffer.js';
import * as wasm from './instructions.js';
import { type Code, Label } from './instructions.js';
import type { LaidOut, Span } from './memory.js';
import { Packing } from './packing.js';
import { Locals, RoutineCode, StateCells } from './routine.js';
import { type WrittenElement, writtenBy } from './written.js';

/** Code that other functions call, by its index. */
export interface ExpandingCode {
  readonly functions: readonly FunctionCode[];
  /** By number: what is called for a location. */
  readonly table: readonly number[];
  /** Takes the number of a state. */
  readonly expand: number;
}

interface ToExpand<S> extends Pick<NativeRequest<S>, 'program' | 'sorting' | 'keepsWays'> {
  /** Whether invariants are asked of states of the model. */
  readonly asks: boolean;
}

export class Expanding<S> {
  /** Where coverage is, see `coverageIndex`. */
  readonly coverage: Span;
  /** Where the state lies that is being expanded, and what is there at the start; also what it was before a step. */
  readonly workspace: { readonly at: number; readonly initial: Uint8Array };
  readonly #request: ToExpand<S>;
  readonly #packing: Packing;
  readonly #translated: TranslatedProgram;
  readonly #layout: Layout<Fields>;
  readonly #memory: LaidOut;
  readonly #buffer: Buffer;
  readonly #cells: StateCells;
  readonly #before: number;
  readonly #coverageAt: readonly (readonly (readonly number[])[])[];

  constructor(request: ToExpand<S>, translated: TranslatedProgram, memory: LaidOut, buffer: Buffer) {
    const { program, sorting } = request;
    this.#request = request;
    this.#translated = translated;
    this.#layout = program.layout;
    this.#memory = memory;
    this.#buffer = buffer;
    const { words } = createWorkspace(program);
    const initial = new Uint8Array(words.buffer);
    this.workspace = { at: memory.room(initial.length), initial };
    this.#before = memory.room(initial.length);
    this.#cells = new StateCells(program.layout, this.workspace.at);
    this.#packing = new Packing(program.layout, this.#cells, sorting, memory);
    const { at, length } = coverageIndex(program);
    this.#coverageAt = at;
    this.coverage = { at: memory.room(length), length };
  }

  /** @param first the index of the first function */
  code(first: number): ExpandingCode {
    const { actions, processes, halted } = this.#translated;
    const functions: FunctionCode[] = [];
    const add = (code: FunctionCode): number => first + functions.push(code) - 1;
    const called = actions.map(({ routine }) => add(this.#routine(routine)));
    const isHalted = add(this.#routine(halted));
    const put = add(this.#put());
    const nothing = add({ params: 0, results: 0, locals: 0, body: [] });
    const table = processes.flatMap(({ locations }, process) =>
      locations.map(({ branches }, location) =>
        branches.length === 0 ? nothing : add(this.#location(process, location, branches, called, put)),
      ),
    );
    return { functions, table, expand: add(this.#expand(isHalted)) };
  }

  #routine(routine: TranslatedProgram['halted']): FunctionCode {
    const locals = new Locals();
    const body = new RoutineCode(routine, this.#cells, this.#memory, locals).of(routine);
    return { params: 0, results: 1, locals: locals.count, body };
  }

  #location(
    process: number,
    location: number,
    branches: readonly TranslatedBranch[],
    called: readonly number[],
    put: number,
  ): FunctionCode {
    const locals = new Locals();
    const [outcome, target] = [locals.another(), locals.another()];
    const { program, sorting, keepsWays } = this.#request;
    const { branches: compiled } = program.automata[process].locations[location];
    const body = branches.map((branch, b) => {
      const written = this.#writtenBy(branch);
      const blocked = new Label();
      const pc: WrittenElement = { field: PC, element: process, values: branch.targets };
      const goesTo = branch.targets.length === 1 ? wasm.constant(branch.targets[0]) : wasm.get(target);
      const other = (field: string, element: number) => (field === PC && element === process ? goesTo : undefined);
      const { before, words, order } = this.#packing.pack([...written, pc], other, locals);
      const covered = this.coverage.at + this.#coverageAt[process][location][b];
      return wasm.block(
        blocked,
        branch.action === undefined ? [] : this.#act(branch, called[branch.action], outcome, blocked, written),
        branch.targets.length === 1 ? [] : wasm.set(target, chosen(branch.targets, outcome)),
        branch.targets.length === 1
          ? wasm.storeByte(wasm.own, wasm.constant(1), covered)
          : wasm.storeByte(wasm.plus(wasm.own, wasm.get(outcome)), wasm.constant(1), covered),
        before,
        wasm.call(
          put,
          ...words,
          sorting === undefined ? wasm.constant(0) : order,
          wasm.constant(Number(keepsWays?.(compiled[b]) === true)),
        ),
        this.#longsOf(written).map((byte) => wasm.copyLong(this.workspace.at + byte, this.#before + byte)),
      );
    });
    return { params: 0, results: 0, locals: locals.count, body };
  }

  /** Takes the words of a successor, its order, and whether it is a way: puts it behind those in the buffer. */
  #put(): FunctionCode {
    const { words } = this.#packing;
    const params = words + 2;
    const locals = new Locals(params);
    const [hash, out] = [locals.another(), locals.another()];
    const { headNumber, setHead } = this.#memory.head;
    const at = wasm.get(out);
    const taken = Array.from({ length: words }, (_, i) => wasm.get(i));
    const body = [
      hashOf(taken, hash),
      wasm.set(out, headNumber('out')),
      taken.map((word, i) => this.#buffer.setWord(at, i, word)),
      this.#buffer.set(at, 'hash', wasm.get(hash)),
      this.#buffer.set(at, 'parent', headNumber('expanding')),
      this.#request.sorting === undefined ? [] : this.#buffer.set(at, 'order', wasm.get(words)),
      this.#buffer.set(at, 'isWay', wasm.get(words + 1)),
      setHead('out', wasm.plus(at, wasm.constant(this.#buffer.stride))),
    ];
    return { params, results: 0, locals: locals.count, body };
  }

  #writtenBy({ action }: TranslatedBranch): WrittenElement[] {
    if (action === undefined) return [];
    return writtenBy(this.#translated.actions[action].routine.body, (field) => this.#layout.fields[field].length);
  }

  /** Leaves the outcome of the branch's action, or the block where that is blocked. */
  #act(
    { kind, targets }: TranslatedBranch,
    action: number,
    outcome: number,
    blocked: Label,
    written: readonly WrittenElement[],
  ): Code {
    const none = wasm.greaterOrEqualUnsigned(wasm.get(outcome), wasm.constant(targets.length));
    const taken = wasm.set(outcome, wasm.call(action));
    if (kind === 'step') return [taken, wasm.when(none, wasm.trap)];
    const changed = this.#longsOf(written).map((byte) =>
      wasm.differsLong(this.workspace.at + byte, this.#before + byte),
    );
    const waits = [changed.length === 0 ? [] : wasm.when(wasm.anyOf(changed), wasm.trap), wasm.jump(blocked)];
    return [taken, wasm.when(wasm.equal(wasm.get(outcome), wasm.constant(-1)), waits), wasm.when(none, wasm.trap)];
  }

  /** The places of the words of 8 bytes that elements lie in. */
  #longsOf(written: readonly WrittenElement[]): number[] {
    const bytes = written.map(({ field, element }) => 8 * Math.floor(this.#layout.byteOf(field, element) / 8));
    return [...new Set(bytes)];
  }

  #expand(isHalted: number): FunctionCode {
    const state = 0;
    const locals = new Locals(1);
    const [at, began] = [locals.another(), locals.another()];
    const { headNumber, setHead } = this.#memory.head;
    const { words } = this.#packing;
    const address = wasm.plus(headNumber('arena'), wasm.times(wasm.get(state), wasm.constant(4 * words)));
    const order = wasm.loadByte(wasm.plus(headNumber('order'), wasm.get(state)));
    const longs = Array.from({ length: Math.ceil(this.#layout.byteLength / 8) }, (_, i) => 8 * i);
    const model = wasm.load(wasm.plus(headNumber('modelOf'), wasm.fourTimes(wasm.get(state))));
    const isCut = wasm.loadByte(wasm.plus(headNumber('modelCuts'), model));
    const { processes } = this.#translated;
    let before = 0;
    const calls = processes.map(({ locations }, process) => {
      const first = before;
      before += locations.length;
      if (locations.every(({ branches }) => branches.length === 0)) return [];
      const number = wasm.plus(this.#cells.load(PC, process), wasm.constant(first));
      return wasm.callAt(NO_VALUES, number);
    });
    const body = [
      wasm.set(at, address),
      this.#packing.unpack(at, this.#request.sorting === undefined ? undefined : order, locals),
      longs.map((byte) => wasm.copyLong(this.#before + byte, this.workspace.at + byte)),
      setHead('expanding', wasm.get(state)),
      wasm.set(began, headNumber('out')),
      setHead('began', wasm.get(began)),
      this.#request.asks ? wasm.when(isCut, wasm.leaveFunction) : [],
      wasm.when(wasm.call(isHalted), wasm.leaveFunction),
      calls,
      wasm.when(
        wasm.and(wasm.equal(headNumber('out'), wasm.get(began)), wasm.less(headNumber('deadlock'), wasm.constant(0))),
        wasm.when(this.#isSomebodyStuck(), setHead('deadlock', wasm.get(state))),
      ),
    ];
    return { params: 1, results: 0, locals: locals.count, body };
  }

  /** Whether a process may not stay where it is. */
  #isSomebodyStuck(): Code {
    const tables = this.#translated.processes.map(({ locations }) =>
      this.#memory.filled(Uint8Array.from(locations.map(({ mayStay }) => Number(mayStay)))),
    );
    return wasm.anyOf(tables.map((table, process) => wasm.isZero(wasm.loadByte(this.#cells.load(PC, process), table))));
  }
}

/** The target of an outcome. */
const chosen = (targets: readonly number[], outcome: number): Code =>
  targets
    .slice(0, -1)
    .reduceRight<Code>(
      (rest, target, o) => wasm.select(wasm.equal(wasm.get(outcome), wasm.constant(o)), wasm.constant(target), rest),
      wasm.constant(targets.at(-1) ?? 0),
    );
