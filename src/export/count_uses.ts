/** How the code of a program uses counts, read from its text. */

import type { Branch } from '../checker/automaton.js';
import type { Counter, CountUse, CountUses } from '../checker/count_use.js';
import type { ElementOf } from '../checker/identical.js';
import type { FieldSpec } from '../checker/layout.js';
import type { Atomic } from '../checker/process.js';
import { createWorkspace, type Program } from '../checker/system.js';
import { type CountedState, type CountReading, type InBoth, readCounts } from './count_reading.js';
import { HangsOnCount } from './count_values.js';
import type { Routine } from './form.js';
import { type AnyFunction, FunctionTexts } from './function_text.js';
import { type Predicate, ProgramState } from './program.js';
import { Translation } from './translate.js';
import { Untranslatable } from './untranslatable.js';

/** What is read. */
export interface CountsAsked<S> {
  readonly program: Program<S>;
  /** The same with room for one process more, of which it has none more. */
  readonly larger: Program<S>;
  /** For how many processes the first is made. */
  readonly size: number;
  /** The process of which there is to be any number. */
  readonly process: number;
  readonly counters: readonly Counter[];
  readonly predicates: readonly Predicate<S>[];
}

/** A function of both programs, and what it is called. */
interface Asked {
  readonly name: string;
  readonly functions: InBoth<AnyFunction>;
  readonly args: readonly number[];
}

type Read = CountReading | { readonly why: string };

/** @throws when the processes of the two programs differ, or where it halts hangs on a count */
export function countUsesIn<S>(asked: CountsAsked<S>): CountUses<S> {
  const texts = new FunctionTexts();
  try {
    const reading = new ReadingOfPrograms(asked, texts);
    for (;;) {
      const { varying } = reading;
      const uses = usesIn(asked, reading);
      // What was folded away as constant must be so for all.
      if (reading.varying === varying) return uses;
    }
  } finally {
    texts.close();
  }
}

function usesIn<S>(asked: CountsAsked<S>, reading: ReadingOfPrograms<S>): CountUses<S> {
  const { program, larger, size, process, counters, predicates } = asked;
  const halted = [program.system.halted, larger.system.halted] as const;
  if (halted[0] !== undefined && halted[1] !== undefined) {
    const read = reading.read({ name: 'halted', functions: [halted[0], halted[1]], args: [] });
    if ('why' in read || read.use.seen.length > 0) throw new Error(`it halts by a count: ${whyOf(read)}`);
  }
  const changed = new Set<number>();
  const actions = new Map<Atomic<S>, Map<string, Read>>();
  for (const [p, [one, more]] of branchesOf(program, larger)) {
    const { action, args } = one;
    if (action === undefined || more.action === undefined) continue;
    const known = actions.get(action) ?? new Map<string, Read>();
    actions.set(action, known);
    const read =
      known.get(args.join()) ??
      reading.read({ name: action.name, functions: [action.run, more.action.run], args: [...args] });
    known.set(args.join(), read);
    if (p === process) for (const counter of 'why' in read ? counters.keys() : read.writes) changed.add(counter);
  }
  const predicatesRead = new Map(
    predicates.map(({ id, of }) => [id, reading.read({ name: id, functions: [of, of], args: [] })]),
  );
  const places = [...changed].sort((a, b) => a - b);
  const among = (read: Read): CountUse => ('why' in read ? read : restrictedTo(places, read, counters));
  return {
    size,
    counters: places.map((counter) => counters[counter]),
    ofAction: (action, args) => {
      const read = actions.get(action)?.get(args.join());
      if (read === undefined) throw new Error(`action ${action.name} is none of the program`);
      return among(read);
    },
    ofPredicate: (id) => {
      const read = predicatesRead.get(id);
      if (read === undefined) throw new Error(`predicate ${id} was not read`);
      return among(read);
    },
  };
}

const whyOf = (read: Read): string => ('why' in read ? read.why : 'it reads one');

