import process from 'node:process'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aVm } from '../../test/fakes/builders.ts'
import { aPlannedSnapshot, aPlanQuestion, aUsedHost } from '../../test/fakes/cluster-plans.ts'
import { planInThread } from './plan-in-thread.ts'

const hosts = [aUsedHost('h0', 50_000), aUsedHost('h1', 2000), aUsedHost('h2', 2000)]
const vms = ['a', 'b', 'c', 'd', 'e', 'f'].map(id => aVm({ id, memoryMiB: 8000, hostId: 'h0' }))
const snapshot = aPlannedSnapshot(hosts, vms)
const { signal: never } = new AbortController()

describe('planInThread', () => {
  it('answers with a plan', async () => {
    const plan = await planInThread(aPlanQuestion({ snapshot, seconds: 2 }), never)
    expect(plan.steps.length).toBeGreaterThan(1)
    expect(plan.checkedBy).toContain('Memory')
  })

  it('rejects with what went wrong', () =>
    expect(planInThread(aPlanQuestion({ snapshot, clusterId: 'c9' }), never)).rejects.toThrow('no cluster c9'))

  it('rejects what was stopped before it began', () =>
    expect(planInThread(aPlanQuestion({ snapshot }), AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
      'stopped',
    ))

  it('rejects what is stopped before there is any plan', async () => {
    const stopping = new AbortController()
    const made = planInThread(aPlanQuestion({ snapshot }), stopping.signal)
    stopping.abort(new Error('stopped'))
    await expect(made).rejects.toThrow('stopped')
  })

  it('answers with the best so far when it is stopped later', async () => {
    const stopping = new AbortController()
    const told: unknown[] = []
    const listen = (worker: Worker) =>
      worker.once('message', message => {
        told.push(message)
        setImmediate(() => stopping.abort())
      })
    process.on('worker', listen)
    onTestFinished(() => void process.off('worker', listen))
    const plan = await planInThread(aPlanQuestion({ snapshot, seconds: 60 }), stopping.signal)
    expect(told).toEqual([{ better: plan }])
    expect(plan.steps.length).toBeGreaterThan(1)
  })
})
