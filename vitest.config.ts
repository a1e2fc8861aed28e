import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/build-programs.ts',
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/postgres/**'],
    // Tests wait for processes of theirs more than they compute.
    maxWorkers: 4,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
