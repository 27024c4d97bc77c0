import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { compareOsVersions, isSameFamily, isSameMajor, newestOs, type OsVersion, parseOs } from '../facts/os-version.ts'
import { type HostWeight, summed, unknown, type WeightUnit, weight } from '../unit.ts'
import { sameForAll } from './same-for-all.ts'

const BACKWARDS = 1_000_000
const NO_PROGRESS = 100_000

/** Moves VMs towards hosts with a newer operating system, never back. Source: rules §6.3. */
export const inClusterUpgradeWeight: WeightUnit = {
  kind: 'weight',
  id: '84e6ddee-ab0d-42dd-82f0-c298889db568',
  name: 'InClusterUpgrade',
  properties: [],
  weigh: summed((vm, hosts, situation) => {
    const running = vm.hostId !== undefined
    // At its start the newest of all is wanted, so one host that did not tell leaves all in the dark.
    const compared = running ? situation.hosts.filter(({ id }) => id === vm.hostId) : hosts
    if (compared.some(({ os }) => os === undefined) || (running && compared.length === 0)) {
      return sameForAll(hosts, unknown('host.os'))
    }
    const reference = newestOs(compared.flatMap(({ os }) => (os && parseOs(os)) ?? []))
    if (reference === undefined) {
      const because = reason('no-reference-os', 'There is no one operating system to compare its own with.')
      return sameForAll(hosts, weight(0, because))
    }
    return new Map(hosts.map(host => [host.id, weightOf(host, reference, running)]))
  }),
}

function weightOf({ os }: HostFacts, reference: OsVersion, running: boolean): HostWeight {
  if (os === undefined) return unknown('host.os')
  const own = parseOs(os)
  const values = { os: own?.text ?? `${os.family} ${os.version}`, reference: reference.text }
  if (own === undefined) {
    return weight(BACKWARDS, reason('unreadable-os', `Its operating system "${values.os}" has no version.`, values))
  }
  if (!isSameFamily(own, reference)) {
    return weight(BACKWARDS, reason('other-os', `It runs ${own.text}, not a kind of ${reference.family}.`, values))
  }
  if (!isSameMajor(own, reference) && compareOsVersions(own, reference) < 0) {
    return weight(BACKWARDS, reason('older-os', `It runs ${own.text}, older than ${reference.text}.`, values))
  }
  if (running && isSameMajor(own, reference)) {
    const text = `It runs ${own.text}, no newer major version than ${reference.text}.`
    return weight(NO_PROGRESS, reason('same-os', text, values))
  }
  return weight(0, reason('newest-os', `It runs ${own.text}; ${reference.text} is what it is compared with.`, values))
}
