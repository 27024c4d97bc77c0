import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))
const propertySeed = fileURLToPath(new URL('./property-seed.ts', import.meta.url))
const patientScreen = fileURLToPath(new URL('./patient-screen.ts', import.meta.url))
const reporter = fileURLToPath(new URL('./plain-reporter.ts', import.meta.url))

/** Every CPU has a test, and one more is there for those that wait; each may take its time, since the others are busy too. */
const patient = { testTimeout: 20_000, hookTimeout: 60_000 } as const
const besideOthers = { ...patient, maxWorkers: availableParallelism() + 1 }
/** What a page shows may take as long as a busy machine needs; no test is shorter for it. */
const inBrowser = {
  environment: 'node',
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 20_000 } },
} as const

/** In the browser too, but most of the time they wait for what comes of a move: they need not have the machine for themselves. */
const walks = ['first-minutes', 'plan-timeline', 'story'].map(name => `test/browser/${name}.test.ts`)

/**
 * Nothing here changes what the process has in common (modules, environment, working directory), so that one process runs many of
 * these files: loading the modules anew for each took more time than the tests.
 */
const together = [
  'server/{api,apply,config,cycles,engine,language,model,planner,planning,protocol,scheduling,simulator}/**/*.test.ts',
  'server/{telemetry,tuning,units,xmlrpc}/**/*.test.ts',
  'shared/**/*.test.ts',
]

/** Judged by what others would change: real VMs by the CPUs and memory of this machine, plugins by the time that they are given. */
const alone = [
  'test/contracts/{host-balloons-libvirt,host-pins-libvirt,host-policy-ksm,host-policy-libvirt}.test.ts',
  'server/runtime/sandbox/**/*.test.ts',
]

export default defineConfig({
  root,
  test: {
    reporters: ['default', reporter],
    projects: [
      {
        test: {
          ...besideOthers,
          name: 'together',
          include: together,
          environment: 'node',
          isolate: false,
          setupFiles: [propertySeed],
        },
      },
      {
        test: {
          ...besideOthers,
          name: 'node',
          include: ['{server,build}/**/*.test.ts', 'test/{bench,contracts,fakes,packaging,scenarios}/**/*.test.ts'],
          exclude: [...alone, ...together],
          environment: 'node',
          setupFiles: [propertySeed],
        },
      },
      {
        test: {
          ...besideOthers,
          name: 'ui',
          include: ['ui-plugin/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: [propertySeed, patientScreen],
        },
      },
      {
        test: { ...besideOthers, ...inBrowser, name: 'walks', include: walks },
      },
      {
        test: {
          ...inBrowser,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          exclude: walks,
          // Drawing keeps every CPU busy: beside other tests both sides would wait.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...patient,
          name: 'alone',
          include: alone,
          environment: 'node',
          fileParallelism: false,
          setupFiles: [propertySeed],
        },
      },
    ],
  },
})
