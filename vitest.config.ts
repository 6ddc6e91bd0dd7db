import { defineConfig } from 'vitest/config';
import LongestFirst from './test/sequencer.js';

// One worker for each core: the runner's own default leaves one idle, which is half of a machine with two.
export default defineConfig({
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
    maxWorkers: '100%',
    // Files share what a worker has loaded: no test changes anything that another could see.
    isolate: false,
    // What is built is loaded as the program loads it.
    server: { deps: { external: [/\/dist\//] } },
  },
});
