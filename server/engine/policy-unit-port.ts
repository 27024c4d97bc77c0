/** Writes scheduling policies and the units in them. Fits the PolicyUnitPort of server/apply. */
import type { EngineHttp } from './engine-http.ts'
import { answerOf, type EngineAnswer } from './refusal.ts'
import { text } from './wire.ts'

type UnitCall = Readonly<{
  call: 'add' | 'remove'
  role: 'filter' | 'weight' | 'balance'
  unitId: string
  value: number
}>
type Traced = Readonly<{ correlationId: string; signal: AbortSignal }>

export type PolicyUnitPort = Readonly<{
  /** One unit in or out. The engine has no way to change one that is in. */
  callUnit(policyId: string, call: UnitCall, traced: Traced): Promise<EngineAnswer>
  /** Without units, whatever one would send; nor properties, which may be checked against the units it has. */
  createPolicy(
    policy: Readonly<{ name: string; description: string }>,
    traced: Traced,
  ): Promise<Readonly<{ ok: true; id: string } | { ok: false; detail: string }>>
  /** Replaces them all. */
  setProperties(policyId: string, properties: Readonly<Record<string, string>>, traced: Traced): Promise<EngineAnswer>
  removePolicy(policyId: string, traced: Traced): Promise<EngineAnswer>
}>

const collections = { filter: 'filters', weight: 'weights', balance: 'balances' } as const
const pathOf = (policyId: string): string => `/schedulingpolicies/${encodeURIComponent(policyId)}`

export const policyUnitPort = (http: EngineHttp): PolicyUnitPort => ({
  callUnit(policyId, { call, role, unitId, value }, traced) {
    const path = `${pathOf(policyId)}/${collections[role]}`
    if (call === 'remove') return answerOf(http.delete(`${path}/${encodeURIComponent(unitId)}`, traced))
    const more = role === 'filter' ? { position: value } : role === 'weight' ? { factor: value } : {}
    return answerOf(http.post(path, { scheduling_policy_unit: { id: unitId }, ...more }, traced))
  },

  async createPolicy(policy, traced) {
    let reply: unknown
    const answer = await answerOf(
      http.post('/schedulingpolicies', policy, traced).then(made => {
        reply = made
      }),
    )
    return answer.ok ? { ok: true, id: text(reply, 'id') } : answer
  },

  setProperties: (policyId, properties, traced) =>
    answerOf(
      http.put(
        pathOf(policyId),
        { properties: { property: Object.entries(properties).map(([name, value]) => ({ name, value })) } },
        traced,
      ),
    ),

  removePolicy: (policyId, traced) => answerOf(http.delete(pathOf(policyId), traced)),
})
