import type { HostTuning } from '../../shared/api/tuning.ts'
import { useTexts } from '../messages/use-texts.tsx'

type Touched = HostTuning['touched'][number]

const known = ['balloon', 'ksm', 'cpu', 'io', 'pins'] as const

/** What of a VM, or of the host itself, is not as it was found. */
export function useTouchedWords(): (touched: Touched) => string {
  const { t, list } = useTexts()
  return ({ vmId, vmName = vmId, knobs }) => {
    const named = knobs.map(knob => {
      const one = known.find(name => name === knob)
      return one === undefined ? knob : t(`hostModes.knob.${one}`)
    })
    return vmName === undefined
      ? t('hostModes.restore.host', { knobs: list(named) })
      : t('hostModes.restore.vm', { vm: vmName, knobs: list(named) })
  }
}
