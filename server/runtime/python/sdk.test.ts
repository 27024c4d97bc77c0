import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { factsLine } from './facts-line.ts'
import { startTestPlugin } from './start-test-plugin.ts'

const GIB = 1 << 30
const H1 = '11111111-1111-1111-1111-111111111111'
const H2 = '22222222-2222-2222-2222-222222222222'
const VM = '33333333-3333-3333-3333-333333333333'

const snapshot = {
  ...aSnapshot(),
  clusters: [aCluster({ id: 'c1', name: 'Default' }), aCluster({ id: 'c2', name: 'Second one' })],
  hosts: [
    aHost({ id: H1, name: 'north', clusterId: 'c1', activeVms: 3, isSpm: true, address: '10.0.0.1' }),
    aHost({ id: H2, name: 'south', clusterId: 'c2', status: 'non_operational', activeVms: 1, statistics: {} }),
    aHostWithoutFigures(),
  ],
  vms: [
    {
      ...aVm({ id: VM, name: 'db1', clusterId: 'c1', hostId: H1, startedAtMs: 0 }),
      os: { type: 'rhel_9x64', version: '9.4' },
    },
    aVm({ id: 'vm2', name: 'web 1', clusterId: 'c1', hostId: H1, memoryMiB: 512 }),
    aVm({ id: 'vm3', name: 'web 2', clusterId: 'c2', hostId: H2, status: 'migrating' }),
    aStoppedVm(),
  ],
}

function aHostWithoutFigures() {
  const { maxSchedulingMiB: _, cores: __, threads: ___, ...host } = aHost({ id: 'h3', name: 'new', clusterId: 'c1' })
  return { ...host, status: undefined, statistics: {} }
}

function aStoppedVm() {
  const { hostId: _, ...vm } = aVm({ id: 'vm4', name: 'off', clusterId: 'c1', status: 'down' })
  return vm
}

/** Evaluates each expression with both SDKs at hand; an exception is its type and text. */
const source = `
import json
import ovirtsdk4 as sdk
import ovirtsdk4.types as types
from ovirtsdk.api import API
from ovirtsdk.infrastructure.errors import RequestError
from ovirtsdk.xml import params

class P(object):
    def do_filter(self, expressions):
        c = sdk.Connection(url='https://engine/ovirt-engine/api', username='u', password='p', insecure=True)
        s = c.system_service()
        names = dict(
            sdk=sdk, types=types, params=params, c=c, s=s, RequestError=RequestError,
            api=API(url='http://host:port', username='user@domain', password=''),
            hosts=s.hosts_service(), vms=s.vms_service(), clusters=s.clusters_service(),
            H1='${H1}', VM='${VM}', ids=lambda found: [one.id for one in found],
        )
        answers = []
        for expression in expressions:
            try:
                answers.append(eval(expression, dict(names)))
            except Exception as problem:
                answers.append('%s: %s' % (type(problem).__name__, problem))
        print(json.dumps(answers))
`

async function evaluate(expressions: readonly string[]): Promise<unknown[]> {
  await using zygote = await startTestPlugin(source)
  zygote.setFacts(factsLine(snapshot))
  const run = await zygote.run('do_filter', [expressions])
  expect(run).toMatchObject({ exit: 0, stderr: '' })
  return JSON.parse(run.stdout)
}

