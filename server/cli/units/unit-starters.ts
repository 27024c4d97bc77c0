/** What `units new` writes: a plugin that works, its test, and a small snapshot that the test is tried on. */

export type Starter = Readonly<{ name: string; content: string }>

const script = (
  id: string,
): string => `// A policy unit. Put this file into the plugins directory; ovirt-scheduler loads it within seconds.
// Try it:  ovirt-scheduler units test ${id}.ts
import { accept, defineUnit, integer, move, reject, score, stay } from 'ovirt-scheduler/sdk'

export default defineUnit({
  // The name that the engine and its cluster policies know this unit by.
  id: '${id}',
  description: 'Keeps hosts that run fewer VMs than a limit, and prefers those with fewest',

  // What an administrator may set in the cluster policy. The engine checks it, you get it typed.
  parameters: {
    ${id}_most: integer({ label: 'VMs a host', help: 'A host with so many VMs takes no more.', min: 1, max: 1000, default: 50 }),
  },

  // What it means when this unit fails: 'open' keeps all hosts, 'closed' keeps none.
  onFailure: 'open',

  // May the VM run on the host? Asked for each host.
  filter(_vm, host, { ${id}_most: most }, { vmsOn }) {
    const running = vmsOn(host.id).length
    return running < most ? accept : reject(\`\${host.name} runs \${running} VMs, the limit is \${most}\`)
  },

  // How good is the host for the VM? 0 to 100, higher is better.
  score(_vm, host, { ${id}_most: most }, { vmsOn }) {
    const running = vmsOn(host.id).length
    return score(100 * (1 - running / most), \`\${host.name} runs \${running} of \${most} VMs\`)
  },

  // Which VM should leave which host? One move at a time.
  balance({ hosts, vms }, { ${id}_most: most }, { vmsOn }) {
    const fullest = hosts.toSorted((a, b) => vmsOn(b.id).length - vmsOn(a.id).length)[0]
    if (fullest === undefined || vmsOn(fullest.id).length <= most) return stay(\`no host runs more than \${most} VMs\`)
    const vm = vms.find(({ hostId, placement }) => hostId === fullest.id && placement === 'migratable')
    const roomy = hosts.filter(({ id }) => vmsOn(id).length < most)
    if (vm === undefined || roomy.length === 0) return stay(\`nothing can leave \${fullest.name}\`)
    return move(vm, roomy, \`\${fullest.name} runs \${vmsOn(fullest.id).length} VMs, the limit is \${most}\`)
  },
})
`

const python = (
  id: string,
): string => `# A policy unit in the form of ovirt-scheduler-proxy. Put this file into the plugins directory.
# Try it:  ovirt-scheduler units test ${id}.py
from ovirtsdk.api import API


class ${id}(object):
    """The class is the unit; its name is what cluster policies know."""

    # What an administrator may set: name=regular expression, several separated by ";".
    properties_validation = '${id}_most=^[0-9]{1,4}$'

    def _hosts(self, ids):
        # Answered from what ovirt-scheduler last read of the engine; address and password do not matter.
        api = API(url='http://localhost', username='', password='')
        return api.hosts.list(query=' or '.join('id=%s' % host_id for host_id in ids))

    def do_filter(self, hosts, vm, properties):
        """Keeps hosts that run fewer VMs than a limit"""
        most = int(properties.get('${id}_most', 50))
        print([host.id for host in self._hosts(hosts) if host.summary.active < most])

    def do_score(self, hosts, vm, properties):
        """Prefers hosts that run few VMs"""
        # The engine adds costs: lower is better.
        print([(host.id, host.summary.active) for host in self._hosts(hosts)])
`

const tests = (
  id: string,
  limit: string,
): string => `# Cases for ${id}, tried on ${id}.snapshot.json: host1 runs web-01 and web-02, host2 runs db-01.
# Hosts and VMs by name or id. Without "hosts", those of the cluster.
- name: keeps the host that has room
  filter: { vm: web-01, properties: { ${id}_most: ${limit} }, keeps: [host2] }

- name: prefers the host with fewer VMs
  score: { vm: web-01, properties: {}, best: host2 }
`

const scriptTests = (id: string): string => `${tests(id, '2')}
- name: moves nothing when no other host has room
  balance: { cluster: Default, properties: { ${id}_most: 1 }, moves: nothing }
`

const cluster = '11111111-0000-4000-8000-000000000001'
const hostIds = ['22222222-0000-4000-8000-000000000001', '22222222-0000-4000-8000-000000000002'] as const

const host = (id: string, name: string, activeVms: number) => ({
  id,
  name,
  clusterId: cluster,
  status: 'up',
  totalMiB: 65_536,
  maxSchedulingMiB: 40_960,
  cores: 16,
  threads: 32,
  activeVms,
  migratingVms: 0,
  isSpm: false,
  statistics: { memoryUsedMiB: 24_576, memoryFreeMiB: 40_960, cpuPercent: 20 },
  scheduling: { sockets: 2, spm: 'none' },
})

const vm = (number: number, name: string, hostId: string) => ({
  id: `33333333-0000-4000-8000-00000000000${number}`,
  name,
  clusterId: cluster,
  status: 'up',
  hostId,
  memoryMiB: 4096,
  vcpus: 2,
  placement: 'migratable',
  pinnedHostIds: [],
  highlyAvailable: false,
  os: { type: 'rhel_9x64' },
})

const snapshot = {
  takenAtMs: Date.UTC(2026, 0, 1),
  clusters: [
    {
      id: cluster,
      name: 'Default',
      properties: {},
      overCommitPercent: 100,
      threadsAsCores: false,
      upgradeInProgress: false,
    },
  ],
  hosts: [host(hostIds[0], 'host1', 2), host(hostIds[1], 'host2', 1)],
  vms: [vm(1, 'web-01', hostIds[0]), vm(2, 'web-02', hostIds[0]), vm(3, 'db-01', hostIds[1])],
}

/** What new units and schedulers are tried on. */
export const starterSnapshot = `${JSON.stringify(snapshot, null, 2)}\n`

/** The files of a new unit. */
export function unitStarter(id: string, isPython: boolean): readonly Starter[] {
  return [
    isPython ? { name: `${id}.py`, content: python(id) } : { name: `${id}.ts`, content: script(id) },
    { name: `${id}.test.yaml`, content: isPython ? tests(id, "'2'") : scriptTests(id) },
    { name: `${id}.snapshot.json`, content: starterSnapshot },
  ]
}
