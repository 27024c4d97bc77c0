import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { JOBS_APPLICATION, type PostgresAddress } from '../store/postgres-database.ts'
import type { Log } from '../telemetry/log.ts'
import type { KnownReplicas } from './known-replicas.ts'
import { type ShareKind, type Shares, shareKinds } from './shares.ts'

type Deps = Readonly<{
  address: PostgresAddress
  replicas: Pick<KnownReplicas, 'count'>
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Of a clock that nobody sets and that goes on while the process is frozen. */
  elapsedMs: () => number
  log: Pick<Log, 'warn' | 'info'>
}>

/** `retryCount` tells this holding of a job from later ones. `keptMs`: when we last asked to keep it, and could. */
type Held = Readonly<{ id: string; retryCount: number; subject: string; keptMs: number }>

const LOOK_MS = 1_000
const KEEP_MS = 3_000
/** pg-boss lets nobody say less. */
const HEARTBEAT_S = 10
/** By then we act as if it were lost, before anybody else can have it. */
const OURS_MS = (HEARTBEAT_S - 1) * 1000
/** As long as pg-boss allows; then a share is taken anew, by whoever is first. */
const EXPIRE_S = 23 * 3600
const FOR_EVER = 1_000_000
const QUERY_MS = 30_000

/**
 * Shares as jobs of pg-boss: exclusive by subject, kept by a heartbeat. Each replica takes no more than its part, and lets go of what is more
 * than that when others come. Throws where the database does not answer at the start; later it waits for it.
 */