const tables: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
  'version 3': [
    ['api.hosts.get(id=H1).name', 'north'],
    ['api.hosts.get("south").get_id()', H2],
    ['api.hosts.get(name="south").status.state', 'non_operational'],
    ['api.hosts.get(id="nobody")', null],
    ['[getattr(api.hosts.get(id=H1).summary, n) for n in ("active", "migrating", "total")]', [3, 0, 2]],
    ['api.hosts.get(id=H1).get_memory()', 64 * GIB],
    ['api.hosts.get(id=H1).get_max_scheduling_memory()', 32 * GIB],
    ['api.hosts.get(id=H1).statistics.get("memory.free").get_values().get_value()[0].get_datum()', 32 * GIB],
    ['api.hosts.get(id=H1).get_statistics().get(name="swap.free")', null],
    [
      '[one.name for one in api.hosts.get(id=H1).statistics.list()]',
      ['memory.total', 'memory.used', 'memory.free', 'cpu.current.idle', 'cpu.load.avg.5m'],
    ],
    ['api.hosts.get(id=H1).cluster.id', 'c1'],
    ['[getattr(api.hosts.get(id=H1).cpu.topology, n) for n in ("sockets", "cores", "threads")]', [1, 16, 2]],
    ['api.vms.get(id=VM).get_host().get_id()', H1],
    ['api.vms.get(id=VM).memory', 2 * GIB],
    ['api.vms.get(id=VM).get_os().get_type()', 'rhel_9x64'],
    ['api.vms.get(id=VM).os.type_', 'rhel_9x64'],
    ['api.vms.get(id=VM).os.get_version() == api.vms.get(name="db1").os.version', true],
    ['api.vms.get(id=VM).os.version.full_version', '9.4'],
    ['ids(api.vms.list("host=north"))', [VM, 'vm2']],
    ['ids(api.vms.list(query="host=north", max=1))', [VM]],
    ['ids(api.vms.list(name="off"))', ['vm4']],
    ['ids(api.clusters.list())', ['c1', 'c2']],
    ['api.clusters.get(name="Second one").id', 'c2'],
    ['params.Host(id="x").get_id()', 'x'],
    ['api.test()', true],
  ],
  'version 4': [
    ['hosts.host_service(H1).get().name', 'north'],
    ['hosts.service(H1).get().status == types.HostStatus.UP', true],
    [`str(hosts.service("${H2}").get().status)`, 'non_operational'],
    ['hosts.service("h3").get().status', null],
    ['hosts.service(H1).get().spm.status == types.SpmStatus.SPM', true],
    [
      '[(one.name, one.values[0].datum, str(one.unit)) for one in hosts.host_service(H1).statistics_service().list()][2]',
      ['memory.free', 32 * GIB, 'bytes'],
    ],
    ['[one.name for one in hosts.list(search="name=north", follow="statistics")[0].statistics][0]', 'memory.total'],
    ['vms.vm_service(VM).get().memory', 2 * GIB],
    ['vms.vm_service(VM).get().start_time.isoformat()', '1970-01-01T00:00:00+00:00'],
    ['vms.vm_service("vm3").get().status in (types.VmStatus.MIGRATING, types.VmStatus.UP)', true],
    ['vms.vm_service(VM).get().placement_policy.affinity == types.VmAffinity.MIGRATABLE', true],
    ['vms.vm_service(VM).get().os.version.full_version', '9.4'],
    ['vms.vm_service("vm2").get().os', null],
    ['c.follow_link(vms.vm_service(VM).get().host).name', 'north'],
    ['c.follow_link(hosts.service(H1).get().cluster).name', 'Default'],
    ['c.follow_link(hosts.service(H1).get().statistics)[0].name', 'memory.total'],
    ['clusters.cluster_service("c2").get().name', 'Second one'],
    ['c.test(raise_exception=True)', true],
    ['c.close()', null],
    ['types.Host(id="x").name', null],
  ],
  'what is not known': [
    ['hosts.service("h3").get().statistics[0].name', 'memory.total'],
    ['len(hosts.service("h3").get().statistics)', 1],
    ['hosts.service("h3").get().max_scheduling_memory', null],
    ['hosts.service("h3").get().cpu', null],
    ['vms.vm_service("vm4").get().host', null],
    ['api.vms.get(id="vm4").host', null],
  ],
  search: [
    ['ids(hosts.list())', [H1, H2, 'h3']],
    ['ids(hosts.list(search="id=%s or id=%s" % (H1, "h3")))', [H1, 'h3']],
    ['ids(hosts.list(search="name=*o*th"))', [H1, H2]],
    ['ids(hosts.list(search="name=NORTH"))', []],
    ['ids(hosts.list(search="name=NORTH", case_sensitive=False))', [H1]],
    ['ids(hosts.list(search="Hosts: status=nonoperational"))', [H2]],
    ['ids(hosts.list(search="status != up"))', [H2, 'h3']],
    ['ids(hosts.list(search=\'cluster="Second one"\'))', [H2]],
    ['ids(hosts.list(search="active_vms>=1 AND active_vms<3"))', [H2]],
    ['ids(hosts.list(search="active_vms=3"))', [H1]],
    ['ids(hosts.list(search="cpu_usage>10"))', [H1]],
    ['ids(vms.list(search="name=off or host=south and status=migrating"))', ['vm3', 'vm4']],
    ['ids(vms.list(search="hosts.name=north and name=web*"))', ['vm2']],
    ['ids(vms.list(search="hosts.id=%s" % H1, max=1))', [VM]],
    ['ids(vms.list(search="host!=north"))', ['vm3', 'vm4']],
    ['ids(vms.list(search="os=rhel*"))', [VM]],
    ['ids(vms.list(search="host=nobody"))', []],
    ['ids(vms.list(search="host=south or host=north"))', [VM, 'vm2', 'vm3']],
    ['ids(vms.list(search="host=north and host=south"))', []],
    ['ids(vms.list(search="id=vm3 or id=vm2 and status=down"))', ['vm3']],
    [
      'hosts.list(search="tag=green")',
      expect.stringMatching(/^Error: the scheduler cannot search hosts by "tag", only by: active_vms, /),
    ],
    ['hosts.list(search="north")', 'Error: the scheduler does not understand "north"; write field=value'],
    ['hosts.list(search="name=a name=b")', expect.stringMatching(/^Error: .*"name" in a search; only "and" and "or"/)],
    ['hosts.list(search="name=a and")', expect.stringMatching(/^Error: the scheduler does not understand/)],
    ['hosts.list(search="name<a")', 'Error: the scheduler cannot compare by "name" with "<"'],
    ['hosts.list(search="active_vms<many")', 'Error: "many" in "active_vms<many" is no number'],
    ['hosts.list(query="name=a")', 'TypeError: the scheduler does not know the option "query"'],
    ['api.hosts.list(nam="x")', expect.stringMatching(/^AttributeError: the scheduler has no "nam" of a Host to give/)],
  ],
  refusals: [
    ...[
      'vms.vm_service(VM).migrate(host=types.Host(id=H1))',
      'vms.vm_service(VM).stop()',
      'api.vms.get(id=VM).migrate(params.Action())',
      'hosts.service(H1).deactivate()',
      'vms.add(types.Vm(name="x"))',
      'api.vms.get(id=VM).set_memory(1)',
    ].map(
      call =>
        [
          call,
          expect.stringMatching(
            /^ReadOnlyError: "\w+" would change the engine, .* print the VM and its hosts from do_balance/,
          ),
        ] as const,
    ),
    [
      's.networks_service()',
      'AttributeError: the scheduler has no "networks_service" of the system to give; it has: clusters_service, hosts_service, vms_service',
    ],
    [
      'api.storagedomains',
      expect.stringMatching(/^AttributeError: the scheduler has no "storagedomains" of the API to give/),
    ],
    [
      'hosts.service(H1).get().kdump_status',
      expect.stringMatching(/^AttributeError: the scheduler has no "kdump_status" of a Host/),
    ],
    ['hosts.service("nobody").get()', 'NotFoundError: the scheduler knows no host with the id nobody'],
    ['hosts.service(VM).get()', `NotFoundError: the scheduler knows no host with the id ${VM}`],
    ['issubclass(sdk.NotFoundError, sdk.Error) and issubclass(sdk.Error, RequestError)', true],
  ],
}

