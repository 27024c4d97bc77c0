import { reason } from '../../../shared/policy/reason.ts'
import { compareOsVersions, isSameFamily, isSameMajor, parseOs } from '../facts/os-version.ts'
import { hostOf } from '../facts/situation.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/**
 * Drops, for a running VM, hosts of another operating system or of an older major version than where it runs. Where the
 * present system cannot be told apart, all pass. Source: rules §6.2.
 */
export const inClusterUpgradeFilter: FilterUnit = {
  kind: 'filter',
  id: '84e6ddee-ab0d-42dd-82f0-c298889db567',
  name: 'InClusterUpgrade',
  properties: [],
  filter: eachVm((vm, host, situation) => {
    if (vm.hostId === undefined) return kept
    const sourceOs = hostOf(situation, vm.hostId)?.os
    if (sourceOs === undefined) return unknown('source.os')
    const source = parseOs(sourceOs)
    if (source === undefined) {
      const text = `The operating system where ${vm.name} runs has no version to compare.`
      return keptBecause(reason('os-source-unclear', text, { vm: vm.name, version: sourceOs.version }))
    }
    if (host.os === undefined) return unknown('host.os')
    const own = parseOs(host.os)
    const values = { vm: vm.name, source: source.text, host: own?.text ?? `${host.os.family} ${host.os.version}` }
    if (own === undefined) {
      return dropped(reason('os-unclear', `Its operating system has no version to compare: ${values.host}.`, values))
    }
    if (!isSameFamily(own, source)) {
      return dropped(reason('os-differs', `Runs ${own.text}; ${vm.name} comes from ${source.text}.`, values))
    }
    if (compareOsVersions(own, source) < 0 && !isSameMajor(own, source)) {
      return dropped(reason('os-older', `Runs ${own.text}, older than ${source.text} where ${vm.name} is.`, values))
    }
    return keptBecause(reason('os-fits', `Runs ${own.text}; ${vm.name} comes from ${source.text}.`, values))
  }),
}
