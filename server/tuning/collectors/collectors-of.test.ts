import { describe, expect, it } from 'vitest'
import { CollectorError, collectorNames, collectorsOf } from './collectors-of.ts'

const namesOf = (names: readonly string[]) => {
  const { hostCollectors, guestCollectors } = collectorsOf(names)
  return [hostCollectors.map(({ name }) => name), guestCollectors.map(({ name }) => name)]
}

describe('collectors by name', () => {
  const cases = [
    { names: [], hosts: [], guests: [] },
    {
      names: ['GuestBalloon', 'HostKSM', 'GuestMemory', 'HostMemory'],
      hosts: ['HostKSM', 'HostMemory'],
      guests: ['GuestBalloon', 'GuestMemory'],
    },
    { names: ['HostCpu', 'HostCpu'], hosts: ['HostCpu'], guests: [] },
  ]
  for (const { names, hosts, guests } of cases)
    it(`${names.join(', ') || 'none'}`, () => expect(namesOf(names)).toEqual([hosts, guests]))

  it('are all to be had, each under its own name', () => {
    expect(new Set(collectorNames).size).toBe(collectorNames.length)
    expect(namesOf(collectorNames).flat()).toEqual(collectorNames)
  })

  it('declare no field twice', () => {
    const { hostCollectors, guestCollectors } = collectorsOf(collectorNames)
    for (const { name, mandatory, optional } of [...hostCollectors, ...guestCollectors]) {
      const fields = [...mandatory, ...optional]
      expect(new Set(fields).size, name).toBe(fields.length)
    }
  })

  const refused = [
    { name: 'GuestBaloon', code: 'unknown-collector', says: "'GuestBaloon': did you mean GuestBalloon?" },
    { name: 'hostmemory', code: 'unknown-collector', says: 'did you mean HostMemory?' },
    { name: 'constructor', code: 'unknown-collector', says: 'there are HostMemory, HostKSM' },
    { name: '', code: 'unknown-collector', says: "''" },
    { name: 'GuestNetworkDaemon', code: 'collector-unsupported', says: 'choose GuestMemory or GuestQemuAgent' },
  ]
  for (const { name, code, says } of refused) {
    it(`refuse ${name || 'no name'}`, () => {
      const choose = () => collectorsOf(['HostMemory', name])
      expect(choose).toThrow(CollectorError)
      expect(choose).toThrow(says)
      expect(choose).toThrow(expect.objectContaining({ code, collector: name }))
    })
  }
})
