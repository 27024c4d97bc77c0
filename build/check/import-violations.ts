import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { importRules, packageRules } from './import-rules.ts'

export type Violation = Readonly<{ file: string; imports: string; why: string }>

const topFolders = ['shared', 'server', 'ui-plugin', 'build', 'test']
const importPattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)'([^'\n]+)'/g

/** Every import below `root` that the table does not allow. Test files may import anything; nothing may import tests. */
export function importViolations(root: string): Violation[] {
  return topFolders
    .flatMap(folder => sourceFiles(join(root, folder)))
    .flatMap(path => {
      const file = relative(root, path).split(sep).join('/')
      const imports = [...readFileSync(path, 'utf8').matchAll(importPattern)].flatMap(match => match[1] ?? [])
      return imports.flatMap(specifier => {
        const why = specifier.startsWith('.') ? refusedFile(file, specifier) : refusedPackage(file, specifier)
        return why === undefined ? [] : [{ file, imports: specifier, why }]
      })
    })
}

function refusedFile(file: string, specifier: string): string | undefined {
  const target = posix.normalize(posix.join(dirname(file), specifier))
  if (isTest(file)) return undefined
  if (isTest(target) || target.startsWith('test/')) {
    return file.startsWith('test/') ? undefined : 'nothing imports tests'
  }
  const home = ruleOf(file)
  if (home === undefined) return 'its folder has no row in build/check/import-rules.ts'
  if (ruleOf(target) === home) return undefined
  const allowed = importRules[home]?.some(folder => isWithin(target, folder)) ?? false
  return allowed ? undefined : `${home} may not import ${ruleOf(target) ?? target}`
}

function refusedPackage(file: string, specifier: string): string | undefined {
  if (isTest(file)) return undefined
  const place = Object.keys(packageRules).find(folder => isWithin(file, folder))
  if (place === undefined) return undefined
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  return packageRules[place]?.includes(name)
    ? undefined
    : `${place} uses no package but: ${packageRules[place]?.join(', ') || 'none'}`
}

const ruleOf = (file: string): string | undefined =>
  Object.keys(importRules)
    .filter(folder => isWithin(file, folder))
    .toSorted((a, b) => b.length - a.length)[0]

const isWithin = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`)
const isTest = (file: string) => /\.test\.tsx?$/.test(file)

function sourceFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !/[/\\](fixtures|node_modules)[/\\]/.test(path.slice(folder.length)))
}
