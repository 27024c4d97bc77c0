import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PluginError } from './loaded-plugin.ts'
import { type PluginConf, parsePluginConf } from './parse-plugin-conf.ts'
import type { PluginFile } from './plugin-file.ts'

/** The configuration files that may speak for a plugin, by name, as they stood when they were read. */
export type PluginConfs = ReadonlyMap<string, Readonly<{ path: string; text: string }>>

/**
 * `NAME.conf` beside the plugin, else in the directory of the original daemon. NAME is the file's name or a unit's: the
 * first speaks for all units of the file, the second, when both exist, for its unit alone.
 */
export async function readPluginConfs(
  names: readonly string[],
  file: PluginFile,
  legacyDirectory: string,
): Promise<PluginConfs> {
  const confs = new Map<string, Readonly<{ path: string; text: string }>>()
  for (const name of new Set(names)) {
    for (const directory of [dirname(file.path), legacyDirectory]) {
      const path = join(directory, `${name}.conf`)
      const text = await readIfThere(path)
      if (text === undefined) continue
      confs.set(name, { path, text })
      break
    }
  }
  return confs
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw new PluginError([`${path} cannot be read: ${(error as Error).message}`])
  }
}

/** Throws PluginError naming file and line of each problem. */
export function confOf(unitId: string, file: PluginFile, confs: PluginConfs): PluginConf | undefined {
  const found = confs.get(unitId) ?? confs.get(file.name)
  if (found === undefined) return undefined
  const parsed = parsePluginConf(found.text)
  if (parsed.ok) return parsed.conf
  throw new PluginError(parsed.problems.map(({ line, problem }) => `${found.path}:${line}: ${problem}`))
}
