import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Compiles the service and the command line into one file, `dist/server/main.js`, which runs on a plain Node without
 * node_modules: Node strips types only outside node_modules, so what is installed must be JavaScript.
 */
export async function bundleServer(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['server/main.ts'],
    outfile: 'dist/server/main.js',
    bundle: true,
    platform: 'node',
    target: 'node26',
    format: 'esm',
    sourcemap: 'linked',
    logLevel: 'warning',
    // What only the source tree can do: building the portal pages on demand.
    external: ['esbuild', 'webpack'],
    // CommonJS packages inside an ES module bundle still call require().
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
}
