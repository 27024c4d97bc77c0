import { clamp } from '../../../shared/measure/statistics.ts'
import { cpuDemandPercent, memoryDemandPercent } from '../demand/demand.ts'
import { catchUpMachines, measuredMachine } from '../machine/catch-up.ts'
import { tellOfMigrations } from '../machine/host-events.ts'
import { machineMemory } from '../machine/machine-memory.ts'
import { ksmCpuPercent } from '../machine/merge-pages.ts'
import { HYPERVISOR_SHARE, MIGRATION_CPU_PERCENT, SYSTEM_SHARE } from './cpu-overhead.ts'
import { hostMemoryUse, swapped } from './host-memory.ts'
import { cpusOf, type Model, POLL_MS, residentsOf, vcpusOf } from './model.ts'
import { shareCpu } from './share-cpu.ts'
import type { SimHost, SimVm } from './state.ts'

/** How far the 5-minute load average moves towards the present load between two polls; the first counts in full. */
const LOAD_FADES_BY = 1 - Math.exp(-POLL_MS / 300_000)

const HISTORY_LENGTH = 40
const HISTORY_MS = 30_000

/** The engine looks at every host and VM: works out demand and contention, then stores what the statistics would say. */
export function poll(model: Model): void {
  catchUpMachines(model)
  tellOfMigrations(model)
  const migrating = copiesPerHost(model)
  for (const host of model.state.hosts.values()) pollHost(model, host, migrating.get(host.id) ?? 0)
}

function pollHost(model: Model, host: SimHost, migrations: number): void {
  const vms = [...residentsOf(model, host.id)].filter(({ status }) => status !== 'wait_for_launch')
  for (const vm of vms) updateDemand(model, vm)
  const capacity = 100 * cpusOf(host)
  const ownUse = capacity * SYSTEM_SHARE + migrations * MIGRATION_CPU_PERCENT
  const given = shareCpu(
    capacity - ownUse,
    vms.map(vm => ({ wanted: vm.load.wantedCpuPercent, weight: vcpusOf(vm) })),
  )
  const tuned = measuredMachine(model, host.id)
  for (const [index, vm] of vms.entries()) {
    pollVm(model, vm, tuned === undefined ? (given[index] ?? 0) : gotCpuPercent(model, vm))
  }
  measureHost(model, host, vms, ownUse)
}

/** On a host where a knob was used, a VM gets what its vCPUs get. */
const gotCpuPercent = ({ machines }: Model, { id }: SimVm): number =>
  100 * (machines.guests.get(id)?.vcpus.reduce((sum, { run }) => sum + run, 0) ?? 0)

function updateDemand({ demands, nowMs }: Model, vm: SimVm): void {
  const demand = demands.get(vm.id)
  if (demand === undefined) return
  vm.load.wantedCpuPercent = vm.status === 'paused' ? 0 : cpuDemandPercent(demand, nowMs) * vcpusOf(vm)
  vm.load.guestBytes = (vm.memoryBytes * memoryDemandPercent(demand, nowMs)) / 100
}

function pollVm({ nowMs }: Model, vm: SimVm, gotCpuPercent: number): void {
  vm.load.gotCpuPercent = gotCpuPercent
  const memoryUsedPercent = Math.round((100 * vm.load.guestBytes) / vm.memoryBytes)
  const { cpuHistory, memoryHistory } = vm.measured
  if (nowMs % HISTORY_MS < POLL_MS) {
    remember(cpuHistory, Math.round(gotCpuPercent / vcpusOf(vm)))
    remember(memoryHistory, memoryUsedPercent)
  }
  const networkPercent = Math.round(gotCpuPercent / (20 * vcpusOf(vm)))
  vm.measured = { cpuPercentOfCore: gotCpuPercent, memoryUsedPercent, networkPercent, cpuHistory, memoryHistory }
}

/** Newest first. */
function remember(history: number[], value: number): void {
  history.unshift(value)
  if (history.length > HISTORY_LENGTH) history.pop()
}

function measureHost(model: Model, host: SimHost, vms: readonly SimVm[], ownUse: number): void {
  const cpus = cpusOf(host)
  const used = vms.reduce((sum, vm) => sum + vm.load.gotCpuPercent, 0)
  const wanted = vms.reduce((sum, vm) => sum + vm.load.wantedCpuPercent, ownUse)
  const tuned = measuredMachine(model, host.id)
  const memory = tuned && machineMemory(model, host, tuned)
  const memoryUsedBytes = memory?.usedBytes ?? hostMemoryUse(model, host)
  const { load5m } = host.measured
  const fadesBy = load5m === 0 ? 1 : LOAD_FADES_BY
  host.measured = {
    // The host agent cuts off the fraction: 99.9 % is 99.
    memoryUsedPercent: clamp(Math.floor((100 * memoryUsedBytes) / host.memoryBytes), 0, 100),
    swapUsedBytes: swapped(host, memoryUsedBytes),
    sharedBytes: memory?.mergedBytes ?? 0,
    cpuUserPercent: clamp((used * (1 - HYPERVISOR_SHARE)) / cpus, 0, 100),
    cpuSystemPercent: clamp((used * HYPERVISOR_SHARE + ownUse) / cpus, 0, 100),
    load5m: load5m + (wanted / 100 - load5m) * fadesBy,
    ksmCpuPercent: tuned === undefined ? 0 : ksmCpuPercent(tuned.ksm),
  }
}

function copiesPerHost({ copies }: Model): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { phase, fromHostId, toHostId } of copies.values()) {
    if (phase !== 'copying') continue
    for (const id of [fromHostId, toHostId]) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}
