/** On what a measurement was made, in a sentence. */

import { cpus, loadavg } from 'node:os';

export function machineText(): string {
  const [{ model }] = cpus();
  return `Measured on ${cpus().length} cores of ${model}, node ${process.version}, load ${loadavg()[0].toFixed(1)} at the start.`;
}
