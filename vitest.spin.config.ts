import { defineConfig } from 'vitest/config';

// Each cell compiles a verifier, and runs it: one after another.
export default defineConfig({
  test: {
    include: ['test/spin/**/*.spin.ts'],
    testTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
