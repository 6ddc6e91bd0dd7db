/** Which switches a run of the model hangs on: under others it is the same, whatever they are. */

import { SWITCH_NAMES, type Switches, type SwitchName } from '../../model/switches.js';

/** Switches that were read, with the values that they had. */
export type Reads = readonly (readonly [SwitchName, Switches[SwitchName]])[];

/** The same switches, which remember who was read. */
export function recordReads(switches: Switches): { recording: Switches; read: () => Reads } {
  const was = SWITCH_NAMES.map(() => false);
  const recording = Object.defineProperties(
    { ...switches },
    Object.fromEntries(
      SWITCH_NAMES.map((name, i) => {
        const value = switches[name];
        const get = () => {
          was[i] = true;
          return value;
        };
        return [name, { get, enumerable: true }];
      }),
    ),
  );
  const read = () => SWITCH_NAMES.filter((_, i) => was[i]).map((name) => [name, switches[name]] as const);
  return { recording, read };
}
