/** The command line as its own process: what it prints and how it exits. 0 done, 1 failed, 2 asked in a wrong way. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { program } from './program.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content, { mode: 0o600 })
  return join(folder, name)
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8', timeout: 60_000 } as const
  const { status, stdout, stderr } = spawnSync(program[0], [program[1], ...args], options)
  return { status, stdout, stderr }
}

const hosts = ['host1', 'host2', 'host3'].map((name, index) => ({
  id: name,
  name,
  clusterId: 'c',
  status: 'up',
  totalMiB: 65_536,
  maxSchedulingMiB: name === 'host3' ? 100 : 50_000,
  cores: 8,
  threads: 16,
  activeVms: 1,
  migratingVms: 0,
  isSpm: false,
  statistics: { memoryFreeMiB: 50_000, cpuPercent: 70 - 50 * index },
  scheduling: { sockets: 1, spm: 'none' },
}))
const cluster = { id: 'c', name: 'Default', properties: {}, overCommitPercent: 100, threadsAsCores: false }
const web = { id: 'v', name: 'web', clusterId: 'c', status: 'up', hostId: 'host1', memoryMiB: 2048, vcpus: 2 }
const snapshot = [
  '--snapshot',
  file(
    'snapshot.json',
    JSON.stringify({
      takenAtMs: 1,
      clusters: [{ ...cluster, upgradeInProgress: false }],
      hosts,
      vms: [{ ...web, placement: 'migratable', pinnedHostIds: [], highlyAvailable: false }],
    }),
  ),
]

const nowhere = ['--engine-url', 'http://127.0.0.1:9/ovirt-engine', '--engine-password', 'x']

describe('the command line', { timeout: 60_000 }, () => {
  const cases: { why: string; args: string[]; env?: NodeJS.ProcessEnv; status: number; says: RegExp }[] = [
    { why: 'shows its version', args: ['--version'], status: 0, says: /^\d+\.\d+\.\d+( \([\w-]+\))?\n$/ },
    ...[
      'serve',
      'demo',
      'simulate-engine',
      'why',
      'why-not',
      'why-not-moved',
      'balance',
      'units',
      'schedulers',
      'host',
      'hosts',
      'doctor',
      'config',
      'log-level',
      'dashboard',
      'support-bundle',
      'replay',
    ].map(command => ({
      why: `explains ${command}`,
      args: [command, '--help'],
      status: 0,
      says: new RegExp(`^Usage: ovirt-scheduler ${command} `),
    })),
    {
      why: 'lists the units with their patterns',
      args: ['units'],
      status: 0,
      says: /host_memory_balance[\s\S]*minimum_host_memoryMB \(default 500 MiB, \^/,
    },
    {
      why: 'masks the password',
      args: ['config', '--engine-password', 'tell-no-one'],
      status: 0,
      says: /engine\.password +\*{8} +flag/,
    },
    {
      why: 'takes settings from the environment',
      args: ['config'],
      env: { OVIRT_SCHEDULER_REST_PORT: '4711' },
      status: 0,
      says: /rest\.port +4711 +environment/,
    },
    {
      why: 'takes settings from a file',
      args: ['config', '--config', file('good.yaml', 'xmlrpc:\n  scores: summed\n')],
      status: 0,
      says: /xmlrpc\.scores +"summed" +file/,
    },
    { why: 'refuses an unknown command', args: ['srve'], status: 2, says: /unknown command 'srve'/ },
    { why: 'refuses an unknown option', args: ['serve', '--prot', '1'], status: 2, says: /unknown option '--prot'/ },
    {
      why: 'refuses a typo in the file',
      args: ['serve', '--config', file('typo.yaml', 'rest:\n  prot: 1\n')],
      status: 2,
      says: /typo\.yaml: rest\.prot is not a known setting; did you mean rest\.port\?/,
    },
    {
      why: 'refuses a bad value',
      args: ['serve', '--xmlrpc-port', 'many'],
      status: 2,
      says: /--xmlrpc-port must be a whole number from 0 to 65535/,
    },
    {
      why: 'refuses to start without a password',
      args: ['serve', '--engine-url', 'http://127.0.0.1:9/ovirt-engine', '--store-file', join(folder, 'a.db')],
      status: 2,
      says: /engine\.passwordFile is not set/,
    },
    {
      why: 'refuses to take over from the old daemon while it cannot log in',
      args: ['import-proxy', folder, '--yes', '--run-commands'],
      status: 1,
      says: /no account in the engine yet: engine\.passwordFile is not set.* Run "ovirt-scheduler setup" first/,
    },
    {
      why: 'refuses an unknown scenario',
      args: ['simulate-engine', '--scenario', 'chaos'],
      status: 2,
      says: /Allowed choices are memory-pressure/,
    },
    {
      why: 'refuses a speed of nothing',
      args: ['demo', '--speed', '0'],
      status: 2,
      says: /It must be a number from 0\.1 to 3600/,
    },
    {
      why: 'fails on a trace file that is none',
      args: ['simulate-engine', '--port', '0', '--traces', 'package.json'],
      status: 1,
      says: /traces from package\.json: .*not gzipped/,
    },
    {
      why: 'fails where the store cannot be',
      args: ['serve', ...nowhere, '--store-file', join(file('not-a-folder', ''), 'x.db')],
      status: 1,
      says: /error: .*not-a-folder/,
    },
    {
      why: 'says where a VM would be placed',
      args: ['why', 'web', ...snapshot],
      status: 0,
      says: /^web runs on host1\. By the policy none of Default it would be placed on host2\.[\s\S]*1\. host2: \d+ points[\s\S]*✗ {2}host3: Memory: /,
    },
    {
      why: 'says it as JSON',
      args: ['why', 'web', '--json', ...snapshot],
      status: 0,
      says: /"chosen": \{\s+"id": "host2"/,
    },
    {
      why: 'lists the schedulers with their policies and inputs',
      args: ['schedulers'],
      status: 0,
      says: /^default \d[\s\S]*policies: .*EvenlyDistribute, PowerSave[\s\S]*HostsInReserve \(0 to 400 hosts, default 0\)/,
    },
    {
      why: 'says what a scheduler wants done',
      args: ['schedulers', 'run', 'default/EvenlyDistribute?HighUtilization=80', '--cluster', 'Default', ...snapshot],
      status: 0,
      says: /^default on Default: .*host1: CPU load 70 % is below 80 %/,
    },
    {
      why: 'says which host a scheduler selects',
      args: ['schedulers', 'run', 'default', '--cluster', 'Default', '--vm', 'web', ...snapshot],
      status: 0,
      says: /^default selects host2 for web: /,
    },
    {
      why: 'fails on a policy that the scheduler does not offer',
      args: ['schedulers', 'run', 'default/PowerSafe', '--cluster', 'Default', ...snapshot],
      status: 1,
      says: /there is no policy "PowerSafe"; did you mean "PowerSave"\?/,
    },
    {
      why: 'refuses a scheduler for a cluster that is not understood',
      args: ['serve', ...nowhere, '--schedulers-clusters', 'Default'],
      status: 2,
      says: /schedulers\.clusters: "Default" must be CLUSTER=SCHEDULER, /,
    },
    {
      why: 'says what keeps a VM from a host, with exit code 1',
      args: ['why-not', 'web', 'host3', ...snapshot],
      status: 1,
      says: /^web would not be placed on host3\.\n {2}✗ Memory: [\s\S]*If the filter Memory were off\./,
    },
    {
      why: 'says that nothing keeps it from the best one',
      args: ['why-not', 'web', 'host2', ...snapshot],
      status: 0,
      says: /^Nothing keeps web from host2/,
    },
    {
      why: 'says which gate keeps a VM where it is',
      args: ['why-not-moved', 'web', ...snapshot],
      status: 0,
      says: /✓ rule: [\s\S]*✓ hosts: 1 of 2 other hosts[\s\S]*✗ recommendation: /,
    },
    {
      why: 'names the VMs there are',
      args: ['why', 'wbe', ...snapshot],
      status: 1,
      says: /no VM "wbe"; there are web/,
    },
    {
      why: 'fails on a snapshot that is none',
      args: ['why', 'web', '--snapshot', 'LICENSE'],
      status: 1,
      says: /LICENSE: is no JSON/,
    },
    {
      why: 'fails on a host that cannot be reached, and names the fix',
      args: ['host', 'localhost', '--via', 'libvirt+unix:/nonexistent/socket'],
      status: 1,
      says: /^error: localhost over libvirt\+unix: .* \(host-[a-z-]+\)\n {2}→ /,
    },
    {
      why: 'asks how a host is reached',
      args: ['host', 'localhost'],
      status: 2,
      says: /say how the host is reached with --via/,
    },
    {
      why: 'refuses a way to a host that does not exist',
      args: ['host', 'localhost', '--via', 'libvirt+tsl'],
      status: 2,
      says: /"libvirt\+tsl" is no connection; did you mean libvirt\+tls\?/,
    },
    {
      why: 'refuses TLS to hosts without certificates',
      args: ['host', 'h.example', '--via', 'vdsm'],
      status: 2,
      says: /hosts\.connect has vdsm, for which there must be hosts\.caFile/,
    },
    {
      why: 'refuses connections to hosts that are not understood',
      args: ['serve', ...nowhere, '--hosts-connect', 'Default=virtd'],
      status: 2,
      says: /--hosts-connect cannot be used: Default: "virtd" is no connection/,
    },
    {
      why: 'lets the doctor name what is broken',
      args: ['doctor', ...nowhere, '--rest-port', '9', '--xmlrpc-port', '9'],
      status: 1,
      says: /✗ engine at http:\/\/127\.0\.0\.1:9[\s\S]*→[\s\S]*✗ XML-RPC[\s\S]*✗ REST API/,
    },
  ]
  for (const { why, args, env, status, says } of cases) {
    it(why, () => {
      const result = run(args, env)
      expect(`${result.stdout}${result.stderr}`).toMatch(says)
      expect(result.status).toBe(status)
      expect(`${result.stdout}${result.stderr}`).not.toContain('tell-no-one')
    })
  }
})
