import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSbom } from './create-sbom.ts'
import { licenceTexts } from './licence-texts.ts'
import { readLockFile } from './read-lock-file.ts'
import { type Part, shippedPackages } from './shipped-packages.ts'

const SBOM = 'sbom.cdx.json'
const LICENCES = 'THIRD-PARTY-LICENCES.txt'

/**
 * Writes into `dist/` what the bundles consist of: a bill of materials, and the licences. Returns a line that tells of it.
 * SOURCE_DATE_EPOCH, in seconds, is the time of a build that is to be repeated.
 */
export function writeContents(root: string, bundled: Readonly<Record<Part, readonly string[]>>): string {
  const lock = readLockFile(root)
  const shipped = shippedPackages(lock, bundled)
  const epoch = process.env.SOURCE_DATE_EPOCH
  const sbom = createSbom(lock, shipped, epoch === undefined ? Date.now() : Number(epoch) * 1000)
  writeFileSync(join(root, 'dist', SBOM), `${JSON.stringify(sbom, undefined, 2)}\n`)
  writeFileSync(join(root, 'dist', LICENCES), licenceTexts(root, shipped))
  return `${sbom.components.length} packages of others are in dist/: ${SBOM} lists them, ${LICENCES} has their licences`
}
