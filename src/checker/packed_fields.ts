/** The fields of a system in packed form, without the locations of its processes: the state of the model alone. */

import { hashWords } from './hash.js';
import { type Fields, Layout, type Packer, type Views } from './layout.js';

export class PackedFields {
  /** As they were when they were last packed. */
  readonly words: Int32Array;
  readonly #packer: Packer;

  /** @param views of the workspace that holds the state, in which there may be more than these fields */
  constructor(fields: Fields, views: Views<Fields>) {
    const layout = new Layout(fields);
    this.words = new Int32Array(layout.packedWords);
    this.#packer = layout.packer(views);
  }

  /** Packs the fields of the workspace; false when a value does not fit, and another state may pack alike. */
  pack(): boolean {
    return this.#packer.pack(this.words, 0);
  }

  /** A hash of what was last packed. */
  hash(): number {
    return hashWords(this.words, 0, this.words.length);
  }
}
