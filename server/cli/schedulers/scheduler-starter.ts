/** What `schedulers new` writes: a scheduler that works, and a small snapshot that it can be tried on. */
import { type Starter, starterSnapshot } from '../units/unit-starters.ts'
import { versionInfo } from '../version-info.ts'

const script = (
  id: string,
): string => `// A scheduler. Put this file into the plugins directory; ovirt-scheduler loads it within seconds.
// Give it to a cluster:  schedulers.clusters: ["MyCluster=${id}/Calm?most=3"]
import { advise, askMove, defineScheduler, integer, notice } from 'ovirt-scheduler/sdk'

export default defineScheduler({
  id: '${id}',
  name: 'Few VMs a host',
  version: '1.0.0',
  // A service older than this does not use the scheduler.
  writtenFor: '${versionInfo.version}',

  // What it can do; a cluster is given one of them, the first unless another is named.
  policies: ['Calm', 'Strict'],

  // Its inputs. They are checked before you see them, and you get them typed.
  parameters: {
    most: integer({ label: 'VMs a host', help: 'A host with more gives some away.', min: 1, max: 1000, default: 50 }),
  },

  // Every function may be left out: the default scheduler then stands in. Each may be async.

  // Which host for this VM? Only hosts that every rule allows are offered, best first.
  selectHost(vm, candidates, { most }, { vmsOn }) {
    const fewest = candidates.toSorted((a, b) => vmsOn(a.host.id).length - vmsOn(b.host.id).length)[0]
    if (fewest === undefined) return { because: { code: 'none', text: \`no host for \${vm.name}\`, values: {} } }
    const running = vmsOn(fewest.host.id).length
    const text = \`\${fewest.host.name} runs fewest VMs, \${running} of \${most}\`
    return { hostId: fewest.host.id, because: { code: 'fewest', text, values: { running } } }
  },

  // Asked every schedulers.balanceInterval: what should move? Without hosts, selectHost chooses for each.
  loadBalance({ most }, { hosts, vmsOn, policy }) {
    const full = hosts.filter(({ id }) => vmsOn(id).length > most)
    if (full.length === 0) return advise(\`no host runs more than \${most} VMs\`)
    const moves = full.flatMap(host => {
      const movable = vmsOn(host.id).filter(({ placement }) => placement === 'migratable')
      const tooMany = policy === 'Strict' ? vmsOn(host.id).length - most : 1
      return movable.slice(0, tooMany).map(vm => askMove(vm, \`\${host.name} runs \${vmsOn(host.id).length} VMs, the limit is \${most}\`))
    })
    return advise(\`hosts that run more than \${most} VMs: \${full.length}\`, { moves })
  },

  // Called when a host changes its state, and again while that lasts and there is something to say.
  onHostStatusChanged({ subject, to }, _values, { vmsOn }) {
    if (to !== 'non_responsive') return undefined
    const text = \`\${subject.name} does not answer; \${vmsOn(subject.id).length} VMs were there\`
    return advise(text, { notices: [notice('host', subject, text)] })
  },
})
`

/** The files of a new scheduler. */
export const schedulerStarter = (id: string): readonly Starter[] => [
  { name: `${id}.ts`, content: script(id) },
  { name: `${id}.snapshot.json`, content: starterSnapshot },
]
