/**
 * One round of a cluster's scheduler over a new snapshot, and how that grows: the default scheduler's load balancer and its
 * timer, and the load balancer of a site's scheduler in the sandbox: `node test/bench/schedulers.ts [--hosts 10,…] [--rounds N] [--json]`.
 */
import { parseArgs } from 'node:util'
import { indexSnapshot } from '../../server/model/indexed-snapshot.ts'
import { parseClusterSchedulers } from '../../server/runtime/schedulers/cluster-schedulers.ts'
import { createSchedulers } from '../../server/runtime/schedulers/create-schedulers.ts'
import { builtInScheduler } from '../../server/runtime/schedulers/loaded-scheduler.ts'
import type { ClusterAsked, Schedulers } from '../../server/runtime/schedulers/schedulers.ts'
import { createDefaultScheduler } from '../../server/scheduling/default-scheduler/default-scheduler.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { startTestScript } from '../fakes/start-test-script.ts'
import { placementSnapshot } from './placement-snapshot.ts'
import { percentile } from './post-xml-rpc.ts'

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10,100,400,1000' },
    rounds: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})

const source = `
  import { advise, askMove, defineScheduler } from 'ovirt-scheduler/sdk'
  export default defineScheduler({
    id: 'site', name: 'Site', version: '1', writtenFor: '0.1', policies: ['Only'], parameters: {},
    loadBalance(_values, { hosts, vmsOn }) {
      const full = hosts.toSorted((a, b) => vmsOn(b.id).length - vmsOn(a.id).length)[0]
      return advise(full.name + ' is the fullest', { moves: [askMove(vmsOn(full.id)[0], 'it runs most VMs')] })
    },
  })`

await using script = await startTestScript(source)
const watched = () => new Map()
const schedulersWith = (entry: string): Schedulers =>
  createSchedulers({
    byDefault: builtInScheduler(createDefaultScheduler({ version: '0.1.0', watched, onUnknown: 'keep' })),
    siteSchedulers: () => script.plugin.schedulers,
    clusters: parseClusterSchedulers([entry]).clusters,
    quarantineAfter: 5,
    elapsedMs: () => performance.now(),
    now: Date.now,
  })
const byDefault = schedulersWith('*=default/EvenlyDistribute')
const ofSite = schedulersWith('*=site')

for (const hosts of values.hosts.split(',').map(Number)) {
  const row = {
    bench: 'schedulers',
    hosts,
    vms: placementSnapshot(hosts).vms.length,
    ...(await times('balance', hosts, asked => byDefault.loadBalance(asked))),
    ...(await times('timer', hosts, asked => byDefault.onTimerInvoked(asked))),
    ...(await times('sandboxed', hosts, asked => ofSite.loadBalance(asked), script.plugin.show)),
  }
  const figures = Object.entries(row).map(([name, figure]) => `${name} ${figure}`)
  console.log(values.json ? JSON.stringify(row) : figures.join(', '))
}

/** Each round has a snapshot of its own, sent ahead where there is somebody to send it to, as in the service. */
async function times(
  name: string,
  hosts: number,
  ask: (asked: ClusterAsked) => Promise<Readonly<{ ok: boolean }>>,
  show: (snapshot: Snapshot) => void = () => undefined,
) {
  const took: number[] = []
  for (let round = 0; round < Number(values.rounds); round++) {
    const snapshot = demanding(placementSnapshot(hosts))
    const index = indexSnapshot(snapshot)
    const [cluster] = snapshot.clusters
    if (cluster === undefined) throw new Error('no cluster')
    show(snapshot)
    await new Promise(resolve => setImmediate(resolve))
    const startedMs = performance.now()
    if (!(await ask({ index, cluster })).ok) throw new Error(`${name} gave no answer`)
    took.push(performance.now() - startedMs)
  }
  const sorted = took.toSorted((a, b) => a - b)
  const figure = (share: number) => Number(percentile(sorted, share).toFixed(1))
  return { [`${name}P50Ms`]: figure(0.5), [`${name}MaxMs`]: Number(sorted.at(-1)?.toFixed(1)) }
}

/** A tenth of the VMs highly available, in a cluster that reserves for them. */
function demanding(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    clusters: snapshot.clusters.map(cluster => ({ ...cluster, scheduling: { version: '4.7', haReservation: true } })),
    vms: snapshot.vms.map((vm, at) =>
      at % 10 === 0 ? { ...vm, highlyAvailable: true, guaranteedMiB: vm.memoryMiB } : vm,
    ),
  }
}
