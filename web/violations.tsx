/** What is not as it should be in a state, of the properties that are true or false of a single state. */

import type { Timeline } from '../src/run/timeline.js';

export function Violations({ timeline, at }: { readonly timeline: Timeline; readonly at: number }) {
  const violated = timeline.violatedAfter(at);
  const { oops } = timeline.program.layout.fields;
  const fault = timeline.stateAfter(at).views.oops[0];
  return (
    <div class="violations">
      {fault !== 0 && <p class="wrong">✘ The model stops: {oops.labels?.[fault]}.</p>}
      {violated.map(({ property, wrong }) => (
        <p class="wrong" key={property.id}>
          ✘ {property.id}: {wrong}
        </p>
      ))}
      {violated.length === 0 && fault === 0 && <p class="faint">No invariant is violated here.</p>}
    </div>
  );
}
