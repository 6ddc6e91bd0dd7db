/**
 * What runs pass through while something that is to happen has not happened yet, over the states that a finished search has
 * stored: a graph whose nodes are such states, numbered by how near the initial state they are.
 */

import type { Expectation } from './expectation.js';
import type { MoveGraph } from './fair_component.js';
import { grown } from './grown.js';
import type { KeptMoves, MoveKind } from './kept_moves.js';
import type { Search } from './search.js';
import type { Program } from './system.js';
import type { Move } from './trace.js';

/** The target of an edge to a state where what was asked for is given, and of a move that is forbidden. */
const GIVEN = -1;

/** A state that asks and has no node yet. */
const ASKING = -2;

/** No node or edge. */
const NONE = -1;

const FIRST_EDGES = 1 << 10;

const NOTHING: readonly number[] = [];

/**
 * Nodes are the states of kind `from` and what can be reached from them without passing one of kind `to`. A state that breaks
 * `during` has no edges, like one where nothing can happen. Takes 20 bytes for each state of the search and 9 for each edge, beside the
 * moves that the search keeps.
 */
export class Pending<S> implements MoveGraph {
  readonly search: Search<S>;
  /** States of kind `from`, whether or not they are of kind `to` also. */
  asked = 0;
  nodes = 0;
  /** By node: its state in the search. */
  readonly state: Int32Array;
  readonly firstEdge: Int32Array;
  target = new Int32Array(FIRST_EDGES);
  /** By edge: the process that moves, and by which branch. */
  process = new Uint16Array(FIRST_EDGES);
  branch = new Uint16Array(FIRST_EDGES);
  resting = new Uint8Array(FIRST_EDGES);
  readonly #expectation: Expectation<S>;
  readonly #moves: KeptMoves<S>;
  /** By kind of move: 1 where it is avoided. */
  readonly #avoided: Uint8Array;
  /** The kinds of the moves that are possible in a state and forbidden. */
  readonly #forbidden: (state: number) => readonly number[];
  /** Whether a state has no edges, whatever moves there are. */
  readonly #ends: (state: number) => boolean;
  /** By state: 1 + its node, 0 for none yet, or {@link GIVEN}, or {@link ASKING}. */
  readonly #nodeOf: Int32Array;
  /** By node: that before it on a shortest way, and the edge between; {@link NONE} where something is asked for first. */
  readonly #before: Int32Array;
  readonly #edgeFrom: Int32Array;
  #edges = 0;

  /**
   * @param whole where the search is of a restricted program, that program: a process that may move there is one that can move,
   *   so that nobody waits fairly only since a restriction forbids what comes next
   * @throws when the search did not see every state: nothing can be said then
   */
  constructor(search: Search<S>, expectation: Expectation<S>, whole: Program<S> = search.program) {
    if (search.incomplete !== undefined || !search.done) throw new Error('the search is not finished');
    const { program, store } = search;
    const { automata, system } = program;
    this.search = search;
    this.#expectation = expectation;
    this.#moves = search.moves;
    this.#forbidden = whole === program ? () => NOTHING : this.#moves.forbiddenIn(whole);
    this.#avoided = Uint8Array.from(this.#moves.kinds, ({ process, location, branch }) =>
      expectation.avoids?.(automata[process].locations[location].branches[branch]) === true ? 1 : 0,
    );
    this.#ends = search.modelStates.ask((k) => system.halted?.(k) === true || expectation.during?.(k) === false);
    this.state = new Int32Array(store.size);
    this.firstEdge = new Int32Array(store.size + 1);
    this.#nodeOf = new Int32Array(store.size);
    this.#before = new Int32Array(store.size);
    this.#edgeFrom = new Int32Array(store.size);
    this.#build();
  }

  /** The moves of a shortest run to a node, and how many of them come before something is asked for. */
  pathTo(node: number): { moves: Move[]; asks: number } {
    const behind: Move[] = [];
    let at = node;
    for (; this.#edgeFrom[at] >= 0; at = this.#before[at]) behind.push(this.move(this.#edgeFrom[at]));
    const start = this.search.pathTo(this.state[at]);
    return { moves: [...start, ...behind.reverse()], asks: start.length };
  }

  move(edge: number): Move {
    return { process: this.process[edge], branch: this.branch[edge] };
  }

  /**
   * Breadth first from every state that asks, each taken up when the distance from the initial state is its own: so nodes are
   * found nearest first, and by a shortest way.
   */
  #build(): void {
    this.#classify();
    const { size } = this.search.store;
    const depth = depths(this.search);
    let state = 0;
    let expanded = 0;
    for (let distance = 0; state < size || expanded < this.nodes; distance++) {
      for (; state < size && depth[state] === distance; state++) {
        if (this.#nodeOf[state] === ASKING) this.#addNode(state, NONE, NONE);
      }
      for (const end = this.nodes; expanded < end; expanded++) this.#expand(expanded);
    }
    this.firstEdge[this.nodes] = this.#edges;
  }

  /** Counts the states that ask, and finds those where it is given or nobody asks any more. */
  #classify(): void {
    const { from, to } = this.#expectation;
    const { modelStates, store } = this.search;
    const asks = modelStates.ask(from);
    const isGiven = modelStates.ask(to);
    for (let state = 0; state < store.size; state++) {
      if (asks(state)) this.asked++;
      // What never comes because the search did not look behind a violation is no finding of its own.
      if (isGiven(state) || this.search.isCutAt(state)) this.#nodeOf[state] = GIVEN;
      else if (asks(state)) this.#nodeOf[state] = ASKING;
    }
  }

  #expand(node: number): void {
    this.firstEdge[node] = this.#edges;
    const state = this.state[node];
    if (this.#ends(state)) return;
    const moves = this.#moves;
    moves.make(state);
    const end = moves.end[state];
    for (let move = moves.first[state]; move < end; move++) {
      if (this.#avoided[moves.kind[move]] === 1) continue;
      const edge = this.#addEdge(moves.kinds[moves.kind[move]]);
      this.target[edge] = this.#nodeFor(moves.target[move], node, edge);
    }
    for (const kind of this.#forbidden(state)) if (this.#avoided[kind] === 0) this.#addEdge(moves.kinds[kind]);
  }

  /** It leads nowhere yet. */
  #addEdge({ process, branch, resting }: MoveKind): number {
    if (this.#edges === this.target.length) this.#growEdges();
    const edge = this.#edges++;
    this.process[edge] = process;
    this.branch[edge] = branch;
    this.resting[edge] = resting ? 1 : 0;
    this.target[edge] = GIVEN;
    return edge;
  }

  #nodeFor(state: number, from: number, edge: number): number {
    const known = this.#nodeOf[state];
    if (known === GIVEN) return GIVEN;
    return known > 0 ? known - 1 : this.#addNode(state, from, edge);
  }

  #addNode(state: number, from: number, edge: number): number {
    const node = this.nodes++;
    this.#nodeOf[state] = node + 1;
    this.state[node] = state;
    this.#before[node] = from;
    this.#edgeFrom[node] = edge;
    return node;
  }

  #growEdges(): void {
    const length = this.#edges * 2;
    this.target = grown(this.target, length);
    this.process = grown(this.process, length);
    this.branch = grown(this.branch, length);
    this.resting = grown(this.resting, length);
  }
}

/** The number of moves to each state. */
function depths<S>({ store }: Search<S>): Int32Array {
  const depth = new Int32Array(store.size);
  for (let state = 1; state < store.size; state++) depth[state] = depth[store.predecessors.of(state)] + 1;
  return depth;
}
