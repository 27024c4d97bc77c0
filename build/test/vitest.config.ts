import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))
const propertySeed = fileURLToPath(new URL('./property-seed.ts', import.meta.url))
const reporter = fileURLToPath(new URL('./plain-reporter.ts', import.meta.url))

export default defineConfig({
  root,
  test: {
    reporters: ['default', reporter],
    projects: [
      {
        test: {
          name: 'node',
          include: ['{server,shared,build}/**/*.test.ts', 'test/{bench,contracts,fakes,scenarios}/**/*.test.ts'],
          environment: 'node',
          setupFiles: [propertySeed],
        },
      },
      {
        test: {
          name: 'ui',
          include: ['ui-plugin/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: [propertySeed],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
