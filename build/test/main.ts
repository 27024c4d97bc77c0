/**
 * `npm test [-- vitest arguments]`: provides what the tests need, builds what the browser tests open, runs all tests.
 * `--peer DIR` names the source of ovirt-scheduler-proxy: its daemon then answers the same contract suite as ours.
 * `--vdsm DIR` names the source of vdsm: our client of it then talks to its own server code.
 * `--peer-mom DIR` names the source of MOM: its evaluator then answers the same generated policies as ours and those that
 * MOM ships, with `--vdsm` too those that vdsm ships, and its RPC server the same calls.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAll } from '../build-all.ts'
import { bundleServer } from '../server/bundle.ts'
import { isBundleFresh } from '../ui/bundle.ts'
import { provideSystemNeeds } from './system-needs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const missing = provideSystemNeeds()
if (missing.length > 0) {
  console.error(missing.join('\n'))
  process.exit(1)
}
// The demo builds the pages alone; what is packed holds more.
if (isBundleFresh() && existsSync(`${root}/dist/sbom.cdx.json`)) await bundleServer()
else await buildAll()
const vitest = `${root}/node_modules/vitest/vitest.mjs`
const given = process.argv.slice(2)
const peerDir = take('--peer')
const vdsmDir = take('--vdsm')
const momDir = take('--peer-mom')
const args = ['run', '--config', 'build/test/vitest.config.ts', ...given]
const env = {
  ...process.env,
  TESTED_PROGRAM: `${root}/dist/server/main.js`,
  // Some hundred times a test starts the service as its own process.
  NODE_COMPILE_CACHE: `${root}/node_modules/.cache/compiled`,
  ...(peerDir !== undefined && { OVIRT_SCHEDULER_PROXY_DIR: resolve(peerDir) }),
  ...(vdsmDir !== undefined && { VDSM_DIR: resolve(vdsmDir) }),
  ...(momDir !== undefined && { MOM_DIR: resolve(momDir) }),
}
const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: 'inherit', env })
process.exitCode = status ?? 1

/** The value of an option of ours; the rest is for vitest. */
function take(option: string): string | undefined {
  const at = given.indexOf(option)
  return at < 0 ? undefined : given.splice(at, 2)[1]
}
