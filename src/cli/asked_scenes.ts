/** Where designs are explained and repaired, and up to what limits, when the command line says it. */

import type { Subject } from '../properties/studies/questions.js';
import { SCENES } from '../properties/studies/scenes.js';
import { DEFAULT_LIMITS } from './arguments.js';
import type { AskedConfiguration } from './configuration_options.js';
import { type LimitOptions, limitsOf } from './options.js';

/** @returns nothing for the usual scenes */
export function scenesIn(asked: AskedConfiguration): Partial<Pick<Subject, 'configurations'>> {
  if (!asked.isGiven()) return {};
  return { configurations: asked.among(SCENES.map(({ configuration }) => configuration)) };
}

/** @returns nothing for the usual limits */
export function limitsIn(options: LimitOptions): Partial<Pick<Subject, 'limits'>> {
  const { maxStates, maxMemory } = options;
  const isUsual = maxStates === DEFAULT_LIMITS.maxStates && maxMemory === DEFAULT_LIMITS.maxBytes;
  return isUsual ? {} : { limits: limitsOf(options) };
}
