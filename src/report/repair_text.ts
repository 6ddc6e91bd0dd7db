/** A repair as a cover letter: the race, the smallest change, what was proved, what is assumed, and what it costs. */

import type { Cost, LivenessCost, OtherCost } from '../properties/studies/cost.js';
import type { Left, LeftChoice, LeftRepair } from '../properties/studies/left_assumptions.js';
import type { Race } from '../properties/studies/patch_sets.js';
import { patchNamed } from '../properties/studies/patches.js';
import { bestRepair, type Repair, type RepairStudy } from '../properties/studies/repair.js';
import { listText, whereAsked } from './answer.js';
import { type Paint, wrap } from './canvas.js';
import { capitalised } from './capitalised.js';
import { CHANGELOG_WIDTH, drawChangelog } from './changelog.js';
import { replayRace } from './replayed_race.js';
import { compact } from './verdict_text.js';

const INDENT = '  ';

/** What does not fit the width goes on below; with a first line that starts otherwise. */
function paragraph(text: string, first = '', indent = ' '.repeat(first.length)): string[] {
  return wrap(text, CHANGELOG_WIDTH - indent.length).map((line, i) => (i === 0 ? first : indent) + line);
}

export const patchesOf = ({ parts }: Repair): string[] => parts.map(({ patch }) => patch);

/** `A on Linux 7.3 is repaired by …` */
export function repairSentence(study: RepairStudy): string {
  const { design, kernel } = study.subject;
  const best = bestRepair(study);
  const where = `${design} on Linux ${kernel}${whereAsked(study.subject)}`;
  if (best === undefined && study.interrupted) return `What repairs ${where} is not decided: the search was ended.`;
  if (best === undefined) return `No set of the patches repairs ${where}.`;
  if (best.parts.length === 0) return `${where} needs no repair.`;
  return `${where} is safe with ${listText(patchesOf(best))}.`;
}

const raceText = ({ property, trace, configuration, wrong }: Race): string =>
  `${property} in ${trace.length} steps (${configuration.name}): ${wrong}`;

