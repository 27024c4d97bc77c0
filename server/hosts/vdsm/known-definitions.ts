import { isHostError } from '../host-error.ts'
import type { Calls } from './calls.ts'
import { type Definition, parseDomain } from './parse-domain.ts'
import type { VdsmTiming } from './vdsm-options.ts'
import { record } from './wire.ts'

/** So many definitions in one answer are well below the largest frame. */
const AT_ONCE = 50

/** A host that invents VMs in its events must not fill our memory with them. */
const MAX_FORGOTTEN = 20_000

export type KnownDefinitions = Readonly<{
  /** Of those that the host can tell; read again where they may have changed. */
  of(vmIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Definition>>
  /** Of one VM, as it is now. Rejects with HostError. */
  fresh(vmId: string, signal: AbortSignal): Promise<Definition | undefined>
  forget(vmId: string): void
  /** Those of other VMs are of no use any more. */
  keepOnly(vmIds: ReadonlySet<string>): void
}>

/** Host.dumpxmls, kept until an event or a change of ours says that they changed, or for some minutes. */
export function knowDefinitions(calls: Calls, timing: VdsmTiming): KnownDefinitions {
  let known = new Map<string, Readonly<{ definition: Definition; untilMs: number }>>()
  /** How often each was forgotten: what is on its way then is old when it comes. */
  const forgotten = new Map<string, number>()

  async function ask(vmIds: readonly string[], signal: AbortSignal): Promise<Map<string, Definition>> {
    const before = new Map(vmIds.map(vmId => [vmId, forgotten.get(vmId)]))
    const told = record(await calls.read('Host.dumpxmls', { vmList: vmIds }, { signal }))
    const found = new Map<string, Definition>()
    const untilMs = performance.now() + timing.definitionsMs
    for (const vmId of vmIds) {
      const xml = Object.hasOwn(told, vmId) ? told[vmId] : undefined
      if (typeof xml !== 'string') continue
      const definition = parseDomain(xml)
      found.set(vmId, definition)
      // What changed while the host wrote it is read again next time.
      if (forgotten.get(vmId) === before.get(vmId)) known.set(vmId, { definition, untilMs })
    }
    return found
  }

  /** One VM that has just gone makes vdsm refuse all of them: then each is asked for by itself. */
  async function askTolerantly(vmIds: readonly string[], signal: AbortSignal): Promise<Map<string, Definition>> {
    try {
      return await ask(vmIds, signal)
    } catch (error) {
      if (!isHostError(error, 'host-no-such-vm', 'host-refused', 'host-unsupported')) throw error
      if (vmIds.length === 1 || error.code === 'host-unsupported') return new Map()
    }
    const singly = await Promise.all(vmIds.map(vmId => askTolerantly([vmId], signal)))
    return new Map(singly.flatMap(found => [...found]))
  }

  return {
    async of(vmIds, signal) {
      const nowMs = performance.now()
      const found = new Map<string, Definition>()
      const missing: string[] = []
      for (const vmId of vmIds) {
        const entry = known.get(vmId)
        if (entry !== undefined && entry.untilMs > nowMs) found.set(vmId, entry.definition)
        else missing.push(vmId)
      }
      for (let at = 0; at < missing.length; at += AT_ONCE) {
        const more = await askTolerantly(missing.slice(at, at + AT_ONCE), signal)
        for (const [vmId, definition] of more) found.set(vmId, definition)
      }
      return found
    },
    fresh: async (vmId, signal) => (await ask([vmId], signal)).get(vmId),
    forget(vmId) {
      known.delete(vmId)
      if (forgotten.size >= MAX_FORGOTTEN) forgotten.clear()
      forgotten.set(vmId, (forgotten.get(vmId) ?? 0) + 1)
    },
    keepOnly(vmIds) {
      known = new Map([...known].filter(([vmId]) => vmIds.has(vmId)))
      for (const vmId of forgotten.keys()) if (!vmIds.has(vmId)) forgotten.delete(vmId)
    },
  }
}
