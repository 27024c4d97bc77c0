import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasGuestKernel } from '../../build/test/guest-kernel.ts'
import type { HostClient } from '../../server/hosts/host-client.ts'
import { compileProgram } from '../../server/language/evaluate.ts'
import { connectedClient } from '../fakes/libvirt/libvirt-client.ts'
import { type StartedGuest, startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { defaultProgram, policyRounds } from '../fakes/policy-round.ts'

const canRun = canRunLibvirtd && hasGuestKernel()
if (!canRun) console.warn('not run: libvirtd, QEMU and a kernel for its guests are needed')

const GUARANTEE_KIB = 112 * 1_024
const METADATA = `<ovirt-vm:vm xmlns:ovirt-vm="http://ovirt.org/vm/1.0"><ovirt-vm:minGuaranteedMemoryMb type="int">112
  </ovirt-vm:minGuaranteedMemoryMb></ovirt-vm:vm>`
/** The policy leaves a guest that has all but so little: a change of a quarter of a percent is not worth the guest's work. */
const SLIGHT = 0.0025
/** A balloon moves by whole pages. */
const PAGE_KIB = 4
const signal = () => AbortSignal.timeout(30_000)

/** Real guests with a balloon driver; only the host’s figures are told otherwise than they are, as this machine is not short of memory. */
describe.skipIf(!canRun)('host policies on real QEMU', { timeout: 120_000 }, () => {
  let daemon: Libvirtd
  let vm: StartedGuest
  let bare: StartedGuest
  let client: HostClient

  beforeAll(async () => {
    daemon = await startLibvirtd()
    vm = await startGuest(daemon, { boots: true, metadata: METADATA })
    bare = await startGuest(daemon)
    client = await connectedClient({ way: { kind: 'unix', path: daemon.socket } })
  }, 120_000)
  afterAll(async () => {
    client.close()
    await daemon.stop()
  })

  const listed = () => client.listGuests(signal())
  const guest = async (id: string) => (await listed()).find(found => found.id === id) ?? expect.fail('not listed')
  const balloonOf = async (id: string) => (await guest(id)).balloon?.currentKiB ?? 0
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 250 })

  async function reading(freeShare: number) {
    const host = await client.readHost(signal())
    const freeKiB = Math.floor(host.memory.totalKiB * freeShare)
    return { ...host, memory: { totalKiB: host.memory.totalKiB, freeKiB, availableKiB: freeKiB } }
  }

  it('take memory in steps, never below the guarantee, and give it back', async () => {
    await eventually(async () => expect((await guest(vm.id)).guestMemory?.unusedKiB).toBeGreaterThan(0))
    const round = policyRounds(client, defaultProgram({ ballooning: true, ksm: false, ksmMergeAcrossNodes: true }))
    const fullKiB = await balloonOf(vm.id)
    const { round: first, decisions } = await round(await reading(0.1), await listed())
    expect(first.outcome).toBe('ok')
    const [taken] = decisions.filter(({ change }) => change.knob === 'balloon' && change.vmId === vm.id)
    expect(taken).toMatchObject({ outcome: 'made', change: { fromKiB: fullKiB } })
    expect(taken?.because[0]?.steps.length).toBeGreaterThan(3)
    await eventually(async () => expect(await balloonOf(vm.id)).toBeLessThan(fullKiB))

    const floor = policyRounds(
      client,
      compileProgram([{ name: 'all', text: '(with Guests g (g.Control "balloon_target" 1))' }]),
    )
    const { decisions: lowest } = await floor(await reading(0.1), [await guest(vm.id)])
    expect(lowest[0]?.change).toMatchObject({ toKiB: GUARANTEE_KIB, limits: [{ by: 'guarantee' }] })
    await eventually(async () => expect(await balloonOf(vm.id)).toBe(GUARANTEE_KIB))
    expect(await daemon.virsh(['dominfo', vm.name])).toContain(`${GUARANTEE_KIB} KiB`)

    const enoughKiB = fullKiB * (1 - SLIGHT)
    for (let rounds = 0; rounds < 20 && (await balloonOf(vm.id)) < enoughKiB; rounds++) {
      const { decisions: grown } = await round(await reading(0.6), [await guest(vm.id)])
      const [change] = grown.flatMap(({ change }) => (change.knob === 'balloon' ? change : []))
      if (change !== undefined)
        await eventually(async () => expect(Math.abs((await balloonOf(vm.id)) - change.toKiB)).toBeLessThan(PAGE_KIB))
    }
    expect(await balloonOf(vm.id)).toBeGreaterThanOrEqual(enoughKiB)
  })

  it('leave a guest alone that has no balloon driver, and say so', async () => {
    const round = policyRounds(
      client,
      compileProgram([
        { name: 'all', text: '(with Guests g (if (valid g.mem_unused) (g.Control "balloon_target" 1) 0))' },
      ]),
      'dry-run',
    )
    const { decisions } = await round(await reading(0.1), await listed())
    expect(decisions.some(({ change }) => 'vmId' in change && change.vmId === bare.id)).toBe(false)
  })
})
