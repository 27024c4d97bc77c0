import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { PluginFile } from './plugin-file.ts'

/**
 * Writes the plugin, as it was read, into a folder of ours and returns where. What runs, also after a restart weeks
 * later, is then exactly what was checked, whatever has become of the file since.
 */
export async function stagePlugin(file: PluginFile, stagingDirectory: string): Promise<string> {
  const folder = join(stagingDirectory, file.checksum)
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const staged = join(folder, basename(file.path))
  await writeFile(staged, file.content, { mode: 0o644 })
  return staged
}
