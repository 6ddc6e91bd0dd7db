/** Switches that note which of them are asked for: two kernels that differ in others alone are one to whoever asked. */

import type { Switches } from '../model/switches.js';

export interface NotedSwitches {
  readonly switches: Switches;
  /** Those that were asked for so far, with their values. */
  read(): Switches;
}

export function notedSwitches(switches: Switches): NotedSwitches {
  const names = Object.keys(switches);
  const values: Readonly<Record<string, unknown>> = switches;
  const seen = new Uint8Array(names.length);
  const noted = {};
  names.forEach((name, i) => {
    const value = values[name];
    const get = () => {
      seen[i] = 1;
      return value;
    };
    Object.defineProperty(noted, name, { get, enumerable: true });
  });
  return {
    switches: noted as Switches,
    read: () =>
      Object.fromEntries(names.filter((_, i) => seen[i] === 1).map((name) => [name, values[name]])) as Switches,
  };
}
