/** pageoffline as a library: the model, its properties, and fast-check arbitraries of its interleavings. */

export * from './change/index.js';
export * from './checker/index.js';
export * from './conformance/index.js';
export * from './generators/index.js';
export type { Actors, Configuration } from './model/configuration.js';
export { CONFIGURATIONS, type ConfigurationRecord, configurationOf } from './model/configurations.js';
export {
  DESIGN_IDS,
  DESIGNS,
  type DesignId,
  KERNEL_VERSIONS,
  KERNELS,
  type KernelVersion,
  switchesOf,
} from './model/designs.js';
export { BigBlock, Driver, MutexOwner } from './model/drivers/virtio_mem/state.js';
export {
  Attempt,
  BlockState,
  blockOfPage,
  blockOfSubBlock,
  Damage,
  firstPageOf,
  Isolated,
  type Kernel,
  Oops,
  Owner,
  PG_BUDDY,
  PG_OFFLINE,
} from './model/state.js';
export { SWITCHES, type Switch, type Switches, type SwitchName } from './model/switches.js';
export { kernelSystem } from './model/system.js';
export { ALL_PROPERTIES } from './properties/catalogue/all.js';
export { LIVENESS_PROPERTIES } from './properties/catalogue/liveness.js';
export { PROPERTIES } from './properties/catalogue/main.js';
export { CLAIMS, type Claim } from './properties/claims/index.js';
export { Decision, type Limits, type Progress } from './properties/decide.js';
export type { InvariantProperty, LivenessProperty, Property, ReachabilityProperty } from './properties/property.js';
export type { VerdictCell, VerdictKind } from './properties/verdict.js';
export { describeStart, drawChangelog, drawRace, drawVerdictTable } from './report/index.js';
export * from './run/index.js';
export * from './scenario/index.js';
