/** Typed arrays that grow: a longer one with the same values, and zeros behind them. */

type Growing = Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

export function grown(old: Int32Array, length: number): Int32Array<ArrayBuffer>;
export function grown(old: Uint16Array, length: number): Uint16Array<ArrayBuffer>;
export function grown(old: Uint8Array, length: number): Uint8Array<ArrayBuffer>;
export function grown(old: Int32Array | Uint16Array | Uint8Array, length: number): Growing {
  const longer = zeros(old, length);
  longer.set(old);
  return longer;
}

function zeros(like: Int32Array | Uint16Array | Uint8Array, length: number): Growing {
  if (like instanceof Int32Array) return new Int32Array(length);
  return like instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);
}
