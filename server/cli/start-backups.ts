import type { Health } from '../../shared/api/service.ts'
import type { Config } from '../config/settings.ts'
import { createBackupCycle } from '../cycles/backup-cycle.ts'
import { sleep } from '../cycles/sleep.ts'
import type { TellEngine } from '../cycles/tell-engine.ts'
import { backupFolder, listBackups } from '../store/backup-files.ts'
import { makeBackup } from '../store/make-backup.ts'
import type { Restored, Store } from '../store/store.ts'
import type { Log } from '../telemetry/log.ts'
import { inOwnTrace } from '../telemetry/trace.ts'

type Deps = Readonly<{ store: Store; tell: Pick<TellEngine, 'say'>; now: () => number; log: Log }>

export type Backups = Readonly<{
  health(): Promise<Health['store']>
  /** The engine answers: what was lost by going back to a backup is told in its events, once. */
  onEngine(): void
  /** Makes backups until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>
}>

const WEEK_MS = 7 * 24 * 3_600_000

/** Backups of the store, and what is said of it: whether it can be written, when it was last copied, what was lost. */
export async function startBackups(config: Config, { store, tell, now, log }: Deps): Promise<Backups> {
  const file = config['store.file']
  const rules = {
    file,
    folder: backupFolder(file, config['store.backupDirectory']),
    hours: config['store.hourlyBackups'],
    days: config['store.dailyBackups'],
  }
  // PostgreSQL is backed up by its own means.
  const isOn = config['store.backupInterval'] > 0 && file !== ':memory:' && config['store.url'] === ''
  let newestMs = isOn ? listBackups(file, rules.folder)[0]?.madeAtMs : undefined
  const cycle = createBackupCycle({
    async make() {
      const made = await makeBackup(store, rules, now())
      newestMs = made.madeAtMs
      return made
    },
    newestMs: () => newestMs,
    intervalMs: config['store.backupInterval'] * 60_000,
    sleep,
    now,
    log,
    traced: inOwnTrace,
  })
  let restored = await store.readRestored()
  if (restored && !restored.isTold) log.warn({ ...restored }, lostBy(restored))

  async function tellEngine(): Promise<void> {
    if (restored === undefined || restored.isTold) return
    const before = restored
    restored = { ...before, isTold: true }
    await tell.say('warning', lostBy(before))
    await store
      .writeRestored(restored)
      .catch(error => log.error({ error }, 'That the engine knows of the restore could not be written.'))
  }

  return {
    async health() {
      const check = await store.check()
      const isRecent = restored !== undefined && now() - restored.atMs < WEEK_MS
      return {
        writable: check.writable,
        ...(!check.writable && { problem: check.code }),
        ...(isOn && { backups: cycle.status() }),
        ...(isRecent && restored && { restored: { atMs: restored.atMs, backupAtMs: restored.backupAtMs } }),
      }
    },
    onEngine: () => void tellEngine(),
    run: async signal => (isOn ? cycle.run(signal) : undefined),
  }
}

const lostBy = ({ atMs, backupAtMs }: Restored): string =>
  `the store went back to its backup of ${new Date(backupAtMs).toISOString()}: what was recommended, decided and recorded ` +
  `from then until ${new Date(atMs).toISOString()} is lost.`
