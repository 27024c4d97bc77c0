import type { CpuTuneChange, KsmTune } from '../../../shared/model/host-knobs.ts'
import { encodeCpuMap } from '../../protocol/libvirt/cpu-map.ts'
import type { DomainRef } from '../../protocol/libvirt/domain-ref.ts'
import { setMemoryParameters } from '../../protocol/libvirt/node-procedures.ts'
import {
  blockIoTune,
  pinVcpu,
  schedulerType,
  setBlockIoTune,
  setMemory,
  setSchedulerParameters,
} from '../../protocol/libvirt/tune-procedures.ts'
import type { TypedParameter } from '../../protocol/libvirt/typed-parameters.ts'
import { isUuid } from '../../protocol/libvirt/uuid.ts'
import type { HostAccess } from '../host-client.ts'
import { HostError } from '../host-error.ts'
import type { Ask } from './ask.ts'
import { mergeIoLimits } from './io-change.ts'
import { isLibvirtError, libvirtCodes } from './libvirt-error.ts'
import type { HostReader } from './read-host.ts'
import { mapBytesOf } from './to-guest.ts'

export type HostKnobs = Omit<HostAccess, 'readHost' | 'listGuests' | 'askGuestAgent'>

/** `posix` tells shares alone where the kernel has no quotas. */
const PARAMETERS_WITH_QUOTA = 3
const NO_QUOTA = -1

export function hostKnobs(ask: Ask, host: HostReader): HostKnobs {
  return {
    async setBalloonTarget(vmId, targetKiB, signal) {
      await ask(setMemory, { domain: domainOf(vmId), targetKiB }, signal)
    },

    async setKsm(tune, signal) {
      if (tune.run !== undefined) {
        throw new HostError(
          'host-unsupported',
          'KSM cannot be started or stopped through libvirt, which has no setting for it.',
        )
      }
      const parameters = ksmParameters(tune)
      if (parameters.length > 0) await ask(setMemoryParameters, parameters, signal)
    },

    async setCpuTune(vmId, change, signal) {
      const domain = domainOf(vmId)
      const parameters = schedulerChange(change)
      if (parameters.length === 0) return
      await requireScheduler(ask, domain, change, signal)
      await ask(setSchedulerParameters, { domain, parameters }, signal)
    },

    async setIoTune(vmId, { device, limits }, signal) {
      const domain = domainOf(vmId)
      const current = await ask(blockIoTune, { domain, disk: device }, signal)
      const parameters = mergeIoLimits(current, limits)
      if (parameters.length > 0) await ask(setBlockIoTune, { domain, disk: device, parameters }, signal)
    },

    async pinVcpus(vmId, pins, signal) {
      const domain = domainOf(vmId)
      const cpus = await host.cpus(signal)
      for (const { cpuIds } of pins) {
        const missing = cpuIds.find(id => id >= cpus.total)
        if (missing !== undefined) throw new HostError('host-refused', `The host has no CPU ${missing}.`)
      }
      // One by one: when one is refused, those before it are done.
      for (const { vcpu, cpuIds } of pins) {
        const isFree = cpus.ids.every(id => cpuIds.includes(id))
        // Bound to none: CPUs that come later are its own too.
        const wanted = isFree ? Array.from({ length: cpus.total }, (_, id) => id) : cpuIds
        await ask(pinVcpu, { domain, vcpu, map: encodeCpuMap(wanted, mapBytesOf(cpus)) }, signal)
      }
    },
  }
}

/** libvirt looks a VM up by its UUID alone. */
export function domainOf(vmId: string): DomainRef {
  if (!isUuid(vmId)) throw new HostError('host-no-such-vm', `There is no VM "${vmId.slice(0, 40)}" on the host.`)
  return { name: '', uuid: vmId.toLowerCase(), id: -1 }
}

function ksmParameters({ pagesToScan, sleepMs, mergeAcrossNodes }: KsmTune): TypedParameter[] {
  const named = {
    shm_pages_to_scan: pagesToScan,
    shm_sleep_millisecs: sleepMs,
    shm_merge_across_nodes: mergeAcrossNodes === undefined ? undefined : Number(mergeAcrossNodes),
  }
  return Object.entries(named).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, type: 'uint' as const, value }],
  )
}

function schedulerChange({ quotaUs, periodUs, shares }: CpuTuneChange): TypedParameter[] {
  const parameters: TypedParameter[] = []
  if (shares !== undefined) parameters.push({ field: 'cpu_shares', type: 'ullong', value: shares })
  if (periodUs !== undefined) parameters.push({ field: 'vcpu_period', type: 'ullong', value: periodUs })
  if (quotaUs !== undefined) {
    parameters.push({ field: 'vcpu_quota', type: 'llong', value: quotaUs === 'unlimited' ? NO_QUOTA : quotaUs })
  }
  return parameters
}

/**
 * Asked first, because what the setter answers where there is no CPU controller ("invalid operation", "invalid argument") is
 * also what it answers to a VM that is off and to a wrong value.
 */
async function requireScheduler(
  ask: Ask,
  domain: DomainRef,
  { quotaUs, periodUs }: CpuTuneChange,
  signal: AbortSignal,
): Promise<void> {
  const needsQuota = quotaUs !== undefined || periodUs !== undefined
  try {
    const { type, parameters } = await ask(schedulerType, domain, signal)
    if (type === 'posix' && (!needsQuota || parameters >= PARAMETERS_WITH_QUOTA)) return
    throw new HostError('host-unsupported', `CPU ${needsQuota ? 'quotas' : 'shares'} cannot be set on this host.`)
  } catch (error) {
    if (!isLibvirtError(error, libvirtCodes.operationInvalid)) throw error
    throw new HostError('host-unsupported', `This host has no CPU controller: ${error.message}`, error)
  }
}
