import { fileURLToPath } from 'node:url'
import { bundleServer } from './server/bundle.ts'
import { writeContents } from './supply-chain/write-contents.ts'
import { bundleUi } from './ui/bundle.ts'

/** The service, the UI plugin and the stand-in portal into `dist/`, and what they consist of. Tells of it on the way. */
export async function buildAll(): Promise<void> {
  const startedMs = performance.now()
  const portal = await bundleUi({ mode: 'production' })
  const service = await bundleServer()
  console.log(writeContents(fileURLToPath(new URL('..', import.meta.url)), { service, portal }))
  console.log(`dist/ is ready (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`)
}
