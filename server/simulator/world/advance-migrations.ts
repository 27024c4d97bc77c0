import { failMigration, finishMigration } from './end-migration.ts'
import { residentBytes } from './host-memory.ts'
import { type CopyStep, expectedBytes, type MigrationCopy, sendMemory, showProgress } from './migration-copy.ts'
import { type Model, STEP_MS, vcpusOf } from './model.ts'
import type { SimVm } from './state.ts'

/** The usual migration policy of a cluster: two at a time out of a host, and two into it. */
const MAX_PER_HOST = 2
/** Time the destination needs to create the VM, and the engine to notice that it runs there. */
const PREPARING_MS = 5_000
const FINISHING_MS = 3_000
/** What is left of a link for memory pages. */
const LINK_SHARE = 0.9
const WORKING_SET_SHARE = 0.3
/** A guest that idles still writes a little. */
const IDLE_DIRTY_BYTES_PER_S = 1_048_576

/** Moves every migration on by one step. */
export function advanceMigrations(model: Model): void {
  if (model.copies.size === 0) return
  startQueued(model)
  const sharing = count(model, copy => copy.phase === 'copying')
  for (const copy of [...model.copies.values()]) {
    const vm = model.state.vms.get(copy.vmId)
    if (vm !== undefined) advanceMigration(model, copy, vm, sharing)
  }
}

function startQueued(model: Model): void {
  const outgoing = count(model, copy => copy.phase !== 'queued', 'fromHostId')
  const incoming = count(model, copy => copy.phase !== 'queued', 'toHostId')
  for (const copy of model.copies.values()) {
    if (copy.phase !== 'queued') continue
    const [out, into] = [outgoing.get(copy.fromHostId) ?? 0, incoming.get(copy.toHostId) ?? 0]
    if (out >= MAX_PER_HOST || into >= MAX_PER_HOST) continue
    outgoing.set(copy.fromHostId, out + 1)
    incoming.set(copy.toHostId, into + 1)
    copy.phase = 'preparing'
    copy.phaseEndsAtMs = model.nowMs + PREPARING_MS
  }
}

function advanceMigration(model: Model, copy: MigrationCopy, vm: SimVm, sharing: Map<string, number>): void {
  const destination = model.state.hosts.get(copy.toHostId)
  if (destination?.status !== 'up' && destination?.status !== 'preparing_for_maintenance') {
    failMigration(model, copy, vm, 'the destination host is not up')
    return
  }
  switch (copy.phase) {
    case 'queued':
      return
    case 'preparing':
      if (model.nowMs < copy.phaseEndsAtMs) return
      copy.phase = 'copying'
      copy.roundLeftBytes = residentBytes(vm)
      return
    case 'copying':
      copyMemory(model, copy, vm, sharing)
      return
    case 'finishing':
      if (model.nowMs >= copy.phaseEndsAtMs) finishMigration(model, copy, vm)
  }
}

function copyMemory(model: Model, copy: MigrationCopy, vm: SimVm, sharing: Map<string, number>): void {
  const step = copyStep(model, copy, vm, sharing)
  const result = sendMemory(copy, step, STEP_MS / 1_000)
  showProgress(vm, copy.sentBytes, result === 'converged' ? 0 : expectedBytes(copy, step))
  if (copy.failsHalfWay && vm.migration !== undefined && vm.migration.doneBytes * 2 >= vm.migration.totalBytes) {
    failMigration(model, copy, vm, 'the connection between the hosts was lost')
  } else if (result === 'stuck') {
    failMigration(model, copy, vm, 'the guest writes memory faster than it can be sent')
  } else if (result === 'converged') {
    copy.phase = 'finishing'
    copy.phaseEndsAtMs = model.nowMs + FINISHING_MS
  }
}

/** A link is shared by the migrations at either end of it; the slower end decides. */
function copyStep({ state, demands }: Model, copy: MigrationCopy, vm: SimVm, sharing: Map<string, number>): CopyStep {
  const rates = [copy.fromHostId, copy.toHostId].map(hostId => {
    const bytesPerSecond = ((state.hosts.get(hostId)?.linkMbps ?? 0) * 1_000_000 * LINK_SHARE) / 8
    return bytesPerSecond / (sharing.get(hostId) ?? 1)
  })
  const busy = vm.load.gotCpuPercent / (100 * vcpusOf(vm))
  const dirtyShare = demands.get(vm.id)?.dirtyShare ?? 0
  return {
    bytesPerSecond: Math.max(1, Math.min(...rates)),
    dirtyBytesPerSecond: IDLE_DIRTY_BYTES_PER_S + vm.load.guestBytes * dirtyShare * busy,
    workingSetBytes: vm.load.guestBytes * WORKING_SET_SHARE,
  }
}

/** Migrations per host, at the given end or at both. */
function count(
  { copies }: Model,
  which: (copy: MigrationCopy) => boolean,
  end?: 'fromHostId' | 'toHostId',
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const copy of copies.values()) {
    if (!which(copy)) continue
    const hostIds = end === undefined ? [copy.fromHostId, copy.toHostId] : [copy[end]]
    for (const id of hostIds) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}
