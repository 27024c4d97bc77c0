import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Named } from '../../shared/plan/named.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { Log } from '../telemetry/log.ts'
import type { Automation } from './automation/automation.ts'
import type { ApplyStore, MigrationPort } from './ports.ts'
import { service } from './services.ts'

/** What the policy of a host asks for, for one of its VMs. */
export type GuestRequest = Readonly<{
  vmId: string
  vmName: string
  request: 'migrate' | 'suspend' | 'shutdown'
  because: string
}>

/** The host whose policy asks. */
export type AskingHost = Named & Readonly<{ cluster: Named }>

/** A VM that the policy of its host wants to leave. */
export type WantedAway = Readonly<{ vm: Named; host: Named; because: string }>

export type Problem = Readonly<{ code: string; message: string }>
export type Answer = (request: GuestRequest, host: Named, signal: AbortSignal) => Promise<Problem | undefined>

export type GuestRequests = Readonly<{
  /** Resolves with why not; with nothing when the request was taken on. Never rejects. */
  take(request: GuestRequest, host: AskingHost, signal: AbortSignal): ReturnType<Answer>
  /** Why a request that a VM leaves would be refused, whichever it is. */
  cannotAsk(cluster: Named): Reason | undefined
  /** Who should leave their hosts, oldest first. What a newer read shows elsewhere, or not at all, has left and is forgotten. */
  wantedAway(snapshot: Snapshot): readonly WantedAway[]
}>

export type GuestRequestsDeps = Readonly<{
  store: Pick<ApplyStore, 'appendAudit'>
  migrations: Pick<MigrationPort, 'readVm'>
  /** Carries out suspend and shutdown, where that is allowed. */
  stop: Answer
  /** A cluster that is off is not advised on. */
  modeOf: Automation['modeOf']
  /** A VM is wanted away: the engine is to be read, and the cluster advised on that. Must not throw. */
  onWanted: () => void
  now: () => number
  newId: () => string
  log: Pick<Log, 'warn'>
}>

/** A policy that still wants it asks again by then. */
const STANDS_MS = 10 * 60_000

type Standing = WantedAway & Readonly<{ atMs: number }>

/**
 * What the policies of hosts ask for. `migrate` moves nothing: it is a wish that the cluster's advice takes up, so that every rule of
 * the engine chooses where to, and mode, stop switch, excluded VMs and limits stand in the gate as for any other move. Where nobody
 * advises it is refused. `suspend` and `shutdown` are answered by `stop` alone.
 */
export function createGuestRequests(deps: GuestRequestsDeps): GuestRequests {
  const { store, migrations, stop, modeOf, onWanted, now, newId, log } = deps
  const standing = new Map<string, Standing>()

  const cannotAsk = (cluster: Named) => (modeOf(cluster) === 'off' ? notAdvised(cluster) : undefined)

  async function wish({ vmId, vmName, because }: GuestRequest, host: Named, signal: AbortSignal) {
    const vm = { id: vmId, name: vmName }
    const current = await migrations.readVm(vmId, signal)
    if (current?.hostId !== host.id || current.status === 'migrating')
      return { code: 'not-there', message: `${vmName} is not on ${host.name} any more, or is leaving it.` }
    const detail = { vm, host, request: 'migrate', because }
    await store.appendAudit(auditOf(detail, { id: newId(), atMs: now() }))
    standing.delete(vmId)
    standing.set(vmId, { vm, host, because, atMs: now() })
    onWanted()
    return undefined
  }

  return {
    async take(request, { id, name, cluster }, signal) {
      const host = { id, name }
      try {
        if (request.request !== 'migrate') return await stop(request, host, signal)
        const because = cannotAsk(cluster)
        return because ? problemOf(because) : await wish(request, host, signal)
      } catch (error) {
        log.warn({ error, vmId: request.vmId }, 'A request of a host policy could not be taken on.')
        const { message } = error as Error
        return { code: 'not-taken', message: `The request could not be taken on: ${message}` }
      }
    },

    cannotAsk,

    wantedAway({ takenAtMs, vms }) {
      const nowMs = now()
      const places = new Map(standing.size === 0 ? [] : vms.map(({ id, hostId }) => [id, hostId]))
      for (const [vmId, { atMs, host }] of standing) {
        const isOver = nowMs - atMs > STANDS_MS || nowMs < atMs
        const hasLeft = takenAtMs > atMs && places.get(vmId) !== host.id
        if (isOver || hasLeft) standing.delete(vmId)
      }
      return [...standing.values()].map(({ vm, host, because }) => ({ vm, host, because }))
    },
  }
}

const problemOf = ({ code, text }: Reason): Problem => ({ code, message: text })

const notAdvised = ({ name: cluster }: Named): Reason =>
  reason(
    'cluster-not-advised',
    `${cluster} is set to "off": nobody there takes up that a VM should move. Set its automation to recommend, approve or automatic.`,
    { cluster },
  )

/** Asked by a policy, which nobody signs: the service says so. */
export const auditOf = (
  detail: Readonly<{ vm: Named; host: Named; request: string; because: string }>,
  mark: Pick<AuditEntry, 'id' | 'atMs'>,
): AuditEntry => ({ ...mark, by: service, action: 'ask_guest', subject: detail.vm.id, detail })
