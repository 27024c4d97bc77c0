import type { CpuTuneChange } from '../../../shared/model/host-knobs.ts'
import type { GuestReading, Limit } from '../../../shared/model/host-reading.ts'
import type { Controls } from '../../language/evaluate.ts'
import {
  type Held,
  held,
  impossible,
  limitsOf,
  nothingPlanned,
  type Planned,
  planned,
  wholeNumber,
} from './planned-change.ts'

/** What libvirt takes, and its largest quota, as which cgroups v2 tell "no limit". */
const QUOTA_US = { least: 1_000, most: 17_592_186_044_415 }
const PERIOD_US = { least: 1_000, most: 1_000_000 }
const DEFAULT_PERIOD_US = 100_000

/**
 * `vcpu_quota` and `vcpu_period`, in µs; one that the policy does not set stays. Compared after rounding: a fraction would differ from
 * what the host tells for ever. A period that is too long is shortened together with its quota.
 */
export function planCpu(guest: GuestReading, controls: Controls): Planned {
  const wantedQuota = wholeNumber(controls, 'vcpu_quota')
  const wantedPeriod = wholeNumber(controls, 'vcpu_period')
  const problem = [wantedQuota, wantedPeriod].find(value => typeof value === 'string')
  if (typeof problem === 'string') return impossible('control-type', `${problem}.`, guest)
  if (wantedQuota === undefined && wantedPeriod === undefined) return nothingPlanned
  const { cpuTune } = guest
  if (cpuTune === undefined)
    return impossible('no-cpu-tune', `The host does not tell how ${guest.name} is limited.`, guest)
  const now = { quotaUs: cpuTune.quotaUs ?? 'unlimited', periodUs: cpuTune.periodUs ?? DEFAULT_PERIOD_US } as const
  const period = held(toNumber(wantedPeriod) ?? now.periodUs, PERIOD_US)
  const quota = quotaWithin(toNumber(wantedQuota) ?? now.quotaUs, period)
  const to: CpuTuneChange = {
    ...(quota.value !== now.quotaUs && { quotaUs: quota.value }),
    ...(period.value !== now.periodUs && { periodUs: period.value }),
  }
  if (Object.keys(to).length === 0) return nothingPlanned
  const from = Object.fromEntries(Object.entries(now).filter(([name]) => name in to)) as CpuTuneChange
  const limits = limitsOf(period, ...(quota.held ? [quota.held] : []))
  const names = [...('quotaUs' in to ? ['vcpu_quota'] : []), ...('periodUs' in to ? ['vcpu_period'] : [])]
  return planned({ knob: 'cpu', vmId: guest.id, vmName: guest.name, from, to, ...limits }, ...names)
}

const toNumber = (value: number | string | undefined) => (typeof value === 'number' ? value : undefined)

/** Zero, anything negative and libvirt's largest number all mean that there is no limit. */
function quotaWithin(wanted: Limit, period: Held): Readonly<{ value: Limit; held?: Held }> {
  if (wanted === 'unlimited' || wanted <= 0 || wanted >= QUOTA_US.most) return { value: 'unlimited' }
  const wantedPeriod = period.limit === undefined ? period.value : Number(period.limit.wanted)
  const scaled = wantedPeriod > 0 ? Math.trunc((wanted * period.value) / wantedPeriod) : wanted
  const quota = held(scaled, QUOTA_US)
  return { value: quota.value, held: quota }
}
