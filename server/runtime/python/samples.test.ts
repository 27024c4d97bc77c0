/**
 * The five sample plugins of ovirt-scheduler-proxy, run as they are shipped against the stand-in SDK.
 * OVIRT_SCHEDULER_PROXY_DIR names a checkout; without it there is nothing to run.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aHost, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { factsLine } from './facts-line.ts'
import { interpretMended } from './interpret-mended.ts'
import { interpretStrict } from './interpret-strict.ts'
import type { PluginMethod } from './python-run.ts'
import { startTestPlugin } from './start-test-plugin.ts'

const sourceDir = process.env.OVIRT_SCHEDULER_PROXY_DIR
const H1 = '11111111-1111-1111-1111-111111111111'
const H2 = '22222222-2222-2222-2222-222222222222'
const SMALL = '33333333-3333-3333-3333-333333333333'
const LARGE = '44444444-4444-4444-4444-444444444444'
const VM = '55555555-5555-5555-5555-555555555555'

/** north is full, south has room; the VM that is to be placed is of the same kind as one on south. */
const snapshot = {
  ...aSnapshot(),
  hosts: [
    aHost({ id: H1, name: 'north', activeVms: 120, statistics: { memoryFreeMiB: 300 } }),
    aHost({ id: H2, name: 'south', activeVms: 2, statistics: { memoryFreeMiB: 30_000 } }),
  ],
  vms: [
    { ...aVm({ id: LARGE, hostId: H1, memoryMiB: 8_192 }), os: { type: 'windows_2022', version: '1' } },
    { ...aVm({ id: SMALL, hostId: H1, memoryMiB: 1_024 }), os: { type: 'rhel_9x64', version: '8' } },
    { ...aVm({ id: VM, hostId: H2 }), os: { type: 'rhel_9x64', version: '9' } },
  ],
}
const hosts = [H1, H2]

async function runSample(
  file: string,
  className: string,
  method: PluginMethod,
  properties: Readonly<Record<string, string>>,
) {
  const source = await readFile(join(sourceDir ?? '', 'doc/plugin_samples', `${file}.py`), 'utf8')
  await using zygote = await startTestPlugin(source)
  zygote.setFacts(factsLine(snapshot))
  const args = method === 'do_balance' ? [hosts, properties] : [hosts, VM, properties]
  return await zygote.call({ className, method, args, timeoutMs: 10_000 })
}

describe.skipIf(sourceDir === undefined)('the samples of the original', () => {
  it('max_vm_filter keeps hosts with fewer VMs than the limit', async () => {
    const run = await runSample('max_vm_filter', 'max_vms', 'do_filter', { maximum_vm_count: '50' })
    expect(interpretMended.filter(run, hosts)).toEqual({ kind: 'hosts', hostIds: [H2], warnings: [] })
  })

  it('even_vm_distribution scores by the number of VMs', async () => {
    const run = await runSample('even_vm_distribution', 'even_vm_distribution', 'do_score', {})
    const scores = new Map([
      [H1, 120],
      [H2, 2],
    ])
    expect(interpretMended.score(run, hosts)).toEqual({ kind: 'scores', scores, warnings: [] })
  })

  it('ksm_same_os_score gives floats, which are rounded', async () => {
    const run = await runSample('ksm_same_os_score', 'ksm_same_os_score', 'do_score', {})
    const scores = new Map([
      [H1, 10],
      [H2, 100],
    ])
    expect(interpretMended.score(run, hosts)).toEqual({ kind: 'scores', scores, warnings: [] })
    expect(interpretStrict.score(run)).toMatchObject({ kind: 'scores', scores: [{ isFloat: true }, { isFloat: true }] })
  })

  it('vm_balance prints no tuple, which is understood', async () => {
    const run = await runSample('vm_balance', 'vm_balance', 'do_balance', { maximum_vm_count: '50' })
    expect(interpretMended.balance(run)).toEqual({ kind: 'move', vmId: LARGE, hostIds: [H2], warnings: [] })
    expect(interpretStrict.balance(run)).toEqual({ kind: 'none' })
  })

  it('host_memory_balance works with its defaults', async () => {
    const run = await runSample('host_memory_balance', 'host_memory_balance', 'do_balance', {})
    expect(interpretMended.balance(run)).toEqual({ kind: 'move', vmId: SMALL, hostIds: [H2], warnings: [] })
    expect(interpretStrict.balance(run)).toEqual({ kind: 'none' })
  })

  // The property is a text, which it repeats a million times instead of multiplying, and then compares with a number.
  it('host_memory_balance fails once its memory property is set', async () => {
    const run = await runSample('host_memory_balance', 'host_memory_balance', 'do_balance', {
      minimum_host_memoryMB: '500',
    })
    expect(interpretMended.balance(run)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^TypeError: '>' not supported/),
    })
  })

  // `bool("False")` is true: the choice of an unsafe selection, and the misspelt `memmory` behind it, is never reached.
  it('host_memory_balance selects the smallest VM even if told not to', async () => {
    const run = await runSample('host_memory_balance', 'host_memory_balance', 'do_balance', { safe_selection: 'False' })
    expect(interpretMended.balance(run)).toMatchObject({ kind: 'move', vmId: SMALL })
  })
})
