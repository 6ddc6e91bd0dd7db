/**
 * An actor of one's own: a task that takes a reference to any page whose count is not 0, without a look whether the page's section
 * is online. A process is a generator: each `yield` is one step, and everything in an action happens at once.
 */

import { defineChange } from 'pageoffline';
import {
  type Context,
  chooseOf,
  getPageUnlessZero,
  idleUntil,
  type Kernel,
  type Process,
  putSpeculativePage,
  retryPoint,
} from 'pageoffline/model';

function* peek(context: Context): Process<Kernel> {
  for (;;) {
    // Every loop passes a retry point, which names the locals that live on: here none does.
    yield retryPoint('peek');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    // At rest until it begins: nobody need wait for it.
    if ((yield idleUntil(getPageUnlessZero, page)) === getPageUnlessZero.is.got)
      yield* putSpeculativePage(context, page);
  }
}

export default defineChange({
  title: 'example: a task that takes references and looks up nothing',
  modules: [
    {
      // It holds one reference for a moment: the count must have room for it.
      demands: () => ({ speculative: 1 }),
      actors: [
        {
          key: 'peekers',
          name: 'peeker',
          entry: { form: 'flag', usual: false, meaning: 'A task that takes a reference to any page.' },
          shows: 'what a reference without a look does',
          cannotShow: 'anything else',
          run: peek,
        },
      ],
    },
  ],
  // With the change, every configuration that it is tried in has one.
  configure: { actors: { peekers: true } },
  on: { designs: ['F'], kernels: ['7.3'], configurations: ['tiny'] },
  expect: ['W1'],
});
