/** Strongly connected components of a graph in typed arrays, and again of parts of them: Tarjan's algorithm without recursion. */

/** The edges of node `n` are those from `firstEdge[n]` to before `firstEdge[n + 1]`. */
export interface Graph {
  readonly nodes: number;
  readonly firstEdge: Int32Array;
  /** By edge; negative where it leads out of the graph. */
  readonly target: Int32Array;
}

/** The region of nodes that lie on no cycle. */
const NOWHERE = 0;

/**
 * Splits the nodes of a graph into regions, ever smaller ones. Edges count only inside a region, so that a part of a
 * region can be split anew. Takes 24 bytes a node.
 */
export class Regions {
  readonly #graph: Graph;
  readonly #region: Int32Array;
  #lastRegion = NOWHERE;
  /** When a node was entered, from 1; 0 for a node that is not in work. */
  readonly #order: Int32Array;
  /** The earliest node on the stack that is known to be reachable. */
  readonly #low: Int32Array;
  /** The next edge to follow. */
  readonly #nextEdge: Int32Array;
  /** The way from the root to where the walk is. */
  readonly #path: Int32Array;
  /** Nodes entered whose component is not complete. */
  readonly #stack: Int32Array;
  #entered = 0;
  #pathLength = 0;
  #stackLength = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#region = new Int32Array(graph.nodes);
    this.#order = new Int32Array(graph.nodes);
    this.#low = new Int32Array(graph.nodes);
    this.#nextEdge = new Int32Array(graph.nodes);
    this.#path = new Int32Array(graph.nodes);
    this.#stack = new Int32Array(graph.nodes);
  }

  /** Whether both nodes lie in the same component, as far as was split until now; `to` may lie out of the graph. */
  together(from: number, to: number): boolean {
    return to >= 0 && this.#region[from] !== NOWHERE && this.#region[from] === this.#region[to];
  }

  /**
   * The components of these nodes and the edges among them, each a new region. A component without a cycle, that is a single
   * node without an edge to itself, is left out.
   */
  split(nodes: Int32Array): Int32Array[] {
    const region = ++this.#lastRegion;
    for (const node of nodes) this.#region[node] = region;
    const components: Int32Array[] = [];
    this.#entered = 0;
    for (const root of nodes) if (this.#region[root] === region) this.#walkFrom(root, region, components);
    return components;
  }

  #walkFrom(root: number, region: number, components: Int32Array[]): void {
    const { firstEdge, target } = this.#graph;
    this.#enter(root);
    while (this.#pathLength > 0) {
      const node = this.#path[this.#pathLength - 1];
      if (this.#nextEdge[node] === firstEdge[node + 1]) {
        this.#leave(node, components);
        continue;
      }
      const to = target[this.#nextEdge[node]++];
      // A complete component has another region already.
      if (to < 0 || this.#region[to] !== region) continue;
      if (this.#order[to] === 0) this.#enter(to);
      else this.#lower(node, this.#order[to]);
    }
  }

  #enter(node: number): void {
    this.#order[node] = this.#low[node] = ++this.#entered;
    this.#nextEdge[node] = this.#graph.firstEdge[node];
    this.#path[this.#pathLength++] = node;
    this.#stack[this.#stackLength++] = node;
  }

  #leave(node: number, components: Int32Array[]): void {
    this.#pathLength--;
    if (this.#pathLength > 0) this.#lower(this.#path[this.#pathLength - 1], this.#low[node]);
    if (this.#low[node] === this.#order[node]) this.#complete(node, components);
  }

  #lower(node: number, to: number): void {
    if (to < this.#low[node]) this.#low[node] = to;
  }

  /** Takes the component that was entered at `root` off the stack. */
  #complete(root: number, components: Int32Array[]): void {
    const end = this.#stackLength;
    do this.#order[this.#stack[--this.#stackLength]] = 0;
    while (this.#stack[this.#stackLength] !== root);
    const component = this.#stack.subarray(this.#stackLength, end);
    const cyclic = component.length > 1 || this.#hasEdgeToItself(root);
    const region = cyclic ? ++this.#lastRegion : NOWHERE;
    for (const node of component) this.#region[node] = region;
    if (cyclic) components.push(component.slice());
  }

  #hasEdgeToItself(node: number): boolean {
    const { firstEdge, target } = this.#graph;
    return target.subarray(firstEdge[node], firstEdge[node + 1]).includes(node);
  }
}
