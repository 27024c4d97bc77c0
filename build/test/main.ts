/** `npm test [-- vitest arguments]`: provides what the tests need, builds what the browser tests open, runs all tests. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bundleUi, isBundleFresh } from '../ui/bundle.ts'
import { provideSystemNeeds } from './system-needs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const missing = provideSystemNeeds()
if (missing.length > 0) {
  console.error(missing.join('\n'))
  process.exit(1)
}
if (!isBundleFresh()) {
  console.log('Building the portal pages …')
  await bundleUi({ mode: 'production' })
}
const vitest = `${root}/node_modules/vitest/vitest.mjs`
const args = ['run', '--config', 'build/test/vitest.config.ts', ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: 'inherit' })
process.exitCode = status ?? 1
