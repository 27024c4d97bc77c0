import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'

/** A file in the plugins directory, read whole at one moment: what was read is what is checked and run. */
export type PluginFile = Readonly<{
  path: string
  /** Without its ending: the name that grants and configuration files go by. */
  name: string
  kind: 'script' | 'python'
  content: Buffer
  /** SHA-256, hexadecimal. */
  checksum: string
}>

const kinds: Readonly<Record<string, PluginFile['kind']>> = {
  '.ts': 'script',
  '.js': 'script',
  '.mjs': 'script',
  '.py': 'python',
}

const MAX_FILE_BYTES = 1_048_576

/** Declarations (`x.d.ts`) hold no code, and `x.test.ts` is a test beside its plugin. */
export const isPluginFile = (path: string): boolean =>
  extname(path) in kinds && !/\.(d|test)\.[a-z]+$/.test(path) && !basename(path).startsWith('.')

/** Paths of the plugins in a directory, in the order of their names; empty when it does not exist. */
export async function listPluginFiles(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory)
    return names
      .filter(isPluginFile)
      .toSorted()
      .map(name => join(directory, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** Throws with a sentence when it cannot be read or is too large to be a plugin. */
export async function readPluginFile(path: string): Promise<PluginFile> {
  const found = await stat(path)
  // Reading a pipe would wait for ever.
  if (!found.isFile()) throw new Error('it is no regular file')
  const { size } = found
  if (size > MAX_FILE_BYTES) throw new Error(`it has ${size} bytes; a plugin may have ${MAX_FILE_BYTES}`)
  const content = await readFile(path)
  const extension = extname(path)
  return {
    path,
    name: basename(path, extension),
    kind: kinds[extension] ?? 'script',
    content,
    checksum: createHash('sha256').update(content).digest('hex'),
  }
}
