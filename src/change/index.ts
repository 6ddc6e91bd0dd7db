/** Changes of the model: what one is, how it is loaded, and how it compares with the model as it is. */

export { type DifferenceKind, differencesOf, isNews, type VerdictDifference } from '../properties/differences.js';
export {
  type ActionCode,
  type ConfigurationSettings,
  defineChange,
  type ModelChange,
  type OwnActor,
  type OwnConfiguration,
  type OwnDesign,
  type OwnModule,
  type OwnReading,
  type SwitchSettings,
} from './change.js';
export { readChange } from './change_schema.js';
export { type Comparison, compare } from './comparison.js';
export { nameOfEdits, readEdit } from './edit_words.js';
export { loadChange } from './load.js';
export { type Pair, pairsOf, type Where } from './pairs.js';
export { type RegisteredChange, registerChange } from './registered.js';
