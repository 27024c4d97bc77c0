/** `npm run dev [-- demo options]`: the demo, started again when the service's source changes; pages rebuilt on change. */
import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundleUi } from './ui/bundle.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const SETTLE_MS = 200

await bundleUi({ mode: 'development' })
const demo: ChildProcess = spawn(process.execPath, ['--watch', 'server/main.ts', 'demo', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
demo.once('exit', code => process.exit(code ?? 1))

// An editor saves a file in several steps: build once they have settled.
let pending: NodeJS.Timeout | undefined
for (const folder of ['ui-plugin', 'shared', 'server/simulator/webadmin/page']) {
  watch(`${root}/${folder}`, { recursive: true }, () => {
    clearTimeout(pending)
    pending = setTimeout(rebuild, SETTLE_MS)
  })
}

function rebuild(): void {
  bundleUi({ mode: 'development' }).then(
    () => console.log('The pages are rebuilt; reload the browser.'),
    (error: unknown) => console.error(error instanceof Error ? error.message : error),
  )
}
