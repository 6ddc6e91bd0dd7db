/** A copy of what can change in a working copy of the state, to go back to and to compare with. */

import type { Cells } from './layout.js';

export class StateCopy {
  readonly #cells: readonly Cells[];
  readonly #values: Int32Array;

  constructor(cells: readonly Cells[]) {
    this.#cells = cells;
    this.#values = new Int32Array(cells.reduce((sum, { length }) => sum + length, 0));
  }

  take(): void {
    let i = 0;
    for (const cells of this.#cells)
      for (let element = 0; element < cells.length; element++) this.#values[i++] = cells[element];
  }

  restore(): void {
    let i = 0;
    for (const cells of this.#cells)
      for (let element = 0; element < cells.length; element++) cells[element] = this.#values[i++];
  }

  isTheState(): boolean {
    let i = 0;
    for (const cells of this.#cells)
      for (let element = 0; element < cells.length; element++) if (cells[element] !== this.#values[i++]) return false;
    return true;
  }
}
