/** What found a run when no strategy did: exhaustive search, or a user. */

/** What a trace says that exhaustive search found. */
export const FOUND_BY_SEARCH = 'search';
/** What a trace says that was stepped by hand. */
export const FOUND_BY_HAND = 'hand';
