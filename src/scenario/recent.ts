/** The most recently used values of an expensive function, up to a limit. */

export class Recent<V> {
  readonly #values = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value kept under the key, made if there is none. */
  get(key: string, make: () => V): V {
    const kept = this.#values.get(key);
    const value = kept ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#limit) this.#values.delete(oldest);
    return value;
  }
}
