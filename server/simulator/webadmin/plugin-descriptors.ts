import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { stripComments } from './strip-comments.ts'

/** A plugin as found on disk, in load order. */
export type PluginDescriptor = Readonly<{
  name: string
  url: string
  /** Directory of the files it serves; undefined when it serves none. */
  resourceDir: string | undefined
  config: Readonly<Record<string, unknown>>
  lazyLoad: boolean
  enabled: boolean
}>

const words = z.string().refine(text => text.trim() !== '', 'must not be blank')

// Keys nobody knows are ignored, as the engine does.
const descriptorFile = z.object({
  name: words,
  url: words,
  resourcePath: words.optional(),
  lazyLoad: z.boolean().default(true),
  config: z.record(z.string(), z.unknown()).default({}),
})

const userFile = z.object({
  config: z.record(z.string(), z.unknown()).default({}),
  enabled: z.boolean().default(true),
  order: z.number().int().default(Number.MAX_SAFE_INTEGER),
})

const USER_FILE_END = '-config.json'

/**
 * Every plugin of these directories. `<file>.json` describes one; `<file>-config.json` beside it, or in `userDir`, is the administrator's:
 * its config replaces the descriptor's per top-level key. A file that cannot be used costs its plugin, with a warning; a
 * user file that is no JSON counts as empty. Of two plugins with one name the first is kept.
 */
export function readPluginDescriptors(
  dirs: readonly string[],
  warn: (sentence: string) => void,
  userDir?: string,
): PluginDescriptor[] {
  const found = dirs.flatMap(dir => descriptorPaths(dir, warn).flatMap(path => readPlugin(path, warn, userDir) ?? []))
  const names = new Set<string>()
  const plugins: PluginDescriptor[] = []
  for (const { order: _, ...plugin } of found.toSorted((a, b) => a.order - b.order)) {
    if (names.has(plugin.name)) {
      warn(`Another UI plugin already has the name ${plugin.name}: the later one is skipped`)
      continue
    }
    names.add(plugin.name)
    plugins.push(plugin)
  }
  return plugins
}

function descriptorPaths(dir: string, warn: (sentence: string) => void): string[] {
  try {
    const names = readdirSync(dir).filter(name => name.endsWith('.json') && !name.endsWith(USER_FILE_END))
    return names.toSorted().map(name => join(dir, name))
  } catch (error) {
    warn(`UI plugins in ${dir} cannot be listed: ${messageOf(error)}`)
    return []
  }
}

function readPlugin(
  path: string,
  warn: (sentence: string) => void,
  userDir = dirname(path),
): (PluginDescriptor & { order: number }) | undefined {
  try {
    const { resourcePath, config, ...descriptor } = descriptorFile.parse(parseJson(readFileSync(path, 'utf8')))
    const user = userFile.parse(readUserFile(join(userDir, basename(path).replace(/\.json$/, USER_FILE_END)), warn))
    return {
      ...descriptor,
      resourceDir: resourcePath === undefined ? undefined : join(dirname(path), resourcePath),
      config: { ...config, ...user.config },
      enabled: user.enabled,
      order: user.order,
    }
  } catch (error) {
    warn(`The UI plugin of ${basename(path)} is skipped: ${messageOf(error)}`)
    return undefined
  }
}

function readUserFile(path: string, warn: (sentence: string) => void): unknown {
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch (error) {
    if (!isMissing(error)) warn(`${basename(path)} counts as empty: ${messageOf(error)}`)
    return {}
  }
}

const parseJson = (text: string): unknown => JSON.parse(stripComments(text))

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  return error instanceof Error ? error.message : String(error)
}
