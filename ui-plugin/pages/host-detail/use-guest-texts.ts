import type { DiskReading, GuestReading, IoLimits } from '../../../shared/model/host-reading.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { useHostTexts } from '../hosts/use-host-texts.ts'

export type GuestTexts = Readonly<{
  /** How long each vCPU may run, and what quality of service allows. undefined: not told. */
  quota(guest: Pick<GuestReading, 'cpuTune' | 'cpuLimitPercent'>): string | undefined
  /** `readMs`: since the VM was read, by which its own figures are older. undefined: nothing is told. */
  guestMemory(memory: GuestReading['guestMemory'], readMs: number): string | undefined
  disk(disk: DiskReading): string
}>

const kinds = ['totalIops', 'readIops', 'writeIops', 'totalBytesPerS', 'readBytesPerS', 'writeBytesPerS'] as const
const BYTES_PER_KIB = 1024

export function useGuestTexts(): GuestTexts {
  const { t, percent, number, duration } = useTexts()
  const { kib } = useHostTexts()

  const limitsText = (limits: IoLimits) => {
    const set = kinds.flatMap(kind => {
      const limit = limits[kind]
      if (limit === undefined || limit === 'unlimited') return []
      return [t(`guests.io.${kind}`, { value: kind.endsWith('Iops') ? limit : kib(limit / BYTES_PER_KIB) })]
    })
    return set.length === 0 ? t('guests.disk.none') : set.join(', ')
  }

  return {
    quota({ cpuTune: { quotaUs, periodUs } = {}, cpuLimitPercent }) {
      const parts = [
        ...(quotaUs === undefined ? [] : [quotaUs === 'unlimited' ? t('guests.quota.none') : share(quotaUs, periodUs)]),
        ...(cpuLimitPercent === undefined ? [] : [t('guests.quota.engine', { percent: percent(cpuLimitPercent) })]),
      ]
      return parts.length === 0 ? undefined : parts.join('; ')
    },
    guestMemory(memory, readMs) {
      if (memory === undefined) return undefined
      const { unusedKiB, usableKiB, swapInKiBPerS, swapOutKiBPerS, ageMs } = memory
      const told = [
        ...(unusedKiB === undefined ? [] : [t('guests.memory.unused', { memory: kib(unusedKiB) })]),
        ...(usableKiB === undefined ? [] : [t('guests.memory.usable', { memory: kib(usableKiB) })]),
        // A VM that does not swap needs no words for it.
        ...((swapInKiBPerS ?? 0) + (swapOutKiBPerS ?? 0) > 0
          ? [t('guests.memory.swap', { in: kib(swapInKiBPerS ?? 0), out: kib(swapOutKiBPerS ?? 0) })]
          : []),
      ]
      if (told.length === 0) return undefined
      const age =
        ageMs === undefined
          ? t('guests.memory.ageUntold')
          : t('guests.memory.age', { ago: duration((ageMs + readMs) / 1000) })
      return [...told, age].join(', ')
    },
    disk({ limits, allowed }) {
      const text = limits === undefined ? t('guests.disk.untold') : limitsText(limits)
      return allowed === undefined ? text : t('guests.disk.allowed', { limits: text, allowed: limitsText(allowed) })
    },
  }

  function share(quotaUs: number, periodUs: number | undefined): string {
    return periodUs === undefined || periodUs === 0
      ? t('guests.quota.bare', { quota: number(quotaUs) })
      : t('guests.quota.of', {
          percent: percent((100 * quotaUs) / periodUs),
          quota: number(quotaUs),
          period: number(periodUs),
        })
  }
}
