/**
 * A trace: a run in names, with the scenario that it is a run of, so that it replays to the same states on any machine and with
 * any later numbering of locations. Its file form is `pageoffline-trace/2`; the first form is still read.
 */

import { z } from 'zod';
import { configurationSchema, shownText } from '../model/configuration_schema.js';
import { KERNEL_VERSIONS } from '../model/designs.js';
import { propertyNamed } from '../properties/catalogue/all.js';
import { designSchema, overridesSchema, parseText, scenarioSchema } from '../scenario/schema.js';
import { FOUND_BY_HAND } from './found_by.js';

/** The name and version of the format of a trace file. */
export const TRACE_FORMAT = 'pageoffline-trace/2';
const FIRST_TRACE_FORMAT = 'pageoffline-trace/1';

const traceStep = z
  .strictObject({
    process: shownText,
    choices: z.array(z.strictObject({ name: shownText, option: shownText }).readonly()).readonly(),
    action: shownText.exactOptional(),
    args: z.array(z.int()).readonly(),
    outcome: shownText.exactOptional(),
  })
  .readonly();

const propertyId = shownText.refine((id) => propertyNamed(id) !== undefined, {
  error: ({ input }) => `no property is called ${String(input)}`,
});

const runShape = {
  /** The name of a strategy, or one of the constants of found_by.ts. */
  foundBy: shownText.default(FOUND_BY_HAND),
  /** The id of the property that it violates; absent for a run that is not kept for that. */
  property: propertyId.exactOptional(),
  /** The index of the first of the steps that are then repeated for ever; absent: none are. */
  loop: z.int().min(0).exactOptional(),
  steps: z.array(traceStep).readonly(),
};

const traceFile = z.strictObject({ format: z.literal(TRACE_FORMAT), scenario: scenarioSchema, ...runShape });

/** What was asked stood beside what was found. */
const firstTraceFile = z.strictObject({
  format: z.literal(FIRST_TRACE_FORMAT),
  design: designSchema,
  kernel: z.enum(KERNEL_VERSIONS),
  switches: overridesSchema,
  configuration: configurationSchema,
  ...runShape,
});

/** A run in names, and what it is a run of. */
export type Trace = Readonly<Omit<z.infer<typeof traceFile>, 'format'>>;

const anyTraceFile = z.discriminatedUnion('format', [traceFile, firstTraceFile]).superRefine(checkLoop);

function checkLoop({ loop, steps }: Pick<Trace, 'loop' | 'steps'>, { addIssue }: z.RefinementCtx): void {
  if (loop === undefined || loop < steps.length) return;
  addIssue({ code: 'custom', path: ['loop'], message: `one of the ${steps.length} steps needed, ${loop} given` });
}

/** @throws one line that names the place in the file and what is wrong there */
export function readTrace(text: string): Trace {
  const file = parseText(anyTraceFile, text);
  if (file.format === TRACE_FORMAT) {
    const { format: _, ...trace } = file;
    return trace;
  }
  const { format: _, design, kernel, switches: overrides, configuration, ...run } = file;
  return { scenario: { design, kernel, configuration, overrides }, ...run };
}

/** The text of a trace file. */
export function writeTrace(trace: Trace): string {
  return `${JSON.stringify({ format: TRACE_FORMAT, ...trace }, undefined, 2)}\n`;
}