/** What is said of some counters alone: what the others are is known. */
function restrictedTo(places: readonly number[], { use }: CountReading, counters: readonly Counter[]): CountUse {
  const kept = places.flatMap((place) => counters[place]);
  const isKept = ({ field, element }: ElementOf): boolean =>
    kept.some((each) => each.field === field && each.element === element);
  return {
    seen: use.seen.flatMap((counter) => (places.includes(counter) ? [places.indexOf(counter)] : [])),
    from: use.from.filter(isKept),
    limits: use.limits.filter(isKept),
  };
}

/** The branches of both, in pairs, with the number of their process. @throws when there are others */
function* branchesOf<S>(program: Program<S>, larger: Program<S>): Generator<[number, InBoth<Branch<S>>]> {
  for (const [p, { process, locations }] of program.automata.entries()) {
    const others = larger.automata[p]?.locations ?? [];
    const differs = new Error(`${process} is another with one process more`);
    if (others.length !== locations.length) throw differs;
    for (const [l, { branches }] of locations.entries()) {
      if (others[l].branches.length !== branches.length) throw differs;
      for (const [b, branch] of branches.entries()) {
        const other = others[l].branches[b];
        if (!isSameBranch(branch, other)) throw differs;
        yield [p, [branch, other]];
      }
    }
  }
}

const isSameBranch = <S>(one: Branch<S>, other: Branch<S>): boolean =>
  one.action?.name === other.action?.name &&
  one.kind === other.kind &&
  one.args.join() === other.args.join() &&
  one.targets.join() === other.targets.join();

class ReadingOfPrograms<S> {
  readonly #texts: FunctionTexts;
  readonly #programs: InBoth<OneProgram<S>>;
  readonly #counted: CountedState;

  constructor({ program, larger, size, counters }: CountsAsked<S>, texts: FunctionTexts) {
    this.#texts = texts;
    this.#programs = [new OneProgram(program, texts), new OneProgram(larger, texts)];
    this.#counted = countedIn(program, larger, size, counters);
  }

  /** How many fields were found not to be constant so far. */
  get varying(): number {
    return this.#programs.reduce((sum, { state }) => sum + state.varying.size, 0);
  }

  read({ name, functions, args }: Asked): Read {
    try {
      return readCounts(this.#counted, [
        this.#programs[0].routine(functions[0], args),
        this.#programs[1].routine(functions[1], args),
      ]);
    } catch (error) {
      if (error instanceof Untranslatable) return { why: `${name} cannot be read: ${error.message}` };
      if (error instanceof HangsOnCount)
        return { why: `${name} at ${this.#texts.placeOf(functions[0], 1)} ${error.message}` };
      throw error;
    }
  }
}

class OneProgram<S> {
  readonly state: ProgramState<S>;
  readonly #texts: FunctionTexts;
  readonly #given: S;

  constructor(program: Program<S>, texts: FunctionTexts) {
    const workspace = createWorkspace(program);
    this.state = new ProgramState(program, workspace);
    this.#texts = texts;
    this.#given = workspace.state;
  }

  /** @throws Untranslatable */
  routine(of: AnyFunction, args: readonly number[]): Routine {
    return new Translation(this.#texts, this.state).routine(of, [this.#given, ...args]);
  }
}

function countedIn<S>(
  program: Program<S>,
  larger: Program<S>,
  size: number,
  counters: readonly Counter[],
): CountedState {
  const elements = counters.flat();
  const numbers = new Map(elements.map(({ field, element }, number) => [`${field} ${element}`, number]));
  return {
    size,
    elements,
    counters: counters.flatMap((counter, number) => counter.map(() => number)),
    numberOf: (field, element) => numbers.get(`${field} ${element}`),
    lengthOf: (field) => program.layout.fields[field].length,
    rangeOf: (field, element) => {
      const [one, more] = [program, larger].map(({ layout }) => rangeIn(layout.fields[field], element));
      const isSame = one.min === more.min && one.max === more.max;
      return isSame ? one : { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
    },
  };
}

const rangeIn = ({ min = 0, max }: FieldSpec, element: number) => ({
  min,
  max: typeof max === 'number' ? max : max[element],
});
