/** `npm run build`: everything that is shipped into `dist/`. */
import { buildAll } from './build-all.ts'

await buildAll()
