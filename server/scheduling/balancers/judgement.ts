/** What a balancer finds of each host: it meets a condition or not, with the figures, or a fact is missing to tell. */
import type { Reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'

export type Judgement = Readonly<
  { kind: 'yes'; because: Reason } | { kind: 'no'; because: Reason } | { kind: 'unknown'; field: string }
>

export const yes = (because: Reason): Judgement => ({ kind: 'yes', because })
export const no = (because: Reason): Judgement => ({ kind: 'no', because })
export function not(judgement: Judgement): Judgement {
  if (judgement.kind === 'unknown') return judgement
  return judgement.kind === 'yes' ? no(judgement.because) : yes(judgement.because)
}

export type Judged = Readonly<{ host: HostFacts; because: Reason }>

/** Hosts that meet a condition, those that do not, and those of which it cannot be told. */
export type Judgements = Readonly<{
  met: readonly Judged[]
  unmet: readonly Judged[]
  unknown: readonly Readonly<{ host: HostFacts; field: string }>[]
}>

export const nobody: Judgements = { met: [], unmet: [], unknown: [] }

export function judgeHosts(hosts: readonly HostFacts[], judge: (host: HostFacts) => Judgement): Judgements {
  const judged = hosts.map(host => ({ host, judgement: judge(host) }))
  const only = (wanted: 'yes' | 'no'): readonly Judged[] =>
    judged.flatMap(({ host, judgement }) => (judgement.kind === wanted ? [{ host, because: judgement.because }] : []))
  const unknown = judged.flatMap(({ host, judgement }) =>
    judgement.kind === 'unknown' ? [{ host, field: judgement.field }] : [],
  )
  return { met: only('yes'), unmet: only('no'), unknown }
}

/** Both conditions make a source: those of the first come first. A host may be met by one and not by the other. */
export const either = (first: Judgements, second: Judgements): Judgements => ({
  met: [...first.met, ...second.met],
  unmet: [...first.unmet, ...second.unmet],
  unknown: [...first.unknown, ...second.unknown],
})
