/** What the ledger says of a claim in a word, and of each of its conditions in a row: the same for terminal and document. */

import { type DesignId, switchesOf } from '../model/designs.js';
import type { Claim, Condition } from '../properties/claims/index.js';
import { KERNELS_READING, READINGS } from '../properties/claims/readings.js';
import type { Property } from '../properties/property.js';
import { type ConditionCell, isMet, type Judgement, type LedgerCell } from '../properties/studies/ledger.js';
import { overridesText } from '../scenario/wording.js';
import { CONDITIONAL, verdictText } from './verdict_text.js';

const MARKS: Readonly<Record<Judgement, string>> = {
  holds: '✔',
  violated: '✘',
  'not-applicable': '·',
  'not-exhausted': '?',
};

export const LEDGER_LEGEND = [
  '✔: borne out. ✘: refuted; (✘): only behind a violation of another property. ·: says nothing of the design.',
  '*: another reading gives another verdict. ?: left open, as states are left unseen.',
  `${CONDITIONAL}: as far as the model goes, which halts at a fault such as a touch of an unplugged page.`,
];

/** `✔`, `(✘)`, or `✘*` where the verdict hangs on the reading. */
export function ledgerMark(ofClaim: readonly LedgerCell[]): string {
  const main = ofClaim.find(({ reading }) => reading === KERNELS_READING.id);
  if (main === undefined) return '';
  const hangs = ofClaim.some((cell) => cell.judgement !== main.judgement && !isSilent(cell));
  const mark = isConsequence(main) ? `(${MARKS.violated})` : MARKS[main.judgement];
  return `${mark}${isConditional(main) ? CONDITIONAL : ''}${hangs ? '*' : ''}`;
}

/** Some property holds as far as the model was looked at only, and the claim is borne out by that. */
const isConditional = ({ judgement, conditions }: LedgerCell): boolean =>
  judgement === 'holds' && conditions.some(({ cell }) => cell.restsOn !== undefined);

/** Under this reading some condition holds because nothing happens that it speaks of. */
const isSilent = ({ conditions }: LedgerCell): boolean =>
  conditions.some(({ cell }) => cell.verdict === 'holds' && cell.applied === 0);

/** Every condition that refutes the claim does so only behind a violation of something else. */
function isConsequence({ judgement, conditions }: LedgerCell): boolean {
  const refuting = conditions.filter((each) => !isMet(each));
  return judgement === 'violated' && refuting.every(({ cell }) => cell.rootCauses !== undefined);
}

/** What one condition came to, for each design. */
export interface ConditionRow {
  readonly label: string;
  /** By design; a word for why there is none. */
  readonly texts: readonly string[];
}

/** A row for each condition, and for each reading where it is decided under all. */
export function conditionRows(
  claim: Claim,
  designs: readonly DesignId[],
  cells: readonly LedgerCell[],
): ConditionRow[] {
  return claim.conditions.flatMap((condition, index) => {
    const readings = condition.configuration === undefined ? READINGS : [KERNELS_READING];
    return readings.map((reading) => ({
      label: labelOf(condition, reading.id),
      texts: designs.map((design) => {
        const own = cells.find((cell) => cell.design === design && cell.reading === reading.id);
        return own === undefined || own.conditions.length === 0 ? '·' : conditionText(own.conditions[index]);
      }),
    }));
  });
}

/** `S5, walkers`; `S16 must fail, small, mutexSync = false`. */
function labelOf({ property, due, configuration, overrides, kernel }: Condition, reading: string): string {
  const where = [configuration?.name ?? reading, ...(kernel === undefined ? [] : [`Linux ${kernel}`])];
  const text = overridesText(overrides);
  return [`${property.id}${due === 'holds' ? '' : ' must fail'}`, ...where, ...(text === '' ? [] : [text])].join(', ');
}

function conditionText({ cell }: ConditionCell): string {
  return verdictText(cell);
}

/** What the claim rests on, each once. */
export const propertiesOf = ({ conditions }: Claim): Property[] => [
  ...new Set(conditions.map(({ property }) => property)),
];

/** Designs of which the claim says nothing, by the reason. */
export function passedOver(
  { passesOver }: Claim,
  designs: readonly DesignId[],
  kernel: Parameters<typeof switchesOf>[1],
): Map<string, DesignId[]> {
  const reasons = new Map<string, DesignId[]>();
  for (const design of designs) {
    const reason = passesOver?.(switchesOf(design, kernel));
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), design]);
  }
  return reasons;
}
