import { defineConfig } from 'vitest/config';
import { builtSources } from './test/built_sources.js';
import LongestFirst from './test/sequencer.js';

// One worker for each core: the runner's own default leaves one idle, which is half of a machine with two.
export default defineConfig({
  plugins: [builtSources],
  test: {
    include: ['test/**/*.test.ts'],
    // A project of its own: scripts/consumer.mjs runs it.
    exclude: ['test/consumer/**', '**/node_modules/**'],
    reporters: ['default', './test/reporter/reporter.ts'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/build.ts'],
    setupFiles: ['test/begin.ts'],
    // Against what never ends: on a busy machine all else may take its time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    // Most searches are short and run code that was made for them: to optimise it as soon as usual costs more than it saves.
    execArgv: ['--interrupt-budget=400000'],
    maxWorkers: '100%',
    // Files share what a worker has loaded: no test changes anything that another could see.
    isolate: false,
    // What is built is loaded as the program loads it.
    server: { deps: { external: [/\/dist\//] } },
  },
});
