/**
 * Objects that a text says all of, as long as the code of the checker is the same: so what is made of one may be kept under its
 * text, for later. What a user's code has a part in has no such text.
 */

const texts = new WeakMap<object, string>();

/** @param text of no other object that differs from it */
export function knowAs(object: object, text: string): void {
  texts.set(object, text);
}

/** Undefined for one that no text says all of. It goes with the object itself: a copy that is changed has none. */
export const knownText = (object: object): string | undefined => texts.get(object);
