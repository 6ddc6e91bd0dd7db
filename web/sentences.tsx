/** The answer in sentences: each part of one opens what it rests on. */

import type { DesignId } from '../src/model/designs.js';
import { type Ground, type Span, sentencesOf } from '../src/report/sentences.js';
import { toldApart } from '../src/report/told_apart.js';
import { ANSWER } from './documents.js';
import { hashOf } from './route.js';

const SENTENCES = sentencesOf(ANSWER.designs);
const APART = toldApart(ANSWER.designs);

export function Sentences() {
  const kernels = [...new Set(ANSWER.designs.map(({ kernel }) => kernel))];
  return (
    <section class="answer" aria-label="the answer">
      <p class="lead">
        A design is safe where none of the main properties is violated in any interleaving. What each has to assume for
        that, on Linux {kernels.join(' and ')}; each underlined part opens its proof or its race.
      </p>
      <ul class="sentences">
        {SENTENCES.map(({ designs, spans }) => (
          <li key={designs[0]}>
            <Spans spans={spans} design={designs[0]} />
          </li>
        ))}
      </ul>
      <ToldApart />
    </section>
  );
}

/** The sentence that speaks of a design. */
export function SentenceOf({ design }: { readonly design: DesignId }) {
  const sentence = SENTENCES.find(({ designs }) => designs.includes(design));
  return <p class="sentence">{sentence !== undefined && <Spans spans={sentence.spans} design={design} />}</p>;
}

/** What the sentences do not speak of. */
export const ToldApart = () => (APART === undefined ? undefined : <p class="apart">{APART}</p>);

function Spans({ spans, design }: { readonly spans: readonly Span[]; readonly design: DesignId }) {
  return (
    <>
      {spans.map(({ text, ground }, i) =>
        ground === undefined ? (
          text
        ) : (
          <a key={i} class={ground.kind} href={hrefOf(ground, design)}>
            {text}
          </a>
        ),
      )}
    </>
  );
}

function hrefOf(ground: Ground, design: DesignId): string {
  switch (ground.kind) {
    case 'design':
      return hashOf({ view: 'answer', design: ground.design });
    case 'assumption':
    case 'patch':
      return hashOf({ view: 'answer', design, part: ground.id });
    case 'proofs':
    case 'fall':
      return hashOf({ view: 'answer', design, part: ground.kind });
  }
}
