/**
 * The state graph of a design in a small configuration, for Graphviz: a node for each state, numbered by distance from the
 * start, an edge for each step. Violating states, and the shortest race to each violated property, stand out.
 */

import type { Search } from '../checker/search.js';
import { type StateEdge, stateEdges } from '../checker/state_graph.js';
import { createWorkspace, PC } from '../checker/system.js';
import type { TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { invariantsAmong, type Property } from '../properties/property.js';
import { callParts, callText } from './call.js';

/** A larger graph cannot be read, and takes Graphviz minutes to lay out. */
export const MAX_DOT_STATES = 1_000;

export interface DotOptions {
  /** What the graph is of, for its heading. */
  readonly title: string;
  /** Those whose violating states are marked, where single states can violate them. */
  readonly properties: readonly Property[];
  /** The races to mark, each from the initial state. */
  readonly races: readonly (readonly TraceStep[])[];
}

type Attributes = Readonly<Record<string, string | number>>;

const START: Attributes = { shape: 'doublecircle' };
const VIOLATING: Attributes = { style: 'filled', color: 'red', fillcolor: 'mistyrose' };
const RACE: Attributes = { color: 'red', fontcolor: 'red', penwidth: 2.5 };

/** @param search finished, with every reachable state */
export function drawDot(search: Search<Kernel>, { title, properties, races }: DotOptions): string {
  const edges = stateEdges(search);
  const marked = new Set(races.flatMap((race) => edgesOfRace(race, edges)));
  const nodes = nodeLines(search, properties);
  return [
    'digraph pageoffline {',
    `  graph [${attributeText({ label: title, labelloc: 't', fontname: 'monospace' })}];`,
    `  node [${attributeText({ shape: 'circle', fontname: 'monospace', fontsize: 10 })}];`,
    `  edge [${attributeText({ fontname: 'monospace', fontsize: 9 })}];`,
    ...nodes,
    ...edges.map((edge) => edgeLine(edge, marked.has(edge))),
    '}',
  ].join('\n');
}

function nodeLines({ program, store }: Search<Kernel>, properties: readonly Property[]): string[] {
  const { views, state } = createWorkspace(program);
  const { unpack } = program.layout.packer(views);
  const fields = program.layout.variables.filter((field) => field !== PC);
  return Array.from({ length: store.size }, (_, number) => {
    unpack(store.arena, number * store.words);
    const violated = invariantsAmong(properties).filter(({ violator }) => violator(state) >= 0);
    const values = fields.map((field) => {
      return `${field}: ${Array.from(views[field], (value) => program.layout.valueName(field, value)).join(' ')}`;
    });
    const attributes = {
      label: [number, ...violated.map(({ id }) => id)].join('\n'),
      tooltip: values.join('\n'),
      ...(number === 0 ? START : {}),
      ...(violated.length === 0 ? {} : VIOLATING),
    };
    return `  ${number} [${attributeText(attributes)}];`;
  });
}

function edgeLine({ from, to, step }: StateEdge, isRace: boolean): string {
  return `  ${from} -> ${to} [${attributeText({ label: stepText(step), ...(isRace ? RACE : {}) })}];`;
}

function stepText({ process, choices, action, args, outcome }: TraceStep): string {
  const chosen = choices.map(({ name, option }) => `${name}: ${option}`);
  const call = action === undefined ? [] : [callParts({ action, args, ...(outcome === undefined ? {} : { outcome }) })];
  return [process, ...chosen, ...call.map(callText)].join('\n');
}

function edgesOfRace(race: readonly TraceStep[], edges: readonly StateEdge[]): StateEdge[] {
  let at = 0;
  return race.map((step, i) => {
    const key = JSON.stringify(step);
    const taken = edges.find((edge) => edge.from === at && JSON.stringify(edge.step) === key);
    if (taken === undefined) throw new Error(`step ${i + 1} of the race is not in the state graph`);
    at = taken.to;
    return taken;
  });
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${quoted(String(value))}`)
    .join(', ');
}

/** In a quoted string of the language only `"` and `\` mean something. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