describe('the SDK stand-ins', () => {
  for (const [title, rows] of Object.entries(tables)) {
    it(`answer: ${title}`, async () => {
      const answers = await evaluate(rows.map(([expression]) => expression))
      expect(rows.map(([expression], index) => [expression, answers[index]])).toEqual(rows)
    })
  }

  for (const name of ['api', 'sdk4']) {
    it(`say through ${name} when nothing was read yet`, async () => {
      const connect = {
        api: 'from ovirtsdk.api import API as Connect',
        sdk4: 'from ovirtsdk4 import Connection as Connect',
      }[name]
      await using zygote = await startTestPlugin(
        `${connect}\nclass P:\n    def do_filter(self, *args): Connect(url="x")\n`,
      )
      const run = await zygote.run('do_filter')
      expect(run).toMatchObject({
        exit: 1,
        stderr: expect.stringContaining('ConnectionError: the scheduler has not read the engine yet'),
      })
    })
  }

  it('serve the newest facts, also to a module beside the plugin', async () => {
    const sibling = 'from ovirtsdk.api import API\ndef names(): return [host.name for host in API().hosts.list()]\n'
    await using zygote = await startTestPlugin(
      'import helper\nclass P:\n    def do_filter(self, *args): print(helper.names())\n',
      {
        files: { 'helper.py': sibling },
      },
    )
    for (const name of ['old', 'new']) {
      zygote.setFacts(factsLine({ ...snapshot, hosts: [aHost({ name })] }))
      expect(await zygote.run('do_filter')).toMatchObject({ exit: 0, stdout: `['${name}']\n` })
    }
  })
})
