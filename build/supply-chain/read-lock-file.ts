import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One package as package-lock.json pins it. */
export type LockedPackage = Readonly<{
  /** Where npm puts it, e.g. `node_modules/accepts/node_modules/negotiator`. */
  path: string
  name: string
  version: string
  /** SPDX expression as the package states it; '' where it states none. */
  licence: string
  /** Hashes of its archive, as in `sha512-…`, separated by spaces; '' where there is none. */
  integrity: string
  /** URL of the archive where the file tells one. */
  resolved: string | undefined
  hasInstallScript: boolean
  /** Paths of the packages that it uses. */
  dependsOn: readonly string[]
}>

/** package-lock.json of a project: the project itself, and all packages that come from elsewhere, by their path. */
export type LockFile = Readonly<{
  root: Readonly<{ name: string; version: string; licence: string; dependsOn: readonly string[] }>
  /** Folders of the project that are packages too, such as `build/node`. */
  folders: readonly string[]
  packages: ReadonlyMap<string, LockedPackage>
}>

type Names = Readonly<Record<string, string>>
type Entry = Readonly<{
  name?: string
  version?: string
  license?: string
  integrity?: string
  resolved?: string
  hasInstallScript?: boolean
  /** What lies there is the folder that `resolved` names. */
  link?: boolean
  dependencies?: Names
  devDependencies?: Names
  optionalDependencies?: Names
  peerDependencies?: Names
}>

const BELOW = 'node_modules/'

/** Reads the lockfile below `root`. Throws unless it is of version 3, which npm writes since 7. */
export function readLockFile(root: string): LockFile {
  const read = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    lockfileVersion?: number
    packages?: Record<string, Entry>
  }
  if (read.lockfileVersion !== 3 || read.packages === undefined)
    throw new Error('package-lock.json must be of lockfileVersion 3; "npm install" writes it anew')
  const { '': project = {}, ...entries } = read.packages
  const folders = Object.values(entries).flatMap(({ link, resolved }) => (link && resolved ? [resolved] : []))
  const others = Object.entries(entries).filter(([path, { link }]) => !link && !folders.includes(path))
  const packages = others.map(([path, entry]): [string, LockedPackage] => [
    path,
    {
      path,
      // An entry has a name of its own only where it is installed under another one.
      name: entry.name ?? path.slice(path.lastIndexOf(BELOW) + BELOW.length),
      version: entry.version ?? '',
      licence: typeof entry.license === 'string' ? entry.license : '',
      integrity: entry.integrity ?? '',
      resolved: entry.resolved,
      hasInstallScript: entry.hasInstallScript === true,
      dependsOn: found(entries, path, entry),
    },
  ])
  return {
    root: {
      name: project.name ?? '',
      version: project.version ?? '',
      licence: project.license ?? '',
      dependsOn: found(entries, '', project),
    },
    folders,
    packages: new Map(packages),
  }
}

/** The packages an entry uses, each found as Node would: in its own folder, then in those above. */
function found(entries: Readonly<Record<string, Entry>>, path: string, entry: Entry): string[] {
  const names = Object.keys({
    ...entry.dependencies,
    ...entry.devDependencies,
    ...entry.optionalDependencies,
    ...entry.peerDependencies,
  })
  return names.flatMap(name => {
    for (let folder = path; ; folder = above(folder)) {
      const place = folder === '' ? `${BELOW}${name}` : `${folder}/${BELOW}${name}`
      if (entries[place] !== undefined) return [place]
      // Nowhere: an optional peer that nobody installed.
      if (folder === '') return []
    }
  })
}

const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(`/${BELOW}`)))
