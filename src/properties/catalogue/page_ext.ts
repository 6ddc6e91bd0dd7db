/** That data which goes with a section is not used when it is gone: PX. */

import type { StepProperty } from '../property.js';
import { argument, isCall } from './step_terms.js';

export const PX: StepProperty = {
  id: 'PX',
  title: 'page_ext unfreed',
  statement: 'Nobody uses the page_ext of a section after its notifier has freed it.',
  kind: 'step',
  concerns: (step) => isCall(step, 'page_ext_data'),
  broken: ({ branch, outcome }) => branch.action?.outcomes[outcome] === 'freed',
  wrong: (step) => `the page_ext of page ${argument(step, 0)} is used after it was freed`,
};
