/**
 * Statistics of all VMs of a host over our own RPC, by spawning `virsh domstats`, and by python3-libvirt, turn by turn in one
 * run: `node test/bench/host-statistics.ts [--domains 50] [--qemu 50] [--rounds 30] [--json]`. First the mock driver in the
 * daemon with `--domains` VMs, which costs the daemon nothing, so that the way is measured; then `--qemu` VMs under emulation.
 */
import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { HostError } from '../../server/hosts/host-error.ts'
import { logIn } from '../../server/hosts/libvirt/log-in.ts'
import { openUnix } from '../../server/hosts/libvirt/open-unix.ts'
import { type Rpc, startRpc, usualTiming } from '../../server/hosts/libvirt/rpc.ts'
import { openConnection } from '../../server/protocol/libvirt/connection-procedures.ts'
import { allDomainStats, STATS_NOWAIT } from '../../server/protocol/libvirt/domain-procedures.ts'
import { startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { positive, printRow } from './arguments.ts'
import { percentile } from './post-xml-rpc.ts'

const run = promisify(execFile)
const PYTHON = '/usr/bin/python3'
const PYTHON_SCRIPT = fileURLToPath(new URL('./host-statistics.py', import.meta.url))
const hasPython = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import libvirt']).status === 0
const NEVER = new AbortController().signal

type Figures = Readonly<{ rpcMs: number; virshMs: number; pythonMs: number | undefined; domains: number }>

/** Medians. Each round asks by every way once, so that what else the machine does meets them all. */
async function measure(daemon: Libvirtd, uri: string, rounds: number): Promise<Figures> {
  const rpc = await open(daemon, uri)
  const times = { ours: [] as number[], virsh: [] as number[], python: [] as number[] }
  let domains = 0
  for (let round = 0; round < rounds; round++) {
    times.ours.push(
      await timed(async () => {
        domains = (await rpc.call(allDomainStats, { groups: 0, flags: STATS_NOWAIT }, NEVER)).length
      }),
    )
    times.virsh.push(await timed(() => daemon.virsh(['domstats', '--nowait'], uri)))
    if (hasPython) times.python.push(await byPython(daemon, uri))
  }
  rpc.end(new HostError('host-closed', 'done'))
  const median = (measured: readonly number[]) =>
    percentile(
      measured.toSorted((a, b) => a - b),
      0.5,
    )
  const pythonMs = hasPython ? median(times.python) : undefined
  return { rpcMs: median(times.ours), virshMs: median(times.virsh), pythonMs, domains }
}

async function open(daemon: Libvirtd, uri: string): Promise<Rpc> {
  const { stream } = await openUnix([daemon.socket], NEVER)
  const rpc = startRpc(stream, { timing: { ...usualTiming, readDeadlineMs: 60_000 }, onMessage: () => undefined })
  await logIn(rpc, undefined, NEVER)
  await rpc.call(openConnection, { name: uri, flags: 0 }, NEVER)
  return rpc
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

/** On a connection that is open, as ours; the second question, since the first one also warms Python. */
async function byPython({ socket }: Libvirtd, uri: string): Promise<number> {
  const { stdout } = await run(PYTHON, [PYTHON_SCRIPT, `${uri.replace(':', '+unix:')}?socket=${socket}`, '2'])
  return Number(stdout.trim().split('\n').at(-1))
}

async function mockHost(daemon: Libvirtd, domains: number): Promise<string> {
  const described = Array.from({ length: domains }, (_, index) => {
    const uuid = randomUUID()
    return `<domain type='test'><name>vm${index}</name><uuid>${uuid}</uuid><memory>1048576</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`
  })
  const path = join(daemon.folder, 'mock.xml')
  await writeFile(path, `<node>${described.join('')}</node>`)
  return `test://${path}`
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      domains: { type: 'string', default: '50' },
      qemu: { type: 'string', default: '50' },
      rounds: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
    },
    strict: false,
  })
  if (!canRunLibvirtd) return console.log('host-statistics: not run, for want of libvirtd or of root')
  const rounds = positive('rounds', String(values.rounds))
  const daemon = await startLibvirtd()
  try {
    const print = (driver: string, figures: Figures) => printRow(toRow(driver, figures), values.json === true)
    const uri = await mockHost(daemon, positive('domains', String(values.domains)))
    print('mock', await measure(daemon, uri, rounds))
    for (let left = positive('qemu', String(values.qemu)); left > 0; left--) await startGuest(daemon)
    print('QEMU', await measure(daemon, 'qemu:///system', rounds))
  } finally {
    await daemon.stop()
  }
}

function toRow(driver: string, { rpcMs, virshMs, pythonMs, domains }: Figures): Record<string, unknown> {
  const shown = (value: number) => Number(value.toPrecision(3))
  return {
    bench: 'host-statistics',
    driver,
    domains,
    rpcMs: shown(rpcMs),
    virshMs: shown(virshMs),
    pythonMs: pythonMs && shown(pythonMs),
    timesVirsh: shown(virshMs / rpcMs),
    timesPython: pythonMs && shown(pythonMs / rpcMs),
  }
}

if (import.meta.main) await main()
