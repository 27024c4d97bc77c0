import { describe, expect, it } from 'vitest'
import { aWorld, hostNamed } from '../../../test/fakes/sim-world.ts'
import type { Model } from '../world/model.ts'
import { enginePlacement } from './engine-placement.ts'
import { watchLoad } from './watch-load.ts'

/** A world whose policies call 80 % high, and the engine's model of it. */
function open() {
  let model: Model | undefined
  const world = aWorld({
    placement: {
      ...enginePlacement,
      candidates(asked, request) {
        model = asked
        return enginePlacement.candidates(asked, request)
      },
    },
  })
  world.migrationTargets([...world.state.vms.keys()].slice(0, 1))
  return { world, model: model ?? expect.fail('nobody was asked') }
}

describe('watchLoad', () => {
  it.each([
    { percent: 0, isOut: true },
    { percent: 1, isOut: false },
    { percent: 79, isOut: false },
    { percent: 80, isOut: true },
  ])('at $percent % a host is out of bounds: $isOut', ({ percent, isOut }) => {
    const { world, model } = open()
    const host = hostNamed(world, 'host2')
    Object.assign(host.measured, { cpuUserPercent: percent, cpuSystemPercent: 0 })
    watchLoad(model)
    expect(model.overCommitSince.get(host.id)).toBe(isOut ? model.nowMs : null)
  })

  it('keeps the time at which it began', () => {
    const { world, model } = open()
    const host = hostNamed(world, 'host2')
    const sinceMs = model.nowMs
    Object.assign(host.measured, { cpuUserPercent: 95, cpuSystemPercent: 0 })
    watchLoad(model)
    model.nowMs += 15_000
    watchLoad(model)
    expect(model.overCommitSince.get(host.id)).toBe(sinceMs)
  })

  it('knows every host of every cluster', () => {
    const { world, model } = open()
    expect(model.overCommitSince.size).toBe(world.state.hosts.size)
  })
})
