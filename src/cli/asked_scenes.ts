/** Where designs are explained and repaired, when the command line says it. */

import type { Subject } from '../properties/studies/questions.js';
import { SCENES } from '../properties/studies/scenes.js';
import type { AskedConfiguration } from './configuration_options.js';

/** @returns nothing for the usual scenes */
export function scenesIn(asked: AskedConfiguration): Partial<Pick<Subject, 'configurations'>> {
  if (!asked.isGiven()) return {};
  return { configurations: asked.among(SCENES.map(({ configuration }) => configuration)) };
}
