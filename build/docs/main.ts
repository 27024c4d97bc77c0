/** `npm run docs`: writes what of the documentation is made from the sources. `npm run check` tells when it has to be run. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generatedDocs } from './generated-docs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

for (const [path, content] of Object.entries(generatedDocs())) {
  writeFileSync(`${root}/${path}`, content)
  console.log(`wrote ${path}`)
}
