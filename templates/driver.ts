/**
 * A driver of one's own: it hears of memory that goes offline, counts what it heard in a field of its own, and refuses every second
 * time. Its property says that it hears of an end for each beginning.
 */

import { defineChange } from 'pageoffline';
import { atomic, type Context, type Kernel, MemoryAction, type Process, step } from 'pageoffline/model';

/** The state of the driver: fields are declared with the module, and lie in the kernel's state under their names. */
const heard = (k: Kernel): Uint8Array => Reflect.get(k, 'exampleHeard');

const note = atomic('example_going_offline', { on: [] }, ['NOTIFY_OK', 'NOTIFY_BAD'], (k: Kernel) => {
  const refuses = heard(k)[0] === 1;
  heard(k)[0] = refuses ? 0 : 1;
  return refuses;
});

/** Called for each notification; whether it accepts. */
function* memoryCallback(_: Context, action: string): Process<Kernel, boolean> {
  if (action !== MemoryAction.GOING_OFFLINE) return true;
  return (yield step(note)) === 0;
}

export default defineChange({
  title: 'example: a driver that refuses every second attempt',
  modules: [
    {
      entries: { exampleDriver: { form: 'flag', usual: false, meaning: 'There is the driver of this file.' } },
      fields: { exampleHeard: { of: 'one', max: 1, labels: ['even', 'odd'], shownIn: 'races' } },
      notifiers: [{ priority: 2, call: memoryCallback }],
    },
  ],
  configure: { exampleDriver: true },
  on: { designs: ['D'], kernels: ['7.3'], configurations: ['tiny'] },
});
