import { describe, expect, it } from 'vitest'
import { greatestLoss, hostChoices, inOrder, refusalsByFilter } from './host-choice.ts'
import { aPlacedHost, aPlacement } from './why-samples.ts'

const named = (choices: ReturnType<typeof hostChoices>) => choices.map(({ host, verdict }) => `${host.id} ${verdict}`)

describe('the hosts to choose from', () => {
  it('are all of the cluster, each with its verdict', () => {
    const choices = hostChoices(aPlacement())
    expect(named(choices)).toEqual(['h1 best', 'h2 possible', 'h3 refused', 'h4 unasked'])
    expect(choices.filter(({ isCurrent }) => isCurrent).map(({ host }) => host.id)).toEqual(['h1'])
  })

  it('have no best one when nothing is chosen', () => {
    const { chosen: _, ...nowhere } = aPlacement({ hosts: [aPlacedHost('h3', { kept: false })] })
    expect(named(hostChoices(nowhere))).toEqual(['h3 refused', 'h4 unasked'])
  })

  it('keep their places while their verdicts change, and new ones follow', () => {
    const { hosts } = aPlacement()
    const later = hostChoices(aPlacement({ hosts: [aPlacedHost('h9'), ...hosts.toReversed()], leftOut: [] }))
    expect(inOrder(['h1', 'h2', 'gone', 'h3'], later).map(({ host }) => host.id)).toEqual(['h1', 'h2', 'h3', 'h9'])
  })
})

describe('refusalsByFilter', () => {
  it('counts the first filter of each host, the most first', () => {
    const by = (rejectedBy: string) => aPlacedHost(rejectedBy, { kept: false, rejectedBy })
    expect(refusalsByFilter([by('Swap'), by('Memory'), aPlacedHost('h'), by('Memory')])).toEqual([
      ['Memory', 2],
      ['Swap', 1],
    ])
  })
})

describe('greatestLoss', () => {
  const [best, second] = aPlacement().hosts
  it('names the weight by which a host falls behind most', () => {
    expect(best && second && greatestLoss(second, best)).toEqual({ unit: 'Cpu', points: 4 })
  })
  it('is none for the best itself', () => expect(best && greatestLoss(best, best)).toBeUndefined())
})
