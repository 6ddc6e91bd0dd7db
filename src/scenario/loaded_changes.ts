/**
 * Changes of the model that are loaded in this process. They are code, and so must be loaded wherever a scenario that names one is
 * compiled; what goes with the scenario is a reference.
 */

import type { Edit, Rewrite } from '../checker/mutate.js';
import type { Replacements } from '../checker/procedure.js';
import type { Kernel } from '../model/state.js';

export type KernelEdit = Edit | Rewrite<Kernel>;

/** What a change does to the processes of a system. */
export interface CodeChange {
  readonly edits: readonly KernelEdit[];
  readonly procedures: Replacements;
}

/** A change of the model, as scenarios name it. */
export interface ChangeReference {
  /** What it changes, in a few words. */
  readonly title: string;
  /** Of the files that it was read from. */
  readonly digest: string;
  /** Where the file was, for people; or the sentences that make the change, see {@link isOfEdits}. */
  readonly file: string;
}

/** What the name of a change begins with that is no file but sentences: it says itself what it is. */
export const EDITS = 'edit:';

export const isOfEdits = (file: string): boolean => file.startsWith(EDITS);

/** By digest. */
const loaded = new Map<string, CodeChange>();

export function noteLoaded({ digest }: ChangeReference, change: CodeChange): void {
  loaded.set(digest, change);
}

export const isLoaded = ({ digest }: ChangeReference): boolean => loaded.has(digest);

/** @throws when it is not loaded */
export function loadedChange(reference: ChangeReference): CodeChange {
  const found = loaded.get(reference.digest);
  if (found === undefined) throw new Error(notLoaded(reference));
  return found;
}

/** How a user gets on who has a scenario of a change that is not loaded. */
export function notLoaded({ title, digest, file }: ChangeReference): string {
  return `of a changed model, "${title}" (${digest}): --change '${file}' loads it`;
}
