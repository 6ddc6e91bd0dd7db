/**
 * What is asked, declared once: a design on a kernel version, in a configuration, with single switches set otherwise. From here
 * come its type, the form that it has in files and tokens, and what is said of one that is wrong.
 */

import { z } from 'zod';
import { configurationSchema } from '../model/configuration_schema.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../model/designs.js';
import { checkSwitches, type Switches } from '../model/switches.js';
import type { Scenario } from './scenario.js';

/** Switches by name. Not a record of zod's, which passes over a key `__proto__` in silence. */
export const overridesSchema = z
  .custom<Readonly<Record<string, string | boolean>>>(isRecord, 'switches by name needed')
  .transform((given, { addIssue }): Partial<Switches> => {
    try {
      return checkSwitches(given);
    } catch (error) {
      addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });

function isRecord(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

export const scenarioSchema = z
  .strictObject({
    design: z.enum(DESIGN_IDS),
    kernel: z.enum(KERNEL_VERSIONS),
    configuration: configurationSchema,
    /** Switches set otherwise than the design and the kernel version have them. */
    overrides: overridesSchema,
  })
  .readonly();

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
    throw new Error(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
