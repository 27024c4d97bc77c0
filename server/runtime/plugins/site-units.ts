import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Log } from '../../telemetry/log.ts'
import type { LoadedScheduler } from '../schedulers/loaded-scheduler.ts'
import type { LoadedUnit } from '../unit-runner.ts'
import { type LoadedPlugin, PluginError } from './loaded-plugin.ts'
import { listPluginFiles, type PluginFile, readPluginFile } from './plugin-file.ts'

/** A file in the plugins directory and what became of it. */
export type PluginState = Readonly<{
  path: string
  kind?: PluginFile['kind']
  /** Of the version that runs; absent: none does. */
  checksum?: string
  /** active: the file as it is. outdated: the file is broken, its last good version runs. refused: nothing runs. */
  state: 'active' | 'outdated' | 'refused'
  /** Why the file as it is does not run; empty when it does. */
  problems: readonly string[]
  unitIds: readonly string[]
  schedulerIds: readonly string[]
  restarts: number
}>

export type SiteUnits = Readonly<{
  /** The units that run. The same list until something changes. */
  units(): readonly LoadedUnit[]
  /** The schedulers that were loaded, those that are not used included. The same list until something changes. */
  schedulers(): readonly LoadedScheduler[]
  plugins(): readonly PluginState[]
  /** Looks at the directory and loads what changed; concurrent callers share one look. Never rejects. */
  refresh(): Promise<void>
  /** Loads a plugin again although its file is the same: ends a quarantine. False: no such file runs or is refused. */
  reload(path: string): Promise<boolean>
  /** Sends a new snapshot ahead to every plugin. */
  show(snapshot: Snapshot): void
  /** Told after the list of units or the state of a file has changed. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}>

export type SiteUnitsDeps = Readonly<{
  directory: string
  load: (file: PluginFile) => Promise<LoadedPlugin>
  /** Changes when a configuration file does, which then counts as a change of every plugin. */
  configurationStamp: () => Promise<string>
  /** Strict compatibility: of two files with one unit name the last one counts, as in the original. */
  lastWins: boolean
  log: Pick<Log, 'info' | 'warn' | 'error'>
}>

/** What is known of one file. `tried` tells whether it must be looked at again. */
type Slot = Readonly<{
  path: string
  tried: string
  file?: PluginFile
  plugin?: LoadedPlugin
  problems: readonly string[]
}>

/**
 * The site's plugins, as the directory has them. A changed file is loaded beside the running one, checked, and takes its
 * place between two calls; a broken one leaves the running one where it is. One that would bring a name which another
 * file holds is refused, and both are named.
 */
