import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLockFile } from '../supply-chain/read-lock-file.ts'

const REGISTRY = 'https://registry.npmjs.org/'
const exact = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

type Project = Readonly<{
  dependencies?: Readonly<Record<string, string>>
  devDependencies?: Readonly<Record<string, string>>
  optionalDependencies?: Readonly<Record<string, string>>
  allowScripts?: Readonly<Record<string, boolean>>
}>

const projectIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Project

/**
 * What would let something else be installed below `root` than was looked at: versions that are not exact, packages
 * without a hash or from elsewhere than the registry of npm, and install scripts of packages that `allowScripts` of
 * package.json does not name. A name there with `false` is a package whose script is known and not run.
 */
export function lockFileProblems(root: string): string[] {
  const project = projectIn(root)
  const lock = readLockFile(root)
  const vague = [project, ...lock.folders.map(folder => projectIn(join(root, folder)))].flatMap(one =>
    Object.entries({ ...one.dependencies, ...one.devDependencies, ...one.optionalDependencies }).flatMap(
      ([name, version]) =>
        exact.test(version) || lock.folders.some(folder => version === `file:${folder}`)
          ? []
          : [`package.json: "${name}": "${version}" must be an exact version, such as 1.2.3`],
    ),
  )
  const known = new Set(Object.keys(project.allowScripts ?? {}))
  const packages = [...lock.packages.values()]
  const doubtful = packages.flatMap(({ path, name, integrity, resolved, hasInstallScript }) => [
    ...(/^sha512-\S+$/.test(integrity) ? [] : [`package-lock.json: ${path} has no sha512 integrity`]),
    // npm leaves the address out where it is told to; the hash then says what is meant, wherever it comes from.
    ...(resolved === undefined || resolved.startsWith(REGISTRY)
      ? []
      : [`package-lock.json: ${path} comes from ${resolved}, not from ${REGISTRY}`]),
    ...(hasInstallScript && !known.has(name)
      ? [
          `package-lock.json: ${path} has an install script: look at it, then name ${name} in allowScripts of package.json`,
        ]
      : []),
  ])
  const gone = [...known].filter(name => !packages.some(one => one.name === name && one.hasInstallScript))
  const idle = gone.map(name => `package.json: allowScripts names ${name}, which has no install script: take it out`)
  return [...vague, ...doubtful, ...idle]
}
