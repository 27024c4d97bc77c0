/** `npm run build`: the service, the UI plugin and the stand-in portal into `dist/`. */
import { bundleServer } from './server/bundle.ts'
import { bundleUi } from './ui/bundle.ts'

const started = performance.now()
await bundleUi({ mode: 'production' })
await bundleServer()
console.log(`dist/ is ready (${((performance.now() - started) / 1000).toFixed(1)} s)`)
