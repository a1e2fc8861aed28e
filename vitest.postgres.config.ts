import { defineConfig } from 'vitest/config';

/** The tests of what the store keeps, on the server that DATABASE_URL names. */
export default defineConfig({
  test: {
    globalSetup: 'test/build-programs.ts',
    include: [
      'test/work/**/*.test.ts',
      'test/store/**/*.test.ts',
      'test/pin/{change,overdue}.test.ts',
      'test/flow/**/*.test.ts',
      'test/retention/**/*.test.ts',
      'test/bot/deliveries.test.ts',
      'test/helpdesk/{audit,deliver-ticket}.test.ts',
      'test/watch/metrics.test.ts',
      'test/postgres/**/*.test.ts',
    ],
    // One data folder has one owner; a database has as many as there are replicas.
    exclude: ['test/flow/owner.test.ts', 'test/flow/minute.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 4,
  },
});
