import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))
const propertySeed = fileURLToPath(new URL('./property-seed.ts', import.meta.url))
const reporter = fileURLToPath(new URL('./plain-reporter.ts', import.meta.url))

const inBrowser = { environment: 'node', testTimeout: 120_000, hookTimeout: 180_000 } as const

/** In the browser as well, but for most of their time they wait for what comes of a move: they need not have the machine for themselves. */
const walks = ['first-minutes', 'plan-timeline', 'story'].map(name => `test/browser/${name}.test.ts`)

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
          ...inBrowser,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          exclude: walks,
          fileParallelism: false,
        },
      },
      {
        test: { ...inBrowser, name: 'walks', include: walks },
      },
    ],
  },
})
