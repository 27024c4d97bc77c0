/**
 * `npm run --silent bench -- [NAME] [options]`: runs one benchmark, or all. Each prints a line per figure, with --json one
 * object per line. `xmlrpc` and `units` take --peer DIR, the source of the original Python daemon, to be compared in the same run.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const benchmarks = {
  xmlrpc: 'runFilters over HTTP at 10 and 400 hosts: [--peer DIR] [--hosts 10,400] [--seconds N]',
  units: 'plugins beside the original daemon: [--peer DIR] [--hosts 2,50,200,400] [--seconds N] [--calls 1000000]',
  sandbox: 'what a plugin costs: cold start, calls, memory, recovery: [--rounds N]',
  hostile: 'malformed documents and hostile answers of plugins: [--count 100000] [--seed N]',
  fuzz: 'hostile input at every door, each in a process of its own: [--minutes 1] [--door rest,xmlrpc,…] [--seed N]',
  'stomp-frames': 'mutated frames of vdsm through reader and parsers: [--count 1000000] [--seed N]',
  'policy-texts': 'fuzzed host policies through all that reads and evaluates them: [--count 1000000] [--seed N]',
  'host-policies':
    'the built-in host policies on 400 hosts every 10 s: CPU and memory: [--hosts 400] [--guests 25] [--seconds 60]',
  'policy-language':
    'the built-in host policies over 200 guests, beside MOM: [--peer DIR] [--guests 200] [--seconds 5]',
  'libvirt-frames': 'tampered messages of libvirt through all that reads them: [--count 1000000] [--seed N]',
  'host-statistics':
    'statistics of 50 VMs over our RPC, by virsh and by python3-libvirt: [--domains 50] [--qemu 50] [--rounds N]',
  placement:
    'the engine’s filters, weights and explanation for one VM; where each VM could run: [--hosts 10,…,1000] [--rounds N]',
  schedulers:
    'one round of a cluster’s scheduler, the default one and one in the sandbox: [--hosts 10,…,1000] [--rounds N]',
  restarts: 'kill -9 of the working service at random moments; store and engine must agree: [--count 500] [--seed N]',
  replicas:
    'several replicas on one PostgreSQL, killed and compared: [--minutes 10] [--speed 144] [--replicas 3] [--kill SECONDS] [--hosts N --vms M] [--seed N]',
  engines:
    'one service for 1 to 8 engines of 400 hosts: memory, CPU, age of figures: [--engines 1,2,4,8] [--seconds 60] [--interval 15]',
  roadef2012:
    'the planner’s search on the challenge’s instances: [--dir DIR] [--instances a1_1,…] [--seconds N] [--seed N] [--threads N]',
  btrplace: 'plans for the re-planning instances of BtrPlace: [--dir DIR | --file FILE] [--seconds N] [--seed N]',
  planetlab:
    'a day of 800 hosts under each policy, beside CloudSim: [--file F | --dir DIR] [--policies a,b] [--memory ignored|enforced] [--idle-vms stay|end] [--seen now|late] [--steps N]',
  pinning:
    'pins beside both rules of vm-balancer on generated hosts: [--hosts 240] [--largest 256] [--seed N] [--dir DIR] [--moves N]',
  plan: 'a balance plan with every step checked, at 10 to 1,000 hosts: [--hosts 10,…,1000] [--seconds N] [--moves N]',
  'pinning-plan':
    'planning the pins of a host with 16, 64 and 256 CPUs and 50, 250 and 1,000 vCPUs: [--rounds 300] [--seed N]',
  oscillation: 'a day of constant and of noisy load after convergence: [--hours N] [--noise PERCENT]',
  'memory-balance':
    'memory plans of a host with 50 to 500 VMs; an hour on generated hosts beside the rule of vm-balancer: [--hosts 100] [--rounds 360] [--period 10] [--seed N]',
  portal:
    'the first screen, stillness and scrolling in Chromium, with 40 and 400 hosts and with 10,000 recommendations: [--hosts 40,400] [--recommendations N] [--rounds N]',
  clusters: 'the list of clusters from a new snapshot, at 10 to 1,000 hosts',
  'host-sampling':
    '25 VMs a host asked for every 10 s over so many connections: CPU, memory, lateness: [--hosts 10,100,400] [--interval N] [--seconds N]',
  load: '64 callers of an engine and 50 portals at the service, 400 hosts: [--callers 64] [--sessions 50] [--minutes 2] [--seed N]',
  soak: 'a simulated week of automatic mode with faults, every move judged: [--days 7] [--speed 240] [--seed N] [--trouble MINUTES] [--log FILE]',
  snapshot: 'reading 400 hosts and 10,000 VMs from the engine: seconds and peak memory',
} as const

const [name, ...rest] = process.argv.slice(2)
if (name === '--help') {
  for (const [bench, description] of Object.entries(benchmarks)) console.log(`${bench.padEnd(12)} ${description}`)
} else {
  const isNamed = name !== undefined && !name.startsWith('-')
  const wanted = isNamed ? [name] : Object.keys(benchmarks)
  const args = isNamed ? rest : process.argv.slice(2)
  process.exitCode = wanted.some(bench => !runOne(bench, args)) ? 1 : 0
}

function runOne(bench: string, args: readonly string[]): boolean {
  if (!Object.hasOwn(benchmarks, bench)) {
    console.error(`There is no benchmark "${bench}"; there are ${Object.keys(benchmarks).join(', ')}.`)
    return false
  }
  const script = fileURLToPath(new URL(`./${bench}.ts`, import.meta.url))
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' })
  return status === 0
}
