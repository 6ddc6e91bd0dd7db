/** The model of a scenario as it is exported: what it is asked, its translation, and what the files say of themselves. */

import type { Program } from '../checker/system.js';
import type { About } from '../export/files.js';
import { type TranslatedProgram, translateProgram } from '../export/program.js';
import { Untranslatable } from '../export/untranslatable.js';
import type { Kernel } from '../model/state.js';
import { PROPERTIES } from '../properties/catalogue/main.js';
import type { InvariantProperty } from '../properties/kinds/invariant.js';
import { invariantsAmong, type Property } from '../properties/property.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { describeScenario } from '../scenario/wording.js';
import { requireMet } from './met_change.js';
import { askedScenario, type ModelOptions } from './model_options.js';
import { UsageError } from './usage_error.js';

export interface ExportedModel {
  readonly program: Program<Kernel>;
  readonly invariants: readonly InvariantProperty[];
  readonly translated: TranslatedProgram;
  readonly about: About;
}

/** @throws UsageError when a property is none that can be exported, or code of the model cannot be translated */
export function exportedModel(options: ModelOptions): ExportedModel {
  const scenario = askedScenario(options);
  requireMet([scenario]);
  const invariants = asked(options.property);
  const program = programOf(scenario);
  return { program, invariants, translated: translated(program, invariants), about: aboutOf(scenario, invariants) };
}

function asked(properties: readonly Property[] | undefined): readonly InvariantProperty[] {
  const other = properties?.find(({ kind }) => kind !== 'invariant' && kind !== 'deadlock');
  if (other !== undefined)
    throw new UsageError(`${other.id} cannot be exported: it is a ${other.kind} property, and not of single states`);
  return invariantsAmong(properties ?? PROPERTIES);
}

function translated(program: Program<Kernel>, invariants: readonly InvariantProperty[]): TranslatedProgram {
  try {
    return translateProgram(
      program,
      invariants.map(({ id, violator }) => ({ id, of: violator })),
    );
  } catch (error) {
    if (error instanceof Untranslatable) throw new UsageError(error.message);
    throw error;
  }
}

function aboutOf(scenario: Scenario, invariants: readonly InvariantProperty[]): About {
  const properties = invariants.map(({ id, statement }) => `  ${id}: ${statement}`);
  return {
    lines: [`${describeScenario(scenario)}.`, '', 'Written by pageoffline from its model. Properties:', ...properties],
  };
}
