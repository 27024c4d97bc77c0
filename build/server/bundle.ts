import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { commitOf } from '../commit-of.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node26',
  format: 'esm',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions

/**
 * Compiles the service and the command line into `dist/server/main.js` and its parts, which run on a plain Node without
 * node_modules: Node strips types only outside node_modules, so what is installed must be JavaScript. Beside it lies what
 * is read by other processes: the code inside plugins' sandboxes, and what runs Python plugins; and the
 * host policies that come with the service. Resolves with the files that went into it, those of packages among them.
 */
export async function bundleServer(): Promise<string[]> {
  // What an earlier build left would be packed too.
  for (const part of ['server', 'sdk']) rmSync(join(root, 'dist', part), { recursive: true, force: true })
  const main = await build({
    ...common,
    entryPoints: ['server/main.ts'],
    outdir: 'dist/server',
    // Each command is loaded when it is asked for.
    splitting: true,
    define: { BUILT_FROM_COMMIT: JSON.stringify(commitOf(root) ?? '') },
    // What only the source tree can do: building the portal pages on demand.
    external: ['esbuild', 'webpack'],
    // CommonJS packages inside an ES module bundle still call require().
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  const thread = await build({
    ...common,
    entryPoints: { 'plan-thread': 'server/planning/plan-thread.ts', 'check-thread': 'server/store/check-thread.ts' },
    outdir: 'dist/server',
  })
  const sandbox = await build({
    ...common,
    entryPoints: { boot: 'server/runtime/boot/boot.ts', sdk: 'shared/sdk/sdk.ts' },
    outdir: 'dist/server/sandbox',
  })
  const python = join(root, 'server', 'runtime', 'python')
  for (const name of [...readdirSync(python).filter(file => file.endsWith('.py')), 'sdk']) {
    cpSync(join(python, name), join(root, 'dist', 'server', name), { recursive: true })
  }
  for (const set of ['default', 'classes'])
    cpSync(join(root, 'server', 'tuning', 'policies', set), join(root, 'dist', 'server', set), { recursive: true })
  cpSync(join(root, 'server', 'cli', 'setup', 'files'), join(root, 'dist', 'server', 'setup-files'), {
    recursive: true,
  })
  const sdk = await bundleSdk()
  return [main, thread, sandbox, sdk].flatMap(({ metafile }) =>
    // What was read and then left out as unused is not in the outputs.
    Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)),
  )
}

/** `ovirt-scheduler/sdk` for people who write plugins: the code, and its types for their editors. */
async function bundleSdk() {
  const sdk = await build({ ...common, entryPoints: ['shared/sdk/sdk.ts'], outfile: 'dist/sdk/sdk.js' })
  const flags = [
    '--declaration',
    '--emitDeclarationOnly',
    '--noEmit',
    'false',
    '--outDir',
    'dist/sdk/types',
    '--rootDir',
    'shared',
  ]
  const options = [
    '--target',
    'es2024',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
    '--strict',
    '--skipLibCheck',
  ]
  const more = ['--allowImportingTsExtensions', '--rewriteRelativeImportExtensions', '--erasableSyntaxOnly']
  const args = ['--ignoreConfig', 'shared/sdk/sdk.ts', ...flags, ...options, ...more]
  const { status, stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), args, { cwd: root, encoding: 'utf8' })
  const types = join(root, 'dist', 'sdk', 'types', 'sdk', 'sdk.d.ts')
  if (status !== 0 || !existsSync(types)) throw new Error(`the types of the SDK could not be written:\n${stdout}`)
  return sdk
}
