import { reason } from '../../../shared/policy/reason.ts'
import { hostOf } from '../facts/situation.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** Parts per million. The engine took it from libvirt. */
const TOLERANCE_PPM = 250

/**
 * Drops, for a running VM that counts on the frequency of the time stamp counter, hosts whose counter runs at another
 * one. As in the engine a source of unknown frequency lets all hosts pass. Source: rules §6.2.
 */
export const tscFrequencyFilter: FilterUnit = {
  kind: 'filter',
  id: '47ea3cd0-8a2f-438d-9f63-49534178882a',
  name: 'Migration-Tsc-Frequency',
  properties: [],
  filter: eachVm((vm, host, situation) => {
    if (vm.hostId === undefined || vm.usesTscFrequency === false) return kept
    if (vm.usesTscFrequency === undefined) return unknown('vm.usesTscFrequency')
    const source = hostOf(situation, vm.hostId)?.tsc
    if (source === undefined) {
      const text = `The counter frequency where ${vm.name} runs is not known, so none is asked for.`
      return keptBecause(reason('tsc-source-unknown', text, { vm: vm.name }))
    }
    if (host.tsc === undefined) return unknown('host.tsc')
    if (host.tsc.scaling) {
      return keptBecause(reason('tsc-scaling', `Can scale its counter to what ${vm.name} is used to.`, { vm: vm.name }))
    }
    const sourceHz = Math.trunc(source.frequencyHz)
    const hostHz = Math.trunc(host.tsc.frequencyHz)
    const toleranceHz = Math.trunc((sourceHz * TOLERANCE_PPM) / 1_000_000)
    const offHz = Math.abs(hostHz - sourceHz)
    const values = { vm: vm.name, sourceHz, hostHz, offHz, toleranceHz }
    return offHz <= toleranceHz
      ? keptBecause(
          reason('tsc-within', `Its counter is ${offHz} Hz off, at most ${toleranceHz} Hz are borne.`, values),
        )
      : dropped(reason('tsc-differs', `Its counter is ${offHz} Hz off, only ${toleranceHz} Hz are borne.`, values))
  }),
}
