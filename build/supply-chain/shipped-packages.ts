import type { LockedPackage, LockFile } from './read-lock-file.ts'

/** A part of `dist/` that holds code of others. */
export type Part = 'service' | 'portal'

/** A package of which something lies in `dist/`, and where. */
export type ShippedPackage = LockedPackage & Readonly<{ parts: readonly Part[] }>

const installed =
  /(?:^|[\\/])(node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?:[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)*)[\\/]/

/**
 * The packages that the files come from which were put into the bundles, by path. Only they are in `dist/`: no package is
 * installed beside it. Throws for a package that the lockfile does not know, since nobody could tell what it is.
 */
export function shippedPackages(lock: LockFile, bundled: Readonly<Record<Part, readonly string[]>>): ShippedPackage[] {
  const parts = new Map<string, Set<Part>>()
  for (const [part, files] of Object.entries(bundled) as [Part, readonly string[]][]) {
    for (const file of files) {
      const path = installed.exec(file)?.[1]?.replaceAll('\\', '/')
      if (path !== undefined) parts.set(path, (parts.get(path) ?? new Set()).add(part))
    }
  }
  return [...parts]
    .map(([path, inParts]) => {
      const locked = lock.packages.get(path)
      if (locked === undefined) throw new Error(`${path} is in a bundle but not in package-lock.json: run npm ci`)
      return { ...locked, parts: [...inParts] }
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
