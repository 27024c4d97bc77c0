import type { SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { carryOutCalls } from './carry-out-calls.ts'
import { nameOfUnit } from './policy-unit-views.ts'
import type { EngineAnswer, PolicyUnitPort } from './ports.ts'
import { ApplyError } from './services.ts'
import { unitSteps } from './unit-calls.ts'

export type CopyOptions = Readonly<{
  engine: PolicyUnitPort
  index: IndexedSnapshot
  correlationId: string
  signal: AbortSignal
  /** A time of its own for taking back what went wrong. */
  aftermath: () => AbortSignal
  /** Called with the id once it is sure that a new policy stays. `problem`: why it is not complete. */
  remember: (id: string, problem?: string) => Promise<void>
}>

/**
 * Makes a policy with the units and properties of another; returns its id. The engine takes a new policy without either,
 * so they follow one by one. A copy that cannot be finished is removed again.
 */
export async function copyPolicy(from: SchedulingPolicy, name: string, options: CopyOptions): Promise<string> {
  const { engine, index, correlationId, signal, aftermath, remember } = options
  refuseNameInUse(name, index)
  const traced = { correlationId, signal }
  const made = await asked(
    engine.createPolicy({ name, description: `Copy of ${from.name}` }, traced),
    `The engine did not answer, so it is not known whether the policy ${name} was made. Reload it.`,
  )
  if (!made.ok) {
    const fields = [{ path: 'name', problem: made.detail }]
    throw new ApplyError(
      'engine-refused',
      `The engine refused the policy ${name}: ${made.detail} Nothing was changed.`,
      fields,
    )
  }
  const problem = await fill(made.id)
  if (problem === undefined) {
    await remember(made.id)
    return made.id
  }
  const gone = await engine
    .removePolicy(made.id, { correlationId, signal: aftermath() })
    .catch((): EngineAnswer => ({ ok: false, detail: 'The engine did not answer.' }))
  const text = `${from.name} could not be copied: ${problem}`
  if (gone.ok) throw new ApplyError('engine-refused', `${text} The copy was removed again; nothing was changed.`)
  await remember(made.id, problem)
  const left = `The policy ${name} was made and is not complete, and could not be removed: ${gone.detail}`
  throw new ApplyError('partly-saved', `${text} ${left} Remove it in the Administration Portal.`)

  /** What kept it from being filled, as a sentence. */
  async function fill(id: string): Promise<string | undefined> {
    const result = await carryOutCalls(unitSteps({ filters: [], weights: [] }, from), {
      send: call => engine.callUnit(id, call, traced),
      // Taking single units back would be of no use: the whole policy goes.
      undo: async () => ({ ok: false, detail: '' }),
      deadline: () => signal,
      signal,
    })
    if (result.outcome === 'refused') {
      return `the engine refused the unit ${nameOfUnit(result.call.unitId, index)}: ${result.detail}`
    }
    if (result.outcome !== 'done') return 'the engine did not answer.'
    if (Object.keys(from.properties).length === 0) return undefined
    try {
      const answer = await engine.setProperties(id, from.properties, traced)
      return answer.ok ? undefined : `the engine refused its properties: ${answer.detail}`
    } catch {
      return 'the engine did not answer.'
    }
  }
}

async function asked<T>(call: Promise<T>, otherwise: string): Promise<T> {
  try {
    return await call
  } catch (cause) {
    throw new ApplyError('engine-unreachable', otherwise, [], { cause })
  }
}

function refuseNameInUse(name: string, { snapshot }: IndexedSnapshot): void {
  if (!snapshot.policies.some(policy => policy.name === name)) return
  const fields = [{ path: 'name', problem: `a policy is called ${name} already; choose another name` }]
  throw new ApplyError('invalid-request', 'The name is in use. Nothing was changed.', fields)
}
