/** Hashing of packed states, for the table of visited states and for digests of reachable sets; and of names. */

/** What {@link mixHash} multiplies by. */
export const MIX_MULTIPLIERS = [0x85ebca6b, 0xc2b2ae35] as const;

/** Spreads every input bit over the whole result (the finaliser of MurmurHash3). */
export function mixHash(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** What each word is multiplied by: 2 ** 32 over the golden ratio. */
export const HASH_MULTIPLIER = 0x9e3779b1;

/** In generated code: mixes a word into `hash`, as {@link hashWords} does. */
export const mixingCode = (word: string): string =>
  `hash = Math.imul(hash ^ ${word}, ${HASH_MULTIPLIER}); hash ^= hash >>> 15;`;

export function hashWords(words: Int32Array, from: number, length: number, seed = 0): number {
  let hash = seed;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ words[from + i], HASH_MULTIPLIER);
    hash ^= hash >>> 15;
  }
  return mixHash(hash);
}

const FNV_START = 0x811c9dc5;

/** FNV-1a. @param before the hash of what stands before the text */
export function hashText(text: string, before = FNV_START): number {
  let hash = before;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