/** The letter of the best repair, and the other minimal sets in a line each. */
export function drawRepair(
  study: RepairStudy,
  cost: Cost | undefined,
  others: readonly OtherCost[],
  bold: Paint,
): string {
  const best = bestRepair(study);
  const blocks = [
    [bold(repairSentence(study))],
    ...(best === undefined || best.parts.length === 0 ? [] : letter(study, best, cost, bold)),
    ...otherSets(study, best, others, bold),
    ...nothing(study, bold),
    [countsText(study)],
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function letter(study: RepairStudy, best: Repair, cost: Cost | undefined, bold: Paint): string[][] {
  const { unpatched } = study;
  const patches = best.parts.flatMap(({ patch, without }, i) => {
    const { subject, change, where, implementable } = patchNamed(patch);
    const others = best.parts.length > 1 ? 'with the others alone ' : 'without it ';
    return [
      [
        ...paragraph(bold(`[PATCH ${i + 1}/${best.parts.length}] ${subject}`)),
        ...paragraph(change, INDENT, INDENT),
        ...paragraph(`Touches ${where}.`, INDENT, INDENT),
        ...paragraph(`Can be written: ${implementable.why}.`, INDENT, INDENT),
        ...paragraph(`${capitalised(others)}${raceText(without)}.`, INDENT, INDENT),
      ],
    ];
  });
  const states = compact(best.states);
  return [
    ...(unpatched === undefined ? [] : [[bold('The race'), '', drawRepairedRace(study, unpatched)]]),
    ...patches,
    [
      bold('Proved'),
      ...paragraph(
        `No main property falls in ${states} states of all scenes, which are all that any interleaving reaches, and every attempt that nobody cancels can still succeed.`,
      ),
      ...recheckLines(cost),
    ],
    [
      bold('Assumed'),
      ...paragraph(
        'Nothing of walkers, users, vetoes, signals, plugging back or onlining again. One walker of each kind at a time, one memory block, one or two pages: see the scenes.',
      ),
    ],
    ...(cost === undefined ? [] : [[bold('Costs'), ...costLines(cost)]]),
  ];
}

function drawRepairedRace({ subject }: RepairStudy, { configuration, trace: steps, wrong, property }: Race): string {
  const { steps: replayed } = replayRace({ scenario: { ...subject, configuration }, steps, property }, wrong);
  return drawChangelog(replayed, wrong);
}

function recheckLines(cost: Cost | undefined): string[] {
  if (cost === undefined) return [];
  const { rechecks } = cost;
  const open = rechecks.flatMap(({ configuration, upTo }) =>
    upTo === undefined ? [] : [`${configuration} (${upTo} steps)`],
  );
  const fallen = rechecks.filter(({ falls }) => falls.length > 0);
  const isNew = rechecks.flatMap((each) => each.isNew.map((id) => `${id} in ${each.configuration}`));
  const fallenText = listText(fallen.map(({ configuration, falls }) => `${falls.join(', ')} in ${configuration}`));
  return [
    ...paragraph(
      `Rechecked in all ${rechecks.length} configurations that the patches touch${open.length === 0 ? '.' : `, to the end in ${rechecks.length - open.length}.`}`,
    ),
    ...(open.length === 0
      ? []
      : paragraph(
          `A limit of states was met in ${listText(open)}: longer runs were not looked at there, nor whether attempts can still succeed. A higher --max-states goes on.`,
        )),
    ...paragraph(
      isNew.length === 0
        ? 'Nothing falls there that does not fall without the patches.'
        : `With the patches alone fall: ${listText(isNew)}.`,
    ),
    ...(fallen.length === 0 ? [] : paragraph(`With and without them fall ${fallenText}.`)),
  ];
}

function costLines({ liveness, refusals }: Cost): string[] {
  const changed = liveness.filter(({ before, after }) => (before === 'holds') !== (after === 'holds'));
  const lines = changed.map((each) => `${livenessText(each)}.`);
  const same = liveness.filter((each) => !changed.includes(each));
  const refused =
    refusals === undefined
      ? []
      : [
          refusals.couldSucceed === 0
            ? `Nothing is refused that could have succeeded: from none of the ${refusals.states} states in which the unpatched driver consents while somebody holds a page can the attempt succeed without a violation.`
            : `Something is refused that could have succeeded: from ${refusals.couldSucceed} of the ${refusals.states} states in which the unpatched driver consents while somebody holds a page the attempt can succeed without a violation.`,
        ];
  const unchanged = same.map(({ property, configuration, before }) => {
    return `${property} ${before === 'holds' ? 'holds' : 'falls'} in ${configuration}`;
  });
  const rest = same.length === 0 ? [] : [`As before, ${unchanged.join('; ')}.`];
  return [...lines, ...refused, ...rest].flatMap((line) => paragraph(line));
}

function otherSets(
  { repairs }: RepairStudy,
  best: Repair | undefined,
  costs: readonly OtherCost[],
  bold: Paint,
): string[][] {
  const others = repairs.filter((repair) => repair !== best && repair.parts.length > 0);
  if (others.length === 0) return [];
  const lines = others.flatMap((repair) => {
    const cost = costs.find(({ patches }) => patches.join() === patchesOf(repair).join());
    const worse = (cost?.liveness ?? []).filter(({ before, after }) => before === 'holds' && after !== 'holds');
    return [
      ...paragraph(patchesOf(repair).join(' + '), INDENT, INDENT + INDENT),
      ...worse.flatMap((each) => paragraph(`at the price of ${livenessText(each)}`, INDENT + INDENT, INDENT + INDENT)),
    ];
  });
  const reasons = impossiblePatches(others).flatMap((id) =>
    paragraph(`${id} cannot be written: ${patchNamed(id).implementable.why}.`),
  );
  return [[bold('Other minimal sets'), ...lines, ...reasons]];
}

const livenessText = ({ property, title, configuration, before, after }: LivenessCost): string =>
  `${property} "${title}" in ${configuration}: ${before} before, ${after} after`;

/** The ids of those that cannot be written, each once. */
export const impossiblePatches = (repairs: readonly Repair[]): string[] =>
  [...new Set(repairs.flatMap(patchesOf))].filter((id) => !patchNamed(id).implementable.possible);

/** What a design falls by that nothing repairs, and what would have to be assumed. */
function nothing({ repairs, unpatched, left, candidates, decided, interrupted }: RepairStudy, bold: Paint): string[][] {
  if (repairs.length > 0 || unpatched === undefined) return [];
  const all = `every set of ${candidates.join(', ')} that can stand together`;
  const tried = [
    bold('It falls by'),
    ...paragraph(`${raceText(unpatched)}.`),
    ...paragraph(interrupted ? `Tried: ${decided} sets of patches.` : `Tried: ${all}, ${decided} of them.`),
  ];
  if (left === undefined) return [tried];
  const { lost, best } = left;
  const whatever = lost.flatMap((race) =>
    paragraph(`Under all assumptions at once, and with each of these sets, ${raceText(race)}.`),
  );
  return [[...tried, ...whatever], best === undefined ? NOTHING_LEFT : leftLines(left, best, bold)];
}

const NOTHING_LEFT = paragraph('For what else falls, no set of assumptions is enough either.');

function leftLines({ lost, others }: Left, best: LeftRepair, bold: Paint): string[] {
  const parts = [
    ...best.assumptions.map(({ assumption: id, without }) => ({ id, without })),
    ...best.patches.map(({ patch: id, without }) => ({ id, without })),
  ];
  const choice = {
    assumptions: best.assumptions.map(({ assumption }) => assumption),
    patches: best.patches.map(({ patch }) => patch),
  };
  const spared = listText(lost.map(({ property }) => property));
  return [
    bold('The fewest assumptions that are left, with the best patches'),
    ...paragraph(
      capitalised(
        `${lost.length === 0 ? '' : `but for ${spared}, `}nothing falls under ${choiceText(choice)}, in ${compact(best.states)} states, and attempts can succeed.`,
      ),
    ),
    ...parts.flatMap(({ id, without }) => paragraph(`without ${id} ${raceText(without)}`, INDENT, INDENT + INDENT)),
    ...others.flatMap((other) => paragraph(`Nor under ${choiceText(other)}.`)),
  ];
}

function choiceText({ assumptions, patches }: LeftChoice): string {
  const assumed = assumptions.length === 0 ? 'no assumption' : listText(assumptions);
  return `${assumed} ${patches.length === 0 ? 'without a patch' : `with ${listText(patches)}`}`;
}

const countsText = ({ decided, searches }: RepairStudy): string =>
  `${decided} sets of patches decided by ${searches} searches and races that were known`;
