/**
 * A race in the Informal Trace Format, which tools around Apalache and Quint read: every state of it, whole.
 * https://apalache-mc.org/docs/adr/015adr-trace.html
 */

import type { FieldSpec } from '../checker/layout.js';
import { createWorkspace, PC } from '../checker/system.js';
import type { ReplayedStep } from '../checker/trace.js';
import { callParts, callText } from './call.js';
import type { ReplayedRace } from './replayed_race.js';
import { startSentences } from './start.js';

const FORMAT_URL = 'https://apalache-mc.org/docs/adr/015adr-trace.html';

/** Integers are never JSON numbers, which not all readers of the format take. */
type Value = string | { readonly '#bigint': string };
type Expression = Value | { readonly '#map': readonly (readonly [Value, Value])[] };
type State = Readonly<Record<string, Expression | object>>;

/** A field that can change, with its values as they are now. */
interface Variable {
  readonly name: string;
  readonly spec: FieldSpec;
  readonly cells: number[];
}

/**
 * One JSON document. A field with elements is a map from their numbers (of a process: its name), a field whose values have
 * names has them as strings. Fields that no step can change are left out. In a lasso the last state is that of `loop` again.
 */
export function drawItf(race: ReplayedRace): string {
  const { steps, wrong, loop, assumed } = race;
  const processes = race.program.automata.map(({ process }) => process);
  const variables = variablesOf(race);
  const states = [stateOf(variables, processes, { index: 0 })];
  steps.forEach((step, i) => {
    for (const { field, element, after } of step.changes) {
      const variable = variables.find(({ name }) => name === field);
      if (variable !== undefined) variable.cells[element] = after;
    }
    states.push(stateOf(variables, processes, { index: i + 1, ...stepMeta(step) }));
  });
  const head = {
    '#meta': {
      format: 'ITF',
      'format-description': FORMAT_URL,
      source: startSentences(race.scenario).join(' '),
      description: assumed === undefined ? wrong : `${wrong}, ${assumed}`,
      varTypes: Object.fromEntries(variables.map(({ name, spec }) => [name, typeOf(name, spec)])),
    },
    vars: variables.map(({ name }) => name),
    ...(loop === undefined ? {} : { loop }),
  };
  return documentOf(head, states);
}

/** A line for each entry and each state, so that two documents can be compared by eye. */
function documentOf(head: object, states: readonly State[]): string {
  const entries = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const lines = states.map((state) => `    ${JSON.stringify(state)}`).join(',\n');
  return ['{', ...entries, '  "states": [', lines, '  ]', '}'].join('\n');
}

function variablesOf({ program }: ReplayedRace): Variable[] {
  const { layout } = program;
  const { views } = createWorkspace(program);
  return layout.variables.map((name) => {
    const spec = layout.fields[name];
    return { name, spec, cells: Array.from({ length: spec.length }, (_, i) => views[name][i]) };
  });
}

function stateOf(variables: readonly Variable[], processes: readonly string[], meta: object): State {
  const values = variables.map(({ name, spec, cells }) => [name, expressionOf(name, spec, cells, processes)]);
  return { '#meta': meta, ...Object.fromEntries(values) };
}

function expressionOf(
  name: string,
  spec: FieldSpec,
  cells: readonly number[],
  processes: readonly string[],
): Expression {
  const values = cells.map((cell) => spec.labels?.[cell] ?? bigint(cell));
  if (spec.index === undefined) return values[0];
  return { '#map': values.map((value, i) => [name === PC ? processes[i] : bigint(i), value] as const) };
}

const bigint = (value: number): Value => ({ '#bigint': String(value) });

/** In the notation of Apalache's type annotations. */
function typeOf(name: string, { index, labels }: FieldSpec): string {
  const value = labels === undefined ? 'Int' : 'Str';
  if (index === undefined) return value;
  return `${name === PC ? 'Str' : 'Int'} -> ${value}`;
}

/** The step that led to the state. */
function stepMeta({ process, choices, action, args, outcome }: ReplayedStep): object {
  const chosen = choices.map(({ name, option }) => `${name}: ${option}`);
  const called =
    action === undefined
      ? {}
      : { action: callText(callParts({ action, args, ...(outcome === undefined ? {} : { outcome }) })) };
  return { process, ...called, ...(chosen.length === 0 ? {} : { choices: chosen }) };
}