export function createSiteUnits(deps: SiteUnitsDeps): SiteUnits {
  const { directory, load, configurationStamp, lastWins, log } = deps
  const listeners = new Set<() => void>()
  let slots: ReadonlyMap<string, Slot> = new Map()
  let units: readonly LoadedUnit[] = []
  let schedulers: readonly LoadedScheduler[] = []
  let newest: Snapshot | undefined
  let looking: Promise<void> | undefined
  let isClosed = false

  async function look(anew: string | undefined): Promise<void> {
    const paths = await listPluginFiles(directory)
    const stamp = await configurationStamp()
    const next = new Map<string, Slot>()
    // One after the other: two cores start no faster side by side, and names are given in the order of the files.
    const visitIn = async (path: string) => {
      const others = paths.flatMap(other => next.get(other) ?? slots.get(other) ?? [])
      next.set(path, await visit(path, slots.get(path), stamp, path === anew, others))
    }
    for (const path of paths) await visitIn(path)
    // What lacked a name that a later file has given up in this same look.
    const isChanged = [...next.values()].some(({ path, plugin }) => plugin !== slots.get(path)?.plugin)
    const nameless = isChanged ? paths.filter(path => next.get(path)?.tried === '') : []
    for (const path of nameless) await visitIn(path)
    const unused = [...slots.values()].flatMap(({ path, plugin }) =>
      plugin !== undefined && next.get(path)?.plugin !== plugin ? [plugin] : [],
    )
    const isSame =
      unused.length === 0 && [...next.values()].every(slot => slots.get(slot.path) === slot) && next.size === slots.size
    if (isSame) return
    slots = next
    units = unitsOf(next, lastWins)
    schedulers = [...next.values()].flatMap(({ plugin }) => plugin?.schedulers ?? [])
    for (const listener of listeners) listener()
    // Calls that began with the old list still reach these.
    for (const plugin of unused) void plugin.close()
  }

  async function visit(
    path: string,
    before: Slot | undefined,
    stamp: string,
    anew: boolean,
    others: readonly Slot[],
  ): Promise<Slot> {
    try {
      const file = await readPluginFile(path)
      const tried = `${file.checksum} ${stamp}`
      if (before !== undefined && before.tried === tried && !anew) return before
      return await replace({ path, tried, file, problems: [] }, before, others)
    } catch (error) {
      const problem = `it cannot be read: ${(error as Error).message}`
      if (before !== undefined && before.tried === problem) return before
      return { ...before, path, tried: problem, problems: [problem] }
    }
  }

  async function replace(
    slot: Slot & { file: PluginFile },
    before: Slot | undefined,
    others: readonly Slot[],
  ): Promise<Slot> {
    try {
      const plugin = await load(slot.file)
      const taken = lastWins ? [] : namesTaken(plugin, others)
      if (taken.length > 0) {
        await plugin.close()
        // Nothing is wrong with the file itself: it is tried again when anything changes.
        const isKnown = before?.file?.checksum === slot.file.checksum && before.problems.join() === taken.join()
        return isKnown ? before : refused({ ...slot, tried: '' }, before, taken)
      }
      if (newest !== undefined) plugin.show(newest)
      const loaded = { checksum: slot.file.checksum, units: idsOf(plugin), schedulers: schedulerIdsOf(plugin) }
      log.info({ plugin: slot.path, ...loaded }, 'A plugin was loaded.')
      for (const { ignored } of plugin.schedulers) {
        if (ignored !== undefined) log.warn({ plugin: slot.path, ignored }, 'A scheduler is not used.')
      }
      return { ...slot, plugin }
    } catch (error) {
      if (!(error instanceof PluginError)) log.error({ error, plugin: slot.path }, 'A plugin could not be loaded.')
      const problems = error instanceof PluginError ? error.problems : [(error as Error).message]
      return refused(slot, before, problems)
    }
  }

  function refused(slot: Slot, before: Slot | undefined, problems: readonly string[]): Slot {
    const kept = before?.plugin === undefined ? 'it does not run' : 'its last good version goes on'
    log.warn({ plugin: slot.path, problems }, `A plugin cannot be used as it is; ${kept}.`)
    return { ...slot, problems, ...(before?.plugin && { plugin: before.plugin }) }
  }

  function refresh(anew?: string): Promise<void> {
    if (isClosed) return Promise.resolve()
    // Who asks during a look gets the next one: this one may have passed what has just changed.
    const mine = (looking ?? Promise.resolve())
      .then(() => (isClosed ? undefined : look(anew)))
      .catch((error: unknown) => {
        log.error({ error, directory }, 'The plugins directory could not be looked at; what runs goes on.')
      })
    const current: Promise<void> = mine.finally(() => {
      if (looking === current) looking = undefined
    })
    looking = current
    return current
  }

  return {
    units: () => units,
    schedulers: () => schedulers,
    plugins: () => [...slots.values()].map(stateOf),
    refresh: () => refresh(),
    async reload(path) {
      if (!slots.has(path)) return false
      await refresh(path)
      return slots.get(path)?.problems.length === 0
    },
    show(snapshot) {
      newest = snapshot
      for (const { plugin } of slots.values()) plugin?.show(snapshot)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      isClosed = true
      await looking
      await Promise.all([...slots.values()].map(({ plugin }) => plugin?.close()))
    },
  }
}

const idsOf = (plugin: LoadedPlugin | undefined): string[] => plugin?.units.map(({ unit }) => unit.id) ?? []

const schedulerIdsOf = (plugin: LoadedPlugin | undefined): string[] =>
  plugin?.schedulers.map(({ scheduler }) => scheduler.id) ?? []

/** Sentences for names that the plugin of another file holds. */
const namesTaken = (plugin: LoadedPlugin, others: readonly Slot[]): string[] => [
  ...takenOf(plugin, others, 'unit', idsOf),
  ...takenOf(plugin, others, 'scheduler', schedulerIdsOf),
]

const takenOf = (
  mine: LoadedPlugin,
  others: readonly Slot[],
  what: string,
  ids: (plugin: LoadedPlugin | undefined) => string[],
): string[] =>
  ids(mine).flatMap(id => {
    const owner = others.find(({ path, plugin }) => path !== mine.file.path && ids(plugin).includes(id))
    return owner === undefined
      ? []
      : [`${mine.file.path}: ${id} has the name of a ${what} that ${owner.path} brings; rename one`]
  })

function unitsOf(slots: ReadonlyMap<string, Slot>, lastWins: boolean): readonly LoadedUnit[] {
  const all = [...slots.values()].flatMap(({ plugin }) => plugin?.units ?? [])
  return lastWins ? [...new Map(all.map(loaded => [loaded.unit.id, loaded])).values()] : all
}

function stateOf({ path, file, plugin, problems }: Slot): PluginState {
  const running = plugin?.file
  const kind = running?.kind ?? file?.kind
  return {
    path,
    ...(kind && { kind }),
    ...(running && { checksum: running.checksum }),
    state: problems.length === 0 ? 'active' : plugin === undefined ? 'refused' : 'outdated',
    problems,
    unitIds: idsOf(plugin),
    schedulerIds: schedulerIdsOf(plugin),
    restarts: plugin?.restarts().count ?? 0,
  }
}
