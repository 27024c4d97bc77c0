import type { CpuTuneChange, KsmTune, VcpuPin } from '../../../shared/model/host-knobs.ts'
import type { IoLimits } from '../../../shared/model/host-reading.ts'
import type { KnobChange, KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { cpuRanges } from '../host-detail/cpu-ranges.ts'
import { useHostTexts } from '../hosts/use-host-texts.ts'

export type KnobTexts = Readonly<{
  knob(change: KnobChange): string
  /** From what to what, with units. Only what is changed is named. */
  fromTo(change: KnobChange): string
  /** Why it was not done. */
  problem(problem: NonNullable<KnobDecision['problem']>): string
}>

const BYTES_PER_KIB = 1024
const cpuParts = ['quotaUs', 'periodUs', 'shares'] as const
const ioParts = ['totalIops', 'readIops', 'writeIops', 'totalBytesPerS', 'readBytesPerS', 'writeBytesPerS'] as const

export function useKnobTexts(): KnobTexts {
  const { t, number, reason } = useTexts()
  const { kib } = useHostTexts()

  const ksmPart = (tune: KsmTune, part: keyof KsmTune): string | undefined => {
    if (tune[part] === undefined) return undefined
    switch (part) {
      case 'run':
        return t(`tuning.ksm.run.${tune.run ?? 'stop'}`)
      case 'mergeAcrossNodes':
        return t(tune.mergeAcrossNodes === true ? 'tuning.ksm.mergeAcrossNodes.yes' : 'tuning.ksm.mergeAcrossNodes.no')
      default:
        return t(`tuning.ksm.${part}`, { value: number(tune[part] ?? 0) })
    }
  }
  const cpuPart = (tune: CpuTuneChange, part: (typeof cpuParts)[number]): string | undefined => {
    const value = tune[part]
    if (value === undefined) return undefined
    return value === 'unlimited' ? t('tuning.cpu.quotaUs.none') : t(`tuning.cpu.${part}`, { value: number(value) })
  }
  const ioPart = (limits: IoLimits, part: (typeof ioParts)[number]): string | undefined => {
    const value = limits[part]
    if (value === undefined) return undefined
    if (value === 'unlimited') return t(`tuning.io.${part}.none`)
    return t(`tuning.io.${part}`, { value: part.endsWith('Iops') ? number(value) : kib(value / BYTES_PER_KIB) })
  }
  const pins = (from: readonly VcpuPin[], to: readonly VcpuPin[]): string =>
    to
      .map(({ vcpu, cpuIds }) => {
        const was = from.find(one => one.vcpu === vcpu)
        const values = { from: was ? cpuRanges(was.cpuIds) : t('state.unknown'), to: cpuRanges(cpuIds) }
        return t('tuning.pins.change', { vcpu, ...values })
      })
      .join('; ')
  const pairs = <P extends string>(parts: readonly P[], was: Textual<P>, becomes: Textual<P>): string =>
    parts
      .flatMap(part => {
        const to = becomes(part)
        return to === undefined ? [] : [t('tuning.fromTo', { from: was(part) ?? t('state.unknown'), to })]
      })
      .join('; ')

  return {
    problem: ({ code, message }) => reason({ code, values: {}, text: message }),
    knob: change =>
      change.knob === 'io' ? t('tuning.knob.io', { device: change.device }) : t(`tuning.knob.${change.knob}`),
    fromTo(change) {
      switch (change.knob) {
        case 'balloon':
          return t('tuning.fromTo', { from: kib(change.fromKiB), to: kib(change.toKiB) })
        case 'ksm':
          return pairs(
            ['run', 'pagesToScan', 'sleepMs', 'mergeAcrossNodes'],
            part => ksmPart(change.from, part),
            part => ksmPart(change.to, part),
          )
        case 'cpu':
          return pairs(
            cpuParts,
            part => cpuPart(change.from, part),
            part => cpuPart(change.to, part),
          )
        case 'io':
          return pairs(
            ioParts,
            part => ioPart(change.from, part),
            part => ioPart(change.to, part),
          )
        case 'pins':
          return pins(change.from, change.to)
        case 'request':
          return t(`tuning.request.${change.request}`, { because: change.because })
      }
    },
  }
}

type Textual<P extends string> = (part: P) => string | undefined
