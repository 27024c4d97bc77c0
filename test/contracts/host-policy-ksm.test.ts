/** The built-in policies and the KSM of a real kernel: of the machine that the tests run on, which is put back as it was. */
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasGuestKernel } from '../../build/test/guest-kernel.ts'
import type { HostClient } from '../../server/hosts/host-client.ts'
import { createLocalHost } from '../../server/hosts/local/local-host.ts'
import { withLocalReadings } from '../../server/hosts/local/with-local-readings.ts'
import { connectedClient } from '../fakes/libvirt/libvirt-client.ts'
import { startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { defaultProgram, policyRounds } from '../fakes/policy-round.ts'

const KSM = '/sys/kernel/mm/ksm'
const ksm = (name: string) => Number(readFileSync(join(KSM, name), 'utf8'))
const UNMERGE = 2
/** What the policies set. */
const settings = ['merge_across_nodes', 'sleep_millisecs', 'pages_to_scan', 'run']

function whyNot(): string | undefined {
  if (!canRunLibvirtd || !hasGuestKernel()) return 'libvirtd, QEMU and a kernel for its guests are needed'
  try {
    for (const name of settings) accessSync(join(KSM, name), constants.W_OK)
  } catch {
    return `${settings.join(', ')} in ${KSM} must be writable`
  }
  return ksm('run') === 0 && ksm('pages_shared') === 0 ? undefined : 'KSM of this machine is in use'
}
const problem = whyNot()
if (problem !== undefined) console.warn(`not run: ${problem}`)

const GIB = 1_048_576
const signal = () => AbortSignal.timeout(30_000)

describe.skipIf(problem !== undefined)('host policies on the KSM of a real kernel', { timeout: 180_000 }, () => {
  const before = problem === undefined ? settings.map(name => [name, ksm(name)] as const) : []
  let daemon: Libvirtd
  let client: HostClient

  beforeAll(async () => {
    daemon = await startLibvirtd({ realKsm: true })
    // Two that boot the same hold the same pages.
    for (let count = 0; count < 2; count++) await startGuest(daemon, { boots: true })
    client = withLocalReadings(await connectedClient({ way: { kind: 'unix', path: daemon.socket } }), createLocalHost())
  }, 120_000)
  afterEach(() => {
    // Stopped alone, it would keep what it has merged, and what it knows of VMs that have ended.
    writeFileSync(join(KSM, 'run'), `${UNMERGE}\n`)
    for (const [name, value] of before) writeFileSync(join(KSM, name), `${value}\n`)
    expect([settings.map(name => [name, ksm(name)]), ksm('pages_shared')]).toEqual([before, 0])
  })
  afterAll(async () => {
    client.close()
    await daemon.stop()
  })

  it('merge pages while memory is short, and stop when it has returned', async () => {
    const mergeAcrossNodes = ksm('merge_across_nodes') === 1
    const round = policyRounds(
      client,
      defaultProgram({ ballooning: false, ksm: true, ksmMergeAcrossNodes: mergeAcrossNodes }),
    )
    /** The host as it is, but for its memory: this machine is not short of it, and may be a small one. */
    const roundWith = async (freeKiB: number) => {
      const guests = await client.listGuests(signal())
      const host = await client.readHost(signal())
      const memory = { totalKiB: 64 * GIB, freeKiB, availableKiB: freeKiB }
      const { round: done, decisions } = await round({ ...host, memory }, guests)
      expect(done.outcome).toBe('ok')
      return decisions.filter(({ change }) => change.knob === 'ksm')
    }

    const [pages, sleepMs] = [ksm('pages_to_scan') + 300, 10]
    const to = { run: 'merge', pagesToScan: pages, ...(ksm('sleep_millisecs') !== sleepMs && { sleepMs }) }
    expect(await roundWith(4 * GIB)).toMatchObject([{ outcome: 'made', change: { from: { run: 'stop' }, to } }])
    expect([ksm('run'), ksm('pages_to_scan'), ksm('sleep_millisecs')]).toEqual([1, pages, sleepMs])
    await vi.waitFor(() => expect(ksm('pages_shared')).toBeGreaterThan(0), { timeout: 60_000, interval: 100 })

    // Faster from round to round; now by way of libvirt, as nothing is to be started.
    expect(await roundWith(4 * GIB)).toMatchObject([{ outcome: 'made', change: { to: { pagesToScan: pages + 300 } } }])
    expect(ksm('pages_to_scan')).toBe(pages + 300)

    // The policy goes by the average of the last three.
    let stopped = await roundWith(40 * GIB)
    for (let rounds = 0; rounds < 3 && ksm('run') === 1; rounds++) stopped = await roundWith(40 * GIB)
    expect(stopped).toMatchObject([{ outcome: 'made', change: { to: { run: 'stop' } } }])
    expect(ksm('run')).toBe(0)
  })
})
