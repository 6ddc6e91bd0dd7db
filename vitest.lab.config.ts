import { defineConfig } from 'vitest/config';

// Kernels are booted one at a time: each takes a core.
export default defineConfig({
  test: {
    include: ['test/booted/**/*.boot.ts'],
    pool: 'forks',
    maxWorkers: 1,
  },
});
