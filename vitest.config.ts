import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/postgres/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
