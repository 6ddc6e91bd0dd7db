/** A move as one number, for tables of many: the process above, the branch below. */

const BRANCH_BITS = 16;

/** No system may have more processes, and no location more branches. */
export const MOST_PROCESSES = 2 ** (32 - BRANCH_BITS);
export const MOST_BRANCHES = 2 ** BRANCH_BITS;

/** One transition: which process moved, and by which branch of its location. */
export interface Move {
  readonly process: number;
  readonly branch: number;
}

export const packMove = (process: number, branch: number): number => (process << BRANCH_BITS) | branch;

export const processOfMove = (packed: number): number => packed >>> BRANCH_BITS;

export const branchOfMove = (packed: number): number => packed & (MOST_BRANCHES - 1);

export const unpackMove = (packed: number): Move => ({
  process: processOfMove(packed),
  branch: branchOfMove(packed),
});
