/** What the sentence of one design rests on: proofs, races and patches, on each kernel version. */

import type { ComponentChildren } from 'preact';
import { DESIGNS, type DesignId } from '../src/model/designs.js';
import { ASSUMPTIONS } from '../src/properties/studies/assumptions.js';
import { PATCHES } from '../src/properties/studies/patches.js';
import type { KeptAssumptions, KeptDesign, KeptPart } from '../src/report/kept_answer.js';
import { compact } from '../src/report/verdict_text.js';
import { keptDesigns } from './kept_answer.js';
import { hashOf } from './route.js';
import { SentenceOf, ToldApart } from './sentences.js';

interface Props {
  readonly design: DesignId;
  /** The id of an assumption or a patch, `proofs` or `fall`: what was chosen of the sentence. */
  readonly part: string | undefined;
}

export function Answer({ design, part }: Props) {
  const kept = keptDesigns(design);
  return (
    <article class="answer">
      <h1>Design {design}: under which assumptions is it safe?</h1>
      <p class="lead">
        {DESIGNS[design].title} ({DESIGNS[design].status}).
      </p>
      <SentenceOf design={design} />
      <ToldApart />
      {part !== undefined && <Chosen part={part} kept={kept} />}
      {kept.map((each) => (
        <OnKernel key={each.kernel} kept={each} />
      ))}
      <h2>Assumptions</h2>
      <dl class="designs">
        {ASSUMPTIONS.filter(({ id }) => kept.some(({ sets }) => usedIn(sets).includes(id))).map(({ id, clause }) => (
          <div key={id}>
            <dt>{id}</dt>
            <dd>
              <a href={hashOf({ view: 'answer', design, part: id })}>{clause}</a>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <a href="#comparison">All designs</a>
      </p>
    </article>
  );
}

const usedIn = (sets: readonly KeptAssumptions[]): string[] => sets.flatMap(({ parts }) => parts.map(({ id }) => id));

/** What was chosen of the sentence, before all else. */
function Chosen({ part, kept }: { readonly part: string; readonly kept: readonly KeptDesign[] }) {
  return (
    <section class="claim" aria-label={`chosen: ${part}`}>
      <About part={part} />
      {kept.map((each) => (
        <ChosenOn key={each.kernel} part={part} kept={each} />
      ))}
    </section>
  );
}

function About({ part }: { readonly part: string }) {
  const assumption = ASSUMPTIONS.find(({ id }) => id === part);
  if (assumption !== undefined) {
    return (
      <>
        <h2>
          {part}: {assumption.clause}
        </h2>
        <p>Broken by {assumption.brokenBy}.</p>
        <p>It holds {assumption.holds}.</p>
      </>
    );
  }
  const patch = PATCHES.find(({ id }) => id === part);
  if (patch !== undefined) {
    return (
      <>
        <h2>{patch.subject}</h2>
        <p>{patch.change}</p>
        <p>
          Touches {patch.where}. {patch.implementable.possible ? 'Can be written' : 'Cannot be written'}:{' '}
          {patch.implementable.why}.
        </p>
      </>
    );
  }
  return <h2>{part === 'fall' ? 'The race that no assumption keeps away' : 'What was proved'}</h2>;
}

function ChosenOn({ part, kept }: { readonly part: string; readonly kept: KeptDesign }) {
  const { kernel, sets, failing, repair } = kept;
  if (part === 'fall')
    return failing.slice(0, 1).map((race) => <RaceLine key={race} kept={kept} race={race} label={`Linux ${kernel}`} />);
  if (part === 'proofs')
    return sets.map((set) => <Proof key={setText(set.parts)} set={set} label={`Linux ${kernel}, `} />);
  const own = sets.filter(({ parts }) => parts.some(({ id }) => id === part));
  const without = [...own, ...(repair === undefined ? [] : [repair])].flatMap(({ parts }) =>
    parts.filter(({ id }) => id === part),
  );
  const races = [...new Set(without.map(({ race }) => race))];
  return (
    <>
      {own.map((set) => (
        <Proof key={setText(set.parts)} set={set} label={`Linux ${kernel}, with it: `} />
      ))}
      {races.map((race) => (
        <RaceLine key={race} kept={kept} race={race} label={`Linux ${kernel}, without it`} />
      ))}
    </>
  );
}

function OnKernel({ kept }: { readonly kept: KeptDesign }) {
  const { kernel, sets, failing, repair } = kept;
  return (
    <section>
      <h2>On Linux {kernel}</h2>
      {sets.length === 0 && <p>Nothing that was assumed saves it.</p>}
      {sets.map((set) => (
        <Needed key={setText(set.parts)} kept={kept} parts={set.parts}>
          <Proof set={set} label="" />
        </Needed>
      ))}
      <p>Every other set of assumptions leaves one of these races:</p>
      {failing.map((race) => (
        <RaceLine key={race} kept={kept} race={race} />
      ))}
      {repair === undefined ? (
        <p>No set of patches that was tried repairs it.</p>
      ) : (
        <Needed kept={kept} parts={repair.parts}>
          <p class="proof">
            <b>✔ {setText(repair.parts)}</b>, with nothing assumed: no property is violated in {compact(repair.states)}{' '}
            states
          </p>
        </Needed>
      )}
    </section>
  );
}

interface NeededProps {
  readonly kept: KeptDesign;
  readonly parts: readonly KeptPart[];
  readonly children: ComponentChildren;
}

/** A proof, and what comes back without each part of what it assumes. */
function Needed({ kept, parts, children }: NeededProps) {
  return (
    <div class="needed">
      {children}
      {parts.map(({ id, race }) => (
        <RaceLine key={id} kept={kept} race={race} label={`without ${id}`} />
      ))}
    </div>
  );
}

function Proof({ set, label }: { readonly set: KeptAssumptions; readonly label: string }) {
  const { parts, states, configurations, stuck } = set;
  return (
    <p class="proof">
      {label}
      <b>✔ {setText(parts)}</b>: no property is violated in {compact(states)} states, all that are reached in{' '}
      {configurations} configurations
      {stuck === 0 ? '' : `; in ${stuck} of them an attempt can come to where it can never succeed`}
    </p>
  );
}

const setText = (parts: readonly KeptPart[]): string =>
  parts.length === 0 ? 'nothing assumed' : parts.map(({ id }) => id).join(' + ');

interface RaceLineProps {
  readonly kept: KeptDesign;
  readonly race: number;
  readonly label?: string;
}

function RaceLine({ kept: { design, kernel, races }, race, label }: RaceLineProps) {
  const { property, steps, scene, wrong } = races[race];
  return (
    <p class="fall">
      {label !== undefined && `${label}: `}
      <a class="violated" href={hashOf({ view: 'answer-race', design, kernel, race, step: steps })}>
        ✘ {property} in {steps} steps
      </a>{' '}
      ({scene}): {wrong}
    </p>
  );
}
