/** Policies of a site over real processes and real HTTP: followed in their directory, asking for VMs to leave, and what becomes of that. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterList } from '../../shared/api/clusters.ts'
import type { AutomationReply } from '../../shared/api/plans.ts'
import type { RecommendationList } from '../../shared/api/recommendations.ts'
import type { RunList } from '../../shared/api/runs.ts'
import type { HostPolicies, HostTuning, TuningList } from '../../shared/api/tuning.ts'
import type { ClusterAutomation } from '../../shared/plan/automation.ts'
import type { KnobDecision } from '../../shared/plan/knob-decision.ts'
import { isMove } from '../../shared/plan/recommendation.ts'
import { eventually } from './eventually.ts'
import type { Caller } from './sign-in.ts'
import { type EngineProcess, startEngine, startService } from './start-pair.ts'
import type { RunningProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-policies-'))
const directory = join(folder, 'policies')
mkdirSync(directory)
const write = (name: string, text: string) => writeFileSync(join(directory, `${name}.policy`), text)

/** What the engine says of each cluster is set in every policy. */
const defines =
  '(defvar False 0) (defvar True 1) (defvar balloonEnabled 0) (defvar ksmEnabled 0) (defvar ksmMergeAcrossNodes 1)'
const leave = (why: string) =>
  `(with Guests vm (if (== (vm.Stat "sla_class") "vapor") (vm.Control "migrate_request" "${why}") 0))`

type Item = Readonly<{ id: string; name: string; status: string; host?: { id: string } }>

let engine: EngineProcess
let service: RunningProcess
let api: Caller
let engineApi: Caller
let clusterId: string
let running: readonly Item[]

const settings = {
  'store-file': join(folder, 'store.db'),
  'hosts-connect': '*=simulated',
  'hosts-sample-interval': '2',
  'tuning-modes': '*=enforce',
  'tuning-policy-directory': directory,
  'automation-modes': '*=off',
}

beforeAll(async () => {
  write('00-defines', defines)
  engine = await startEngine('--scenario', 'balanced', '--seed', '7')
  engineApi = engine.api
  await engineApi.send('POST', '/tags', { name: 'sla-vapor' })
  const started = await startService(engine, settings)
  service = started.process
  api = started.api
  const { clusters } = await eventually('the clusters', () => api.get<ClusterList>('/clusters').catch(() => undefined))
  clusterId = clusters.find(({ name }) => name === 'Default')?.id ?? ''
  const { vm } = await engineApi.get<{ vm: Item[] }>('/vms?search=cluster%3DDefault')
  running = vm.filter(({ status }) => status === 'up')
}, 120_000)

afterAll(async () => {
  await service.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

const policies = () => api.get<HostPolicies>(`/clusters/${clusterId}/host-policies`)
const namesInForce = async () => (await policies()).policies.map(({ name }) => name)
const tagged = (vm: Item | undefined) => engineApi.send('POST', `/vms/${vm?.id}/tags`, { name: 'sla-vapor' })
const hostOf = async (vm: Item) => (await engineApi.get<Item>(`/vms/${vm.id}`)).host?.id
const decisionOn = (vm: Item) =>
  eventually(`a decision on ${vm.name}`, async (): Promise<KnobDecision | undefined> => {
    const { decisions } = await api.get<HostTuning>(`/hosts/${vm.host?.id}/tuning`)
    return decisions.find(({ change }) => change.knob === 'request' && change.vmId === vm.id)
  })
const vmAt = (at: number): Item => running[at] ?? expect.fail('too few VMs run')

describe('policies of a directory', { timeout: 120_000 }, () => {
  it('are in force a moment after they were written', async () => {
    write('40-leave', leave('It is in the way.'))
    await eventually('the new policy', async () => (await namesInForce()).includes('40-leave'))
  })

  it('stay as they were while one is bad, which REST and log tell with its place', async () => {
    write('50-bad', '0\n  (set nowhere 1)')
    const { problem, findings } = await eventually('the problem', async () => {
      const now = await policies()
      return now.problem !== undefined && now
    })
    const message = expect.stringContaining(`${join(directory, '50-bad.policy')}: 50-bad:2:8: undefined symbol nowhere`)
    expect(problem).toEqual({ code: 'bad-policy-directory', message })
    expect(findings).toMatchObject([{ level: 'error', code: 'undefined-symbol', policy: '50-bad', line: 2, column: 8 }])
    expect(await namesInForce()).not.toContain('50-bad')
    const { clusters } = await api.get<TuningList>(`/tuning?clusterId=${clusterId}`)
    expect(clusters[0]?.policyProblem).toEqual(problem)
    expect(service.output()).toMatch(/50-bad:2:8: undefined symbol nowhere.*Host policies cannot be used/)

    rmSync(join(directory, '50-bad.policy'))
    await eventually('the end of the problem', async () => (await policies()).problem === undefined)
  })
})

describe('a policy that asks for a VM to leave its host', { timeout: 240_000 }, () => {
  it('is refused where nobody advises, with what to switch on', async () => {
    const vm = vmAt(0)
    await tagged(vm)
    const { outcome, problem } = await decisionOn(vm)
    expect([outcome, problem?.code]).toEqual(['refused', 'cluster-not-advised'])
    expect(problem?.message).toMatch(/^Default is set to "off".*recommend, approve or automatic/)
  })

  const automation = (mode: ClusterAutomation['mode'], seenAtMs: number) =>
    api.send('PUT', `/clusters/${clusterId}/automation`, {
      settings: { mode, objective: 'none', level: 5, windows: [], perHour: 100, perDay: 100 },
      seenAtMs,
    })

  it('is advised as the rules of the cluster have it, and in an automatic cluster carried out', async () => {
    const vm = vmAt(1)
    const hostId = await hostOf(vm)
    expect((await automation('recommend', 0)).status).toBe(200)
    await tagged(vm)
    expect((await decisionOn(vm)).outcome).toBe('asked')
    const advised = await eventually('the recommendation', async () => {
      const { recommendations } = await api.get<RecommendationList>('/recommendations?state=open')
      return recommendations.filter(isMove).find(one => one.vm.id === vm.id)
    })
    expect(advised).toMatchObject({ unitId: 'host_policy', from: { id: hostId }, because: { code: 'host-policy' } })
    expect(advised.because.text).toMatch(new RegExp(`asks for ${vm.name} to leave it: It is in the way\\.`))
    expect(await hostOf(vm)).toBe(hostId)

    const [saved] = (await api.get<AutomationReply>('/automation')).state.saved ?? []
    expect((await automation('automatic', saved?.atMs ?? 0)).status).toBe(200)
    await eventually('the VM on another host', async () => ![hostId, undefined].includes(await hostOf(vm)), {
      deadlineMs: 180_000,
    })
    const { runs } = await api.get<RunList>('/runs')
    const run = runs.find(({ steps }) => steps.some(step => step.vm.id === vm.id))
    expect(run).toMatchObject({ requestedBy: { name: 'ovirt-scheduler' }, steps: [{ to: { id: await hostOf(vm) } }] })
  })
})
