import { defineConfig } from 'vitest/config';

// Daemons and jobs take both cores.
export default defineConfig({
  test: {
    include: ['test/slurm/**/*.slurm.ts'],
    pool: 'forks',
    maxWorkers: 1,
  },
});
