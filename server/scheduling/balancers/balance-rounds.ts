/** The algorithm the balancers share: one round after the other, and one sentence that explains them all. */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import type { BalanceAnswer } from '../unit.ts'
import { balanceCandidates, type Candidates, type DestinationLimits } from './balance-candidates.ts'
import { type Judged, type Judgements, nobody } from './judgement.ts'

/** One thing that is levelled. Destinations are asked for only if there are sources: facts unneeded stay unasked. */
export type Round = Readonly<{
  /** As in a sentence. */
  what: 'CPU' | 'memory' | 'VM count'
  sources: Judgements
  destinations: () => Judgements
}>

/** Where the sentence's values name the hosts of a round. */
const keys: Readonly<Record<Round['what'], string>> = { CPU: 'cpu', memory: 'memory', 'VM count': 'vmCount' }

type Played = Round & Readonly<{ targets: Judgements; found: Candidates }>

/** Moves of a later round are tried after those of an earlier one, not instead of them. Source: rules §9.2. */
export function balanceInRounds(
  hosts: readonly HostFacts[],
  situation: Situation,
  limits: DestinationLimits,
  rounds: readonly Round[],
): BalanceAnswer {
  const played = rounds.map((round): Played => {
    const targets = round.sources.met.length > 0 ? round.destinations() : nobody
    const destinations = targets.met.map(({ host }) => host)
    return { ...round, targets, found: balanceCandidates(round.sources.met, destinations, situation, limits) }
  })
  return { candidates: played.flatMap(({ found }) => found.candidates), because: explain(hosts, played) }
}

/** With fewer than two hosts nothing can move. Source: rules §9.2. */
export const tooFewHosts = (hosts: readonly HostFacts[]): BalanceAnswer => ({
  candidates: [],
  because: reason('too-few-hosts', `Nothing to balance: hosts taking part: ${hosts.length}, needed: 2.`, {
    hosts: hosts.length,
  }),
})

const told = (judged: readonly Judged[]): string =>
  judged.map(({ host, because }) => `${host.name}: ${because.text}`).join(' ')
const namesOf = (judged: readonly Judged[]): string => judged.map(({ host }) => host.name).join(', ')

function explain(hosts: readonly HostFacts[], played: readonly Played[]): Reason {
  const count = played.reduce((sum, { found }) => sum + found.candidates.length, 0)
  const unknown = unknownOf(played)
  const values = {
    hosts: hosts.length,
    candidates: count,
    ...Object.fromEntries(played.map(({ what, sources }) => [`${keys[what]}From`, namesOf(sources.met)])),
    ...Object.fromEntries(played.map(({ what, targets }) => [`${keys[what]}To`, namesOf(targets.met)])),
    ...(unknown !== '' && { unknown }),
  }
  const sayAll = (opening: string, parts: readonly string[]) =>
    [opening, ...parts, ...(unknown === '' ? [] : [`Cannot be judged: ${unknown}.`])].join(' ')
  const withSources = played.filter(({ sources }) => sources.met.length > 0)
  if (count > 0) {
    const parts = withSources
      .filter(({ found }) => found.candidates.length > 0)
      .map(({ what, sources, targets, found }) => {
        const fitting = new Set(found.candidates.flatMap(({ hostIds }) => hostIds.slice(0, -1)))
        const to = namesOf(targets.met.filter(({ host }) => fitting.has(host.id)))
        return `By ${what}, to ${to}: ${told(sources.met)}`
      })
    return reason('moves-found', sayAll(`Moves found: ${count}.`, parts), values)
  }
  if (withSources.length === 0) {
    const parts = played.map(({ what, sources }) => `By ${what}: ${told(sources.unmet) || 'nothing is compared.'}`)
    return reason('no-source', sayAll('No host has to give VMs away.', parts), values)
  }
  const parts = withSources.map(({ what, sources, targets, found }) => {
    const from = `By ${what}, from ${told(sources.met)}`
    return targets.met.length === 0
      ? `${from} No host takes VMs: ${told(targets.unmet)}`
      : `${from} To ${namesOf(targets.met)} nothing fits: ${refusalsOf(found)}`
  })
  return withSources.every(({ targets }) => targets.met.length === 0)
    ? reason('no-destination', sayAll('No host may take VMs.', parts), values)
    : reason('no-vm-fits', sayAll('No VM may move.', parts), values)
}

function refusalsOf({ refusals, refused }: Candidates): string {
  const more = refused - refusals.length
  return `${refusals.map(({ text }) => text).join(' ')}${more > 0 ? ` And ${more} more.` : ''}`
}

/** Each host and fact once: both rounds may lack the same. */
const unknownOf = (played: readonly Played[]): string =>
  [
    ...new Set(
      played
        .flatMap(({ sources, targets }) => [...sources.unknown, ...targets.unknown])
        .map(({ host, field }) => `${host.name} (${field})`),
    ),
  ].join(', ')
