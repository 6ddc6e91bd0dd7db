/**
 * What is asked, declared once: a design on a kernel version, in a configuration, with single switches set otherwise. From here
 * come its type, the form that it has in files and tokens, and what is said of one that is wrong.
 */

import { z } from 'zod';
import { errorMessage } from '../checker/error_message.js';
import { configurationSchema, shownText } from '../model/configuration_schema.js';
import { DESIGN_IDS, type DesignId, KERNEL_VERSIONS } from '../model/designs.js';
import { checkSwitches, type Switches } from '../model/switches.js';
import { type ChangeReference, isLoaded, notLoaded } from './loaded_changes.js';

/** Switches by name. Not a record of zod's, which passes over a key `__proto__` in silence. */
export const overridesSchema = z
  .custom<Readonly<Record<string, string | boolean>>>(isRecord, 'switches by name needed')
  .transform((given, { addIssue }): Partial<Switches> => {
    try {
      return checkSwitches(given);
    } catch (error) {
      addIssue({ code: 'custom', message: errorMessage(error) });
      return z.NEVER;
    }
  });

function isRecord(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/** The name of a design, also of one that a change of the model has brought along. */
export const designSchema = z.custom<DesignId>((id) => DESIGN_IDS.some((known) => known === id), {
  error: ({ input }) => `no design is called '${String(input)}': one of ${DESIGN_IDS.join(', ')}`,
});

/** A reference to a change of the model, which must be loaded. */
const changeSchema = z
  .strictObject({
    title: shownText,
    digest: z.string().regex(/^[0-9a-f]{12}$/, 'a digest of 12 digits needed'),
    file: shownText,
  })
  .readonly()
  .superRefine((change: ChangeReference, { addIssue }) => {
    if (!isLoaded(change)) addIssue({ code: 'custom', message: notLoaded(change) });
  });

export const scenarioSchema = z
  .strictObject({
    /** A change of the model; absent: the model as it is. First, since it may bring along what the others name. */
    change: changeSchema.exactOptional(),
    design: designSchema,
    kernel: z.enum(KERNEL_VERSIONS),
    configuration: configurationSchema,
    /** Switches set otherwise than the design and the kernel version have them. */
    overrides: overridesSchema,
  })
  .readonly();

/** A design on a kernel version, in a configuration, with single switches set otherwise. */
export type Scenario = z.infer<typeof scenarioSchema>;

/** @throws one line that names the place, and what is wrong there */
export function readScenario(given: unknown): Scenario {
  return parse(scenarioSchema, given);
}

/** @throws one line that names the place in what is given, and what is wrong there */
export function parse<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new Error(path.length === 0 ? message : `${path.join('.')}: ${message}`);
}

/** @throws one line when the text is no JSON, or as {@link parse} does */
export function parseText<T>(schema: z.ZodType<T>, text: string): T {
  return parse(schema, parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${errorMessage(error)}`);
  }
}
