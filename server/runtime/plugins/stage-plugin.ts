import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { PluginFile } from './plugin-file.ts'

/**
 * Writes the plugin, as it was read, into a folder of ours and returns where. What runs, also after a restart weeks
 * later, is then exactly what was checked, whatever has become of the file since.
 */
export async function stagePlugin(file: PluginFile, stagingDirectory: string): Promise<string> {
  const folder = join(stagingDirectory, file.checksum)
  // Plugins run as the user the service runs as, whatever they are told of it; nobody else has to read them.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const staged = join(folder, basename(file.path))
  // A process that starts right now finds it whole.
  const written = `${staged}.${randomUUID()}`
  await writeFile(written, file.content, { mode: 0o600 })
  await rename(written, staged)
  return staged
}
