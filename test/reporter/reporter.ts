/** Closes a run of the tests with a page of what the tests that passed have shown. Stands beside the runner's own reporter. */

import type { Reporter, TestModule } from 'vitest/node';
import './facts.js';
import { drawPage } from './page.js';

export default class PageReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const facts = modules
      .toSorted((one, other) => one.moduleId.localeCompare(other.moduleId))
      .flatMap(({ children }) => [...children.allTests('passed')])
      .flatMap((test) => test.meta().facts ?? []);
    const page = drawPage(facts);
    if (page !== '') process.stdout.write(`\n${page}\n\n`);
  }
}
