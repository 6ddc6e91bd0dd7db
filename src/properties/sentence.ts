/** The words of a property, whatever its kind. */

export interface Sentence {
  /** As in the list of the review thread's claims. */
  readonly id: string;
  /** A few words, for tables. */
  readonly title: string;
  /** A fragment of the thread, where the property comes from it. */
  readonly quote?: string;
  /** What it says, in one sentence. */
  readonly statement: string;
}
