/** The forms in which a run can be copied: the race as text, and a trace file that `pageoffline replay` reads. */

import type { TraceStep } from '../src/checker/trace.js';
import { switchesOf } from '../src/model/designs.js';
import { drawRace } from '../src/report/race.js';
import { describeStart } from '../src/report/start.js';
import type { Copyable } from './copy.js';
import type { Timeline } from './timeline.js';

interface Ending {
  readonly wrong: string;
  readonly loop?: number;
}

export function copyForms(timeline: Timeline, { wrong, loop }: Ending): Copyable[] {
  const { design, kernel, configuration, changed } = timeline.setting;
  const switches = switchesOf(design, kernel, changed);
  const options = loop === undefined ? {} : { loop };
  return [
    {
      name: 'text',
      text: () => `${describeStart(configuration, switches)}\n\n${drawRace(timeline.steps, wrong, options)}\n`,
    },
  ];
}

export const withoutChanges = ({ changes: _, ...step }: Timeline['steps'][number]): TraceStep => step;
