import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isAllowedLicence } from './licences.ts'
import type { ShippedPackage } from './shipped-packages.ts'

/** What packages leave out of their archive: a text, or that of something they contain. `/` in a name is `+` here. */
const ADDED = fileURLToPath(new URL('./added-texts', import.meta.url))

const RULE = '='.repeat(80)
const textFile = /^(?:licen[cs]es?|copying|notice)(?:[.-].*)?$/i

/**
 * The licences of everything in `dist/` that others wrote, with the texts that must come along. Throws for a licence that
 * is not allowed and for a package without any text.
 */
export function licenceTexts(root: string, shipped: readonly ShippedPackage[]): string {
  const refused = shipped.filter(({ licence }) => !isAllowedLicence(licence, 'shipped'))
  if (refused.length > 0) {
    const names = refused.map(({ name, version, licence }) => `${name} ${version} (${licence || 'no licence'})`)
    throw new Error(`Not to be shipped under these licences, see build/supply-chain/licences.ts:\n${names.join('\n')}`)
  }
  const sections = new Map<string, string>()
  for (const one of shipped) {
    const title = `${one.name} ${one.version}\nLicence: ${one.licence}`
    sections.set(title, [title, ...textsOf(root, one)].join('\n\n'))
  }
  const head = 'ovirt-scheduler contains code of the packages below, each under the licence that follows its name.'
  return `${[head, ...sections.values()].join(`\n\n${RULE}\n`)}\n`
}

/** The texts inside a package, those of code that it took over included; and what we add where it has none. */
function textsOf(root: string, { path, name }: ShippedPackage): string[] {
  const folder = join(root, path)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && textFile.test(entry.name) && !/\.[cm]?[jt]sx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !file.slice(folder.length).includes('node_modules'))
    .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
  const found = files.map(file => readFileSync(file, 'utf8').trim())
  const addedFile = `${name.replace('/', '+')}.txt`
  const added = existsSync(join(ADDED, addedFile)) ? [readFileSync(join(ADDED, addedFile), 'utf8').trim()] : []
  const texts = [...new Set([...found, ...added])]
  if (texts.length === 0)
    throw new Error(`${name} has no licence text: put its author’s into build/supply-chain/added-texts/${addedFile}`)
  return texts
}
