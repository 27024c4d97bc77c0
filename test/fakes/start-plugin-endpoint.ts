import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSiteUnits } from '../../server/cli/start-site-units.ts'
import { loadConfig } from '../../server/config/load-config.ts'
import type { SettingName } from '../../server/config/settings.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import type { SiteUnits } from '../../server/runtime/plugins/site-units.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { aLog } from './log.ts'
import { startEndpoint, type TestEndpoint } from './start-endpoint.ts'

export type PluginEndpoint = TestEndpoint & Readonly<{ directory: string; siteUnits: SiteUnits }>

/** The XML-RPC endpoint with real plugins, in their real sandboxes: files by name, and settings beside the defaults. */
export async function startPluginEndpoint(
  files: Readonly<Record<string, string>>,
  state: SnapshotState = {},
  settings: Readonly<Partial<Record<SettingName, unknown>>> = {},
): Promise<PluginEndpoint> {
  const directory = await mkdtemp(join(tmpdir(), 'plugin-endpoint-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content)
  const flags = { 'units.directory': directory, 'legacy.directory': '', 'units.spares': false, ...settings }
  const { config } = loadConfig({ environment: {}, flags })
  const { siteUnits, close } = await startSiteUnits(config, aLog().log)
  if (state.snapshot !== undefined) siteUnits.show(state.snapshot)
  const isStrict = config['units.compatibility'] === 'strict'
  const endpoint = await startEndpoint([], state, {
    runtime: createRuntime({
      units: [],
      siteUnits: siteUnits.units,
      elapsedMs: () => performance.now(),
      ...(!isStrict && { quarantineAfter: config['units.quarantineAfter'] }),
    }),
    compatibility: config['units.compatibility'],
    scores: config['xmlrpc.scores'],
  })
  return {
    ...endpoint,
    directory,
    siteUnits,
    async close() {
      await endpoint.close()
      await close()
      await rm(directory, { recursive: true })
    },
  }
}
