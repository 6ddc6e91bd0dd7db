/** What found a run when no strategy did: exhaustive search, or a user. */

export const FOUND_BY_SEARCH = 'search';
export const FOUND_BY_HAND = 'hand';
