/** Migrations through the engine. Fits the MigrationPort of server/apply. */
import { type Vm, vmStatuses } from '../../shared/model/vm.ts'
import type { EngineHttp } from './engine-http.ts'
import { listEventsOf } from './events.ts'
import { isEngineError } from './http/engine-error.ts'
import { answerOf, type EngineAnswer } from './refusal.ts'
import { readVmStatistics } from './vms.ts'
import { findOneOf, findText, readWhole, text } from './wire.ts'

export type MigrationRequest = Readonly<{ vmId: string; toHostId: string; correlationId: string }>
export type VmNow = Readonly<Pick<Vm, 'id' | 'name' | 'status' | 'hostId'> & { migrationPercent?: number }>
export type MigrationTrace = Readonly<{ started: boolean; done: boolean; failed: boolean; message?: string }>

/** Started on a user's behalf, started by the engine itself. */
const STARTED: ReadonlySet<number> = new Set([62, 67])
const DONE = 63
/** Failed; failed with an explicit destination; cancelled; no host found. */
const FAILED: ReadonlySet<number> = new Set([65, 120, 161, 166])

export type MigrationPort = Readonly<{
  migrate(request: MigrationRequest, signal: AbortSignal): Promise<EngineAnswer>
  readVm(vmId: string, signal: AbortSignal): Promise<VmNow | undefined>
  trace(correlationId: string, vmId: string, signal: AbortSignal): Promise<MigrationTrace>
}>

export const migrationPort = (http: EngineHttp): MigrationPort => ({
  // Without `force`: a VM that must stay stays, whatever we believed of it. The engine runs its own filters as well.
  migrate: ({ vmId, toHostId, correlationId }, signal) =>
    answerOf(http.post(`${vmPath(vmId)}/migrate`, { host: { id: toHostId } }, { correlationId, signal })),

  async readVm(vmId, signal) {
    const vm = await findVm(http, vmId, signal)
    if (vm?.status !== 'migrating') return vm
    const statistics = await readVmStatistics(http, vmId, signal)
    const migrationPercent = statistics?.migrationPercent
    return { ...vm, ...(migrationPercent !== undefined && { migrationPercent }) }
  },

  async trace(correlationId, vmId, signal) {
    const events = (await listEventsOf(http, correlationId, signal)).filter(event => (event.vmId ?? vmId) === vmId)
    const failure = events.find(({ code }) => FAILED.has(code))
    return {
      started: events.some(({ code }) => STARTED.has(code)),
      done: events.some(({ code }) => code === DONE),
      failed: failure !== undefined,
      ...(failure !== undefined && { message: failure.description }),
    }
  },
})

async function findVm(http: EngineHttp, vmId: string, signal: AbortSignal): Promise<VmNow | undefined> {
  try {
    const wire = await http.get(vmPath(vmId), { signal })
    return readWhole('a VM', () => {
      const hostId = findText(wire, 'host.id')
      return {
        id: text(wire, 'id'),
        name: text(wire, 'name'),
        status: findOneOf(wire, 'status', vmStatuses),
        ...(hostId !== undefined && { hostId }),
      }
    })
  } catch (error) {
    if (isEngineError(error, 'engine-not-found')) return undefined
    throw error
  }
}

const vmPath = (vmId: string): string => `/vms/${encodeURIComponent(vmId)}`
