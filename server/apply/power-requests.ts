import { oneAtATime } from '../../shared/measure/one-at-a-time.ts'
import type { Named } from '../../shared/plan/named.ts'
import { whyExcluded } from '../model/excluded-vms.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Automation } from './automation/automation.ts'
import { correlationIdOf } from './correlation-id.ts'
import { type Answer, auditOf, type GuestRequest, type Problem } from './guest-requests.ts'
import type { ApplyStore, MigrationPort, VmPowerPort } from './ports.ts'

export type StopKind = 'suspend' | 'shutdown'

export type PowerRequestsDeps = Readonly<{
  store: Pick<ApplyStore, 'appendAudit'>
  migrations: Pick<MigrationPort, 'readVm'>
  power: VmPowerPort
  snapshots: Pick<SnapshotSource, 'current'>
  automation: Pick<Automation, 'state' | 'excludedVms' | 'excludeTag'>
  /** What the operators let policies do; empty: nothing. */
  allowed: readonly StopKind[]
  /** undefined: none, or not known. */
  classOf: (vmId: string) => string | undefined
  /** Puts it into the engine's events. Never rejects. */
  tell: (text: string, clusterId: string | undefined) => Promise<void>
  now: () => number
  newId: () => string
}>

/** The one class whose VMs a policy may stop. */
const STOPPABLE = 'vapor'
/** What one stop frees must be seen before there is another. */
const ONE_IN_MS = 10 * 60_000

/**
 * Suspends or shuts down a VM that the policy of its host asks to stop: the one place that does. Each of these stands against it:
 * `tuning.allowStop`, a class other than vapor or none, the engine's own VM, the tag of VMs to be left alone, the switch that stops all
 * moves, another stop on that host in the last ten minutes, a VM that is not up there by a fresh look, and the engine itself. What is not
 * known counts as no. Rejects when the engine gave no answer: it may have been done, so the ten minutes count all the same.
 */
export function createPowerRequests(deps: PowerRequestsDeps): Answer {
  const { store, migrations, power, snapshots, automation, allowed, classOf, tell, now, newId } = deps
  const inTurn = oneAtATime()
  const lastMs = new Map<string, number>()

  const vmOf = (vmId: string) => snapshots.current().snapshot?.vms.find(({ id }) => id === vmId)

  function forbids({ vmId, vmName, request }: GuestRequest): Problem | undefined {
    if (!allowed.some(kind => kind === request))
      return no('not-allowed', `The setting tuning.allowStop does not let a policy ${verbOf(request)} a VM.`)
    const slaClass = classOf(vmId)
    if (slaClass !== STOPPABLE) {
      const is = slaClass === undefined ? 'is of no class that is known' : `is of the class ${slaClass}`
      return no('not-vapor', `${vmName} ${is}; only those of the class ${STOPPABLE} may be stopped.`)
    }
    const vm = vmOf(vmId)
    if (vm === undefined) return no('not-known', `${vmName} has not been read from the engine.`)
    if (vm.origin?.endsWith('hosted_engine') === true)
      return no('engine-vm', `${vmName} is the engine itself and is never stopped.`)
    const excluded = automation.excludedVms()
    if (excluded === undefined) return no('not-known', `Which VMs are to be left alone has not been read yet.`)
    if (excluded.has(vmId)) return no('excluded', whyExcluded({ name: vmName }, automation.excludeTag).text)
    return undefined
  }

  async function holdsUp({ vmId, vmName }: GuestRequest, host: Named, signal: AbortSignal) {
    const { stop } = await automation.state()
    if (stop !== undefined) return no('stopped', `${stop.by.name} has stopped all moves; no VM is stopped either.`)
    const last = lastMs.get(host.id)
    if (last !== undefined && Math.abs(now() - last) < ONE_IN_MS)
      return no('too-soon', `A VM of ${host.name} was stopped less than ten minutes ago.`)
    const current = await migrations.readVm(vmId, signal)
    return current?.status === 'up' && current.hostId === host.id
      ? undefined
      : no('not-there', `${vmName} is not up on ${host.name} any more.`)
  }

  async function carryOut(asked: GuestRequest, request: StopKind, host: Named, signal: AbortSignal) {
    const { vmId, vmName, because } = asked
    const id = newId()
    await store.appendAudit(auditOf({ vm: { id: vmId, name: vmName }, host, request, because }, { id, atMs: now() }))
    lastMs.set(host.id, now())
    const answer = await power.ask({ vmId, request, correlationId: correlationIdOf(id, request) }, signal)
    if (!answer.ok) return no('engine-refused', answer.detail)
    const done = request === 'suspend' ? 'suspended' : 'shut down'
    await tell(`${vmName} is being ${done}, by the host policy of ${host.name}: ${because}`, vmOf(vmId)?.clusterId)
    return undefined
  }

  return (asked, host, signal) =>
    inTurn(async () => {
      const { request } = asked
      if (request === 'migrate') return no('not-allowed', 'Moves are not made here.')
      const against = forbids(asked) ?? (await holdsUp(asked, host, signal))
      return against ?? carryOut(asked, request, host, signal)
    })
}

const no = (code: string, message: string): Problem => ({ code, message })
const verbOf = (request: GuestRequest['request']): string => (request === 'shutdown' ? 'shut down' : request)
