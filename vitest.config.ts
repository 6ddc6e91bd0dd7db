import { defineConfig } from 'vitest/config';
import { builtSources } from './test/built_sources.js';
import LongestFirst from './test/sequencer.js';

/** They load changes, whose designs, configurations, actors and actions every file behind them would see. */
const DECLARING = ['test/docs/bugs.test.ts'];

// One worker for each core: the runner's own default leaves one idle, which is half of a machine with two.
export default defineConfig({
  plugins: [builtSources],
  test: {
    reporters: ['default', './test/reporter/reporter.ts'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/build.ts'],
    // Against what never ends: on a busy machine all else may take its time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    // Most searches are short and run code that was made for them: to optimise it as soon as usual costs more than it saves.
    execArgv: ['--interrupt-budget=400000'],
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          // The first is a project of its own: scripts/consumer.mjs runs it.
          exclude: ['test/consumer/**', ...DECLARING, '**/node_modules/**'],
          setupFiles: ['test/begin.ts', 'test/declares_nothing.ts'],
          // Files share what a worker has loaded.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: DECLARING, setupFiles: ['test/begin.ts'] } },
    ],
    // What is built is loaded as the program loads it.
    server: { deps: { external: [/\/dist\//] } },
  },
});
