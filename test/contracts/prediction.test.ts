/**
 * What we predict from a read of the simulated engine against what that engine decides. Both run one pipeline, so this
 * proves that nothing is lost on the way over the wire; the golden vectors of server/scheduling prove the pipeline.
 */
import { describe, expect, it } from 'vitest'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import { indexSnapshot } from '../../server/model/indexed-snapshot.ts'
import { type ExplainedVm, explainVm } from '../../server/scheduling/explain/explain-vm.ts'
import { rankedHosts } from '../../server/scheduling/pipeline/ranked-hosts.ts'
import { policyIds } from '../../server/simulator/seed/policies.ts'
import type { WorldOptions } from '../../server/simulator/world/create-world.ts'
import type { SimVm } from '../../server/simulator/world/state.ts'
import { NOON_MS } from '../fakes/builders.ts'
import { admin, vmNamed } from '../fakes/sim-world.ts'
import { aSimulatedEngine, connectTo } from '../fakes/simulated-engine.ts'

const never = new AbortController().signal

async function start(options: Partial<WorldOptions> = {}) {
  const { world, origin } = await aSimulatedEngine({}, options)
  const http = connectTo({ origin })
  const explain = async (): Promise<(vm: SimVm) => ExplainedVm> => {
    const index = indexSnapshot(await readSnapshot(http, never, () => NOON_MS))
    return ({ id, name }) => {
      const vm = index.vms.get(id)
      return (vm && explainVm(index, vm, { onUnknown: 'keep' })) ?? expect.fail(`${name} cannot be explained`)
    }
  }
  return { world, explain }
}

const elsewhere = ({ decision, vm }: ExplainedVm) =>
  rankedHosts(decision)
    .map(({ hostId }) => hostId)
    .filter(hostId => hostId !== vm.hostId)

describe('prediction', () => {
  it.each(['memory-pressure', 'affinity-conflict'])(
    'names the hosts that the engine would take each VM to: %s',
    async scenario => {
      const { world, explain } = await start({ scenario })
      world.advance(60_000)
      const explained = await explain()
      let compared = 0
      for (const vm of world.state.vms.values()) {
        if (vm.hostId === undefined) continue
        expect([vm.name, elsewhere(explained(vm)).toSorted()]).toEqual([
          vm.name,
          [...world.migrationTargets([vm.id])].toSorted(),
        ])
        compared += 1
      }
      expect(compared).toBeGreaterThan(20)
    },
  )

  it('names the host that the engine chooses, where that does not hang on what single VMs use', async () => {
    for (const name of ['web-01', 'dns-01', 'mon-01', 'app-02']) {
      const { world, explain } = await start()
      const vm = vmNamed(world, name)
      world.updateCluster(vm.clusterId, { policyId: policyIds.vmEvenlyDistributed }, admin(world))
      const [first] = elsewhere((await explain())(vm))
      await world.migrateVm(vm.id, {}, admin(world))
      expect([name, vm.migration?.toHostId]).toEqual([name, first])
    }
  })

  it('cannot know a rule that only the engine has', async () => {
    const { world, explain } = await start()
    const vm = vmNamed(world, 'web-01')
    const [best = ''] = elsewhere((await explain())(vm))
    world.faults.addRule({ name: 'Licence', vmId: vm.id, hostId: best }, 'The licence does not cover it.')
    expect(elsewhere((await explain())(vm))).toContain(best)
    expect(world.migrationTargets([vm.id])).not.toContain(best)
  })
})
