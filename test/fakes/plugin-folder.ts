/** A folder of plugin files, and the units that the service keeps of them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { type LoadedPlugin, PluginError } from '../../server/runtime/plugins/loaded-plugin.ts'
import type { PluginFile } from '../../server/runtime/plugins/plugin-file.ts'
import { createSiteUnits } from '../../server/runtime/plugins/site-units.ts'
import type { LoadedUnit } from '../../server/runtime/unit-runner.ts'
import { aLog } from './log.ts'
import { aScheduler } from './schedulers.ts'

/** A new folder for each test, gone after it. To be asked for at the top of a test file. */
export function pluginFolder() {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'site-units-'))
  })
  afterEach(() => rm(directory, { recursive: true }))
  const fileIn = (name: string): string => join(directory, name)
  return {
    fileIn,
    write: (name: string, text: string | Buffer) => writeFile(fileIn(name), text),
    aSite: (options?: SiteOptions) => aSite(directory, options),
  }
}

type SiteOptions = Readonly<{ lastWins?: boolean }>

/** The text of a plugin is the list of its units' names; "broken" cannot be loaded, "bug" is ours. */
function aSite(directory: string, { lastWins = false }: SiteOptions = {}) {
  const running = new Set<LoadedPlugin>()
  const shown: unknown[] = []
  let stamp = 'as it was'
  let isHeld: Promise<void> | undefined
  const loads: string[] = []
  async function load(file: PluginFile): Promise<LoadedPlugin> {
    const text = file.content.toString()
    loads.push(text)
    await isHeld
    if (text === 'broken') throw new PluginError(['it is broken', 'in two places'])
    if (text === 'bug') throw new TypeError('ours')
    const words = text.split(' ')
    const units = words
      .filter(word => !word.startsWith('scheduler:'))
      .map(
        (id): LoadedUnit => ({
          unit: { id, description: id, parameters: {}, functions: ['filter'] },
          source: file.path,
          kind: 'script',
          isolation: 'kernel',
          runner: { needs: 'facts' },
        }),
      )
    const plugin: LoadedPlugin = {
      file,
      units,
      schedulers: words
        .filter(word => word.startsWith('scheduler:'))
        .map(word => word.slice(10))
        .map(id => aScheduler(id, {}, { source: file.path, ...(id === 'future' && { ignored: 'too new' }) })),
      show: snapshot => void shown.push(snapshot),
      restarts: () => ({ count: 0 }),
      close: async () => void running.delete(plugin),
    }
    running.add(plugin)
    return plugin
  }
  const { log, lines } = aLog()
  const site = createSiteUnits({ directory, load, configurationStamp: async () => stamp, lastWins, log })
  let changes = 0
  site.onChange(() => {
    changes += 1
  })
  return {
    site,
    loads,
    lines,
    shown,
    running: () => [...running].map(({ file }) => file.content.toString()).toSorted((a, b) => a.localeCompare(b)),
    ids: () => site.units().map(({ unit }) => unit.id),
    states: () => site.plugins().map(({ path, state }) => `${path.slice(directory.length + 1)} ${state}`),
    changes: () => changes,
    restamp: () => {
      stamp += '!'
    },
    hold: (until: Promise<void>) => {
      isHeld = until
    },
  }
}
