/**
 * The ways in which properties fall: by which step of whom. A verdict tells of the nearest violation alone; a fault that comes
 * to a violation that there is already shows as another way to it.
 */

import { kindOf } from '../../checker/process_kind.js';
import type { Move } from '../../checker/trace.js';
import { visitTransitions } from '../../checker/transitions.js';
import type { Property } from '../property.js';
import type { Explored } from './explored.js';
import type { KernelStep } from './kernel_step.js';

/** The nearest of the violations of a property that one step of one process comes to. */
export interface Way {
  readonly property: string;
  /** `walker: put_page_testzero = reached 0`. */
  readonly step: string;
  readonly moves: readonly Move[];
  readonly wrong: string;
}

/** What a property makes of a step: undefined for one that does not violate it, or only goes on to. */
type Look = (step: KernelStep) => string | undefined;

/** @param explored of states behind which its search did not look nothing is said */
export function waysIn(explored: Explored, properties: readonly Property[]): Way[] {
  const { search } = explored;
  const looks = properties.flatMap((property): [string, Look][] => {
    const look = lookOf(property, explored);
    return look === undefined ? [] : [[property.id, look]];
  });
  const found = new Map<string, Way>();
  if (looks.length === 0) return [];
  visitTransitions(search, (step, state, process, branch) => {
    for (const [property, look] of looks) {
      const wrong = look(step);
      if (wrong === undefined) continue;
      const told = stepText(step);
      const key = `${property} ${told}`;
      if (found.has(key)) continue;
      found.set(key, { property, step: told, moves: [...search.pathTo(state), { process, branch }], wrong });
    }
  });
  return [...found.values()];
}

/** None for a property that nothing violates, or that is said neither of states nor of single steps. */
function lookOf(property: Property, explored: Explored): Look | undefined {
  if (property.kind === 'invariant') {
    const { id, violator, wrong } = property;
    if (!explored.search.violations.has(id)) return undefined;
    return ({ before, after }) => {
      const violated = violator(after);
      return violated < 0 || violator(before) >= 0 ? undefined : wrong(after, violated);
    };
  }
  if (property.kind !== 'step' || explored.judgement(property.id).violation === undefined) return undefined;
  return (step) => (property.concerns(step) && property.broken(step) ? property.wrong(step) : undefined);
}

function stepText({ process, branch, outcome }: KernelStep): string {
  const { action, choices } = branch;
  const actor = kindOf(process);
  if (action === undefined) return `${actor}: ${choices.map(({ name }) => name).join(', ')}`;
  const told = action.outcomes.length === 1 ? '' : ` = ${action.outcomes[outcome]}`;
  return `${actor}: ${action.name}${told}`;
}
