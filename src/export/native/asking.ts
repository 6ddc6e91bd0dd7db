/**
 * The code that looks at a new state of the model: whether it violates an invariant, and what the answers to all questions are.
 * Where that cannot be told, as an index that it computes is beyond a field, it says so in place of an error.
 */

import type { Fields, Layout } from '../../checker/layout.js';
import { answerPlace, answerWords } from '../../checker/question.js';
import { PC } from '../../checker/system.js';
import type { TranslatedPredicate } from '../program.js';
import type { FunctionCode } from './binary.js';
import type { Code } from './instructions.js';
import * as wasm from './instructions.js';
import type { LaidOut, Span } from './memory.js';
import { cellsFrom } from './packing.js';
import { Locals, RoutineCode, StateCells } from './routine.js';

/** What is asked, as it was translated. */
export interface Translated {
  readonly invariants: readonly TranslatedPredicate[];
  readonly questions: readonly TranslatedPredicate[];
}

export interface AskingCode {
  readonly functions: readonly FunctionCode[];
  /**
   * Takes the packed words of a state, and the number of its state of the model, of which it leaves the answers; gives 0 where no
   * invariant that is asked is violated. Undefined where nothing was translated.
   */
  readonly look: number | undefined;
}

export class Asking {
  /** By invariant: 1 where it is asked; empty where each new state of the model is asked about, if any is. */
  readonly asked: Span;
  /** Where the state is that is looked at, in cells as they are at the start. */
  readonly cells: number;
  readonly #translated: Translated;
  readonly #layout: Layout<Fields>;
  readonly #memory: LaidOut;
  readonly #cells: StateCells;
  /** Where there is 1 when something could not be told. */
  readonly #unsure: number;

  constructor(layout: Layout<Fields>, translated: Translated, memory: LaidOut) {
    this.#translated = translated;
    this.#layout = layout;
    this.#memory = memory;
    this.cells = memory.room(layout.byteLength);
    this.#cells = new StateCells(layout, this.cells);
    this.#unsure = memory.room(1);
    const { length } = translated.invariants;
    this.asked = { at: memory.room(length), length };
  }

  /** @param first the index of the first function */
  code(first: number): AskingCode {
    const [invariants, questions] = [this.#translated.invariants, this.#translated.questions].map((all) =>
      all.map((each) => this.#predicate(each)),
    );
    const functions = [...invariants, ...questions];
    if (functions.length === 0) return { functions, look: undefined };
    const at = (index: number): number => first + index;
    const look = this.#look(
      invariants.map((_, i) => at(i)),
      questions.map((_, i) => at(invariants.length + i)),
    );
    return { functions: [...functions, look], look: at(functions.length) };
  }

  #predicate({ routine }: TranslatedPredicate): FunctionCode {
    const locals = new Locals();
    const unknown = [this.#setUnsure(1), wasm.constant(0)];
    const body = new RoutineCode(routine, this.#cells, this.#memory, locals, unknown).of(routine);
    return { params: 0, results: 1, locals: locals.count, body };
  }

  #look(invariants: readonly number[], questions: readonly number[]): FunctionCode {
    const words = this.#layout.packedWords;
    const model = words;
    const params = words + 1;
    const locals = new Locals(params);
    const slots = this.#layout.slots.filter(({ field, bits }) => bits > 0 && field !== PC);
    const violated = locals.another();
    const body = [
      cellsFrom(this.#cells, slots, (word) => wasm.get(word)),
      this.#answer(model, questions, locals),
      this.#setUnsure(0),
      invariants.map((index, i) =>
        wasm.when(
          wasm.loadByte(wasm.own, this.asked.at + i),
          wasm.when(wasm.isZero(wasm.call(index)), wasm.set(violated, wasm.constant(1))),
        ),
      ),
      wasm.or(wasm.get(violated), this.#isUnsure()),
    ];
    return { params, results: 1, locals: locals.count, body };
  }

  /** Answers that could not be told are left out, all of them. */
  #answer(model: number, questions: readonly number[], locals: Locals): Code {
    if (questions.length === 0) return [];
    const answers = Array.from({ length: answerWords(questions.length) }, () => locals.another());
    const { headNumber } = this.#memory.head;
    const stride = wasm.constant(4 * answers.length);
    const address = wasm.plus(headNumber('modelAnswers'), wasm.times(wasm.get(model), stride));
    return [
      this.#setUnsure(0),
      answers.map((answer, word) => wasm.set(answer, wasm.constant(Number(word === 0)))),
      questions.map((index, i) => {
        const { word, bit } = answerPlace(i);
        const isTrue = wasm.unequal(wasm.call(index), wasm.constant(0));
        const answer = answers[word];
        return wasm.set(answer, wasm.or(wasm.get(answer), wasm.shiftLeft(isTrue, wasm.constant(bit))));
      }),
      wasm.when(
        wasm.isZero(this.#isUnsure()),
        answers.map((answer, word) => wasm.store(address, wasm.get(answer), 4 * word)),
      ),
    ];
  }

  #isUnsure(): Code {
    return wasm.loadByte(wasm.own, this.#unsure);
  }

  #setUnsure(value: number): Code {
    return wasm.storeByte(wasm.own, wasm.constant(value), this.#unsure);
  }
}
