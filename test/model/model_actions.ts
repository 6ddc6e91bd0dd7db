/** The actions that the model declares. Files of a worker share what it has loaded: another may have loaded a change with actions of its own. */

import { declaredActions, type KernelAction } from '../../src/model/atomic.js';

/** Of patches that were only proposed, which the model has. */
export const PATCHED = ['__ClearPageOfflineSkippable', 'put_offline_page'];

export const modelActions = (): readonly KernelAction[] =>
  declaredActions().filter((action) => action.in !== 'patch' || PATCHED.includes(action.name));