export async function sharesInPostgres({ address, replicas, sleep, elapsedMs, log }: Deps): Promise<Shares> {
  const boss = new PgBoss({
    ...bossConnection(address),
    ...{ superviseIntervalSeconds: 1, monitorIntervalSeconds: 1, maintenanceIntervalSeconds: 600 },
    schedule: false,
  })
  let isInTrouble = false
  const onTrouble = (error: unknown) => {
    if (!isInTrouble) log.warn({ error }, 'What is shared among replicas cannot be settled; it is tried again.')
    isInTrouble = true
  }
  boss.on('error', onTrouble)
  await boss.start()
  for (const kind of shareKinds) await ensureQueue(boss, kind)

  const offered = new Map<ShareKind, readonly string[]>()
  const held = new Map<ShareKind, readonly Held[]>(shareKinds.map(kind => [kind, []]))
  const listeners = new Set<() => void>()
  const heldOf = (kind: ShareKind) => held.get(kind) ?? []
  const isOurs = ({ keptMs }: Held) => elapsedMs() - keptMs < OURS_MS
  let ofNoUse = Number.NEGATIVE_INFINITY

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function set(kind: ShareKind, next: readonly Held[]): boolean {
    const before = heldOf(kind).map(({ id, retryCount }) => `${id} ${retryCount}`)
    held.set(kind, next)
    return before.join() !== next.map(({ id, retryCount }) => `${id} ${retryCount}`).join()
  }

  /** Those that are still ours, each with its time. */
  async function keep(kind: ShareKind): Promise<readonly Held[]> {
    const mine = heldOf(kind)
    if (mine.length === 0) return mine
    const keptMs = elapsedMs()
    const { settled } = touchedSchema.parse(await boss.touch(kind, mine.map(attemptOf)))
    const still = new Set(settled)
    return mine.filter(({ id }) => still.has(id)).map(one => ({ ...one, keptMs }))
  }

  async function letGo(kind: ShareKind, these: readonly Held[]): Promise<void> {
    if (these.length > 0) await boss.complete(kind, these.map(attemptOf))
  }

  async function take(kind: ShareKind, most: number): Promise<readonly Held[]> {
    if (most <= 0) return []
    const keptMs = elapsedMs()
    const jobs = await boss.fetch<Readonly<{ subject: string }>>(kind, { batchSize: most, includeMetadata: true })
    return jobs.map(({ id, retryCount, data: { subject } }) => ({ id, retryCount, subject, keptMs }))
  }

  /** Whether anything has changed hands. */
  async function settle(kind: ShareKind, isKeeping: boolean): Promise<boolean> {
    const subjects = offered.get(kind)
    const ours = (isKeeping ? await keep(kind) : heldOf(kind)).filter(isOurs)
    if (subjects === undefined) return set(kind, ours)
    const part = Math.ceil(subjects.length / replicas.count())
    const isWanted = (one: Held, at: number) => at < part && subjects.includes(one.subject)
    const kept = ours.filter(isWanted)
    const gone = ours.filter(one => !kept.includes(one))
    // Not ours any more, and left off, before anybody else can take it.
    const hasChanged = set(kind, kept)
    if (gone.length > 0) tell()
    await letGo(kind, gone)
    await ask(kind, subjects)
    const taken = await take(kind, part - kept.length)
    const [fit, unfit] = [
      taken.filter(({ subject }) => subjects.includes(subject)),
      taken.filter(({ subject }) => !subjects.includes(subject)),
    ]
    await letGo(kind, unfit)
    return set(kind, [...kept, ...fit]) || hasChanged
  }

  /** A job that waits or is held already is not made again: the queue is exclusive by its key. */
  async function ask(kind: ShareKind, subjects: readonly string[]): Promise<void> {
    const mine = new Set(heldOf(kind).map(({ subject }) => subject))
    const others = subjects.filter(subject => !mine.has(subject))
    if (others.length > 0)
      await boss.insert(
        kind,
        others.map(subject => ({ data: { subject }, singletonKey: subject })),
      )
  }

  async function look(): Promise<void> {
    const isKeeping = elapsedMs() - ofNoUse >= KEEP_MS
    if (isKeeping) ofNoUse = elapsedMs()
    const changed: boolean[] = []
    for (const kind of shareKinds) changed.push(await settle(kind, isKeeping))
    if (isInTrouble) log.info({}, 'What is shared among replicas is settled again.')
    isInTrouble = false
    if (changed.includes(true)) tell()
  }

  return {
    offer: (kind, subjects) => void offered.set(kind, subjects),
    holds: (kind, subject) => heldOf(kind).some(one => one.subject === subject && isOurs(one)),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    status: () => ({
      replicas: replicas.count(),
      held: { cluster: heldOf('cluster').filter(isOurs).length, hosts: heldOf('hosts').filter(isOurs).length },
    }),
    async run(signal) {
      while (!signal.aborted) {
        await look().catch(onTrouble)
        await sleep(LOOK_MS, signal)
      }
      for (const kind of shareKinds) {
        const mine = heldOf(kind)
        set(kind, [])
        await letGo(kind, mine).catch(onTrouble)
      }
    },
    close: () => boss.stop({ graceful: false }).catch(onTrouble),
  }
}

const attemptOf = ({ id, retryCount }: Held) => ({ id, retryCount })

/** Tables of its own beside ours. */
const bossConnection = ({ url, password, schema }: PostgresAddress) => ({
  connectionString: url,
  ...(password !== undefined && { password }),
  application_name: JOBS_APPLICATION,
  connectionTimeoutMillis: 5_000,
  // A server that is gone without a word would be waited for for ever.
  ...{ keepAlive: true, query_timeout: QUERY_MS },
  schema: `${schema}_jobs`,
  max: 2,
})

/** Which of the jobs were still ours; its types keep that to themselves. */
const touchedSchema = z.object({ settled: z.array(z.string()) })

/** Replicas may make it at once. */
async function ensureQueue(boss: PgBoss, kind: ShareKind): Promise<void> {
  await boss.createQueue(kind, {
    policy: 'exclusive',
    retryLimit: FOR_EVER,
    retryDelay: 0,
    heartbeatSeconds: HEARTBEAT_S,
    expireInSeconds: EXPIRE_S,
    deleteAfterSeconds: 3600,
  })
}
