/** Questions about states that a search is told of before it begins: their answers are kept, by state of the model. */

export interface Question<S> {
  /** Tells it from the others. */
  readonly id: string;
  /** It may look at nothing but the state. Whoever wants its answers names this very function. */
  readonly asks: (state: S) => boolean;
}

/** Where an answer is among those about one state: the word, and the bit in it. The first bit says that they are there. */
export function answerPlace(question: number): { readonly word: number; readonly bit: number } {
  const place = question + 1;
  return { word: place >>> 5, bit: place & 31 };
}

/** Words of the answers about one state. */
export const answerWords = (questions: number): number => (questions >>> 5) + 1;
