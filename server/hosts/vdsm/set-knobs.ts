import type { CpuTuneChange, IoTune, KsmTune } from '../../../shared/model/host-knobs.ts'
import { HostError } from '../host-error.ts'
import type { Calls } from './calls.ts'
import { checkVm } from './check-vm.ts'
import { toIoTune } from './parse-io-limits.ts'
import { count, record } from './wire.ts'

/**
 * vdsm takes a target below the guarantee, and says yes without doing anything where there is no balloon: both are refused
 * here. The guest follows in its own time.
 */
export async function setBalloonTarget(
  calls: Calls,
  vmId: string,
  targetKiB: number,
  signal: AbortSignal,
): Promise<void> {
  const { id, wire } = await checkVm(calls, vmId, signal)
  const balloon = record(wire.balloonInfo)
  const [minKiB, maxKiB] = [count(balloon.balloon_min), count(balloon.balloon_max)]
  if (minKiB === undefined || maxKiB === undefined || balloon.ballooning_enabled === false) {
    throw new HostError('host-refused', `VM ${id} has no balloon, or vdsm does not know it yet.`)
  }
  if (!Number.isSafeInteger(targetKiB) || targetKiB < Math.max(minKiB, 1) || targetKiB > maxKiB) {
    const range = `from ${minKiB} KiB, which are guaranteed to it, to ${maxKiB} KiB`
    throw new HostError('host-refused', `The balloon of VM ${id} may be ${range}, not ${targetKiB} KiB.`)
  }
  await calls.set('VM.setBalloonTarget', { vmID: id, target: targetKiB }, { signal })
}

const runModes = { stop: 0, merge: 1, unmerge: 2 } as const

/** There is no reading it back but Host.getStats, which MOM fills. */
export async function setKsm(calls: Calls, tune: KsmTune, signal: AbortSignal): Promise<void> {
  const { run, pagesToScan, sleepMs, mergeAcrossNodes } = tune
  const tuningParams = {
    ...(run !== undefined && { run: runModes[run] }),
    ...(mergeAcrossNodes !== undefined && { merge_across_nodes: mergeAcrossNodes ? 1 : 0 }),
    ...(sleepMs !== undefined && { sleep_millisecs: sleepMs }),
    ...(pagesToScan !== undefined && { pages_to_scan: pagesToScan }),
  }
  if (Object.keys(tuningParams).length === 0) return
  await calls.set('Host.setKsmTune', { tuningParams }, { signal })
}

const QUOTA_US = { min: 1000, max: 17_592_186_044_415 }
const PERIOD_US = { min: 1000, max: 1_000_000 }

/** Two calls where both are named; both are looked at before the first is made. */
export async function setCpuTune(
  calls: Calls,
  vmId: string,
  { quotaUs, periodUs, shares }: CpuTuneChange,
  signal: AbortSignal,
): Promise<void> {
  if (shares !== undefined) throw new HostError('host-unsupported', 'vdsm has no call that sets CPU shares.')
  if (quotaUs !== undefined && quotaUs !== 'unlimited') checkRange('CPU quota', quotaUs, QUOTA_US)
  if (periodUs !== undefined) checkRange('CPU period', periodUs, PERIOD_US)
  const { id } = await checkVm(calls, vmId, signal)
  if (periodUs !== undefined) await calls.set('VM.setCpuTunePeriod', { vmID: id, period: periodUs }, { signal })
  if (quotaUs !== undefined) {
    const quota = quotaUs === 'unlimited' ? -1 : quotaUs
    await calls.set('VM.setCpuTuneQuota', { vmID: id, quota }, { signal })
  }
}

function checkRange(what: string, valueUs: number, { min, max }: Readonly<{ min: number; max: number }>): void {
  if (Number.isSafeInteger(valueUs) && valueUs >= min && valueUs <= max) return
  throw new HostError('host-refused', `A ${what} of ${valueUs} µs is out of range: ${min} to ${max} µs.`)
}

/** vdsm merges what is named with what is set, and refuses a total beside reads or writes of the same kind. */
export async function setIoTune(calls: Calls, vmId: string, tune: IoTune, signal: AbortSignal): Promise<void> {
  const { id } = await checkVm(calls, vmId, signal)
  const tunables = [{ name: tune.device, ioTune: toIoTune(tune.limits) }]
  await calls.set('VM.setIoTune', { vmID: id, tunables }, { signal })
}
