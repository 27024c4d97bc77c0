import { chownSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { isMap, isScalar, parseDocument } from 'yaml'
import type { SettingName } from '../../config/settings.ts'
import { CliFailure } from '../outcome.ts'

/** What the file itself says of a setting; undefined: nothing. Throws CliFailure for what is no configuration. */
export function settingInFile(path: string, name: SettingName): unknown {
  return existsSync(path) ? open(path).getIn(keysOf(name)) : undefined
}

/**
 * Sets one setting in the configuration file, or takes it out (undefined), and leaves comments and everything else as they are. The file
 * is replaced as a whole, with the owner and the rights that it had. Throws CliFailure.
 */
export function editSetting(path: string, name: SettingName, value: string | undefined): void {
  const document = open(path)
  const keys = keysOf(name)
  const section = document.get(keys[0], true)
  if (value === undefined) {
    document.deleteIn(keys)
    if (isMap(section) && section.items.length === 0)
      document.set(keys[0], withComment(document.createNode(null), section.comment))
  } else if (isMap(section)) document.setIn(keys, value)
  else {
    // A section in which everything is commented out is null; its comments stay in front of the next one.
    if (section !== undefined && !(isScalar(section) && section.value === null))
      throw new CliFailure(`${path}: ${keys[0]} must hold settings`)
    document.set(keys[0], withComment(document.createNode({ [keys[1]]: value }), section?.comment))
  }
  const { mode, uid, gid } = statSync(path)
  const next = `${path}.new`
  writeFileSync(next, document.toString({ lineWidth: 0, nullStr: '' }), { mode: mode & 0o777, flush: true })
  chownSync(next, uid, gid)
  renameSync(next, path)
}

function withComment<N extends { comment?: string | null }>(node: N, comment: string | null | undefined): N {
  if (comment) node.comment = comment
  return node
}

function open(path: string) {
  const document = parseDocument(readFileSync(path, 'utf8'), { prettyErrors: false })
  if (document.errors.length > 0) throw new CliFailure(`${path} is no YAML; "ovirt-scheduler config" tells where`)
  return document
}

const keysOf = (name: SettingName) => name.split('.') as [string, string]
