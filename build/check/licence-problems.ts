import { isAllowedLicence } from '../supply-chain/licences.ts'
import { readLockFile } from '../supply-chain/read-lock-file.ts'

/**
 * Packages of the lockfile below `root` whose licence nobody has allowed. What ships is held to a shorter list by the
 * build, which alone knows what is in the bundles.
 */
export function licenceProblems(root: string): string[] {
  return [...readLockFile(root).packages.values()]
    .filter(({ licence }) => !isAllowedLicence(licence, 'tool'))
    .map(
      ({ path, licence }) =>
        `package-lock.json: ${path} is under ${licence || 'no licence'}, which build/supply-chain/licences.ts does not allow`,
    )
}
