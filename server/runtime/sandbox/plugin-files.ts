import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** In the source tree the sources themselves; in a build, beside the one file that this code was bundled into. */
const source = join(here, '..', 'boot', 'boot.ts')
const isSourceTree = existsSync(source)

/** What runs inside the sandbox beside the plugin, and the folders that must be readable there for it. */
export const bootFiles = isSourceTree
  ? {
      boot: source,
      sdk: join(here, '..', '..', '..', 'shared', 'sdk', 'sdk.ts'),
      folders: [join(here, '..', 'boot'), join(here, '..', '..', '..', 'shared')],
    }
  : {
      boot: join(here, 'sandbox', 'boot.js'),
      sdk: join(here, 'sandbox', 'sdk.js'),
      folders: [join(here, 'sandbox')],
    }
