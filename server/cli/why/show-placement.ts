import type { EngineBalance, PlacedHost, Placement, WhyNot, WhyNotMoved } from '../../../shared/plan/placement.ts'

/** The answers of `why`, `why-not`, `why-not-moved` and `balance` for people. */

export function placementText(placement: Placement): string {
  const { vm, cluster, policy, current, chosen, because, hosts, leftOut, silentWeights, notAsked } = placement
  const deciding = decidingWeights(hosts)
  const where = current ? `runs on ${current.name}` : 'does not run'
  const target =
    chosen === undefined ? 'no host' : chosen.id === current?.id ? `${chosen.name}, where it is` : chosen.name
  return [
    `${vm.name} ${where}. By the policy ${policy.name} of ${cluster.name} it would be placed on ${target}.`,
    because.text,
    '',
    ...hosts.map(host => hostLine(host, deciding)),
    ...leftOut.map(({ name, reason }) => `  –  ${name}: ${reason.text}`),
    ...(placement.runnerUpWins.length > 0 ? ['', 'The runner-up would be chosen', ...flipLines(placement)] : []),
    ...unknownLines(hosts),
    ...silentWeights.map(({ unit, field }) => `The weight ${unit} has no say: the engine does not tell ${field}.`),
    ...(notAsked.length > 0 ? [`Not asked, being no units of the engine: ${notAsked.join(', ')}.`] : []),
  ].join('\n')
}

/** Weights that rank the hosts at all. The others give every host the same, which is of no interest. */
const decidingWeights = (hosts: readonly PlacedHost[]): ReadonlySet<string> => {
  const ranks = Map.groupBy(
    hosts.flatMap(({ weights }) => weights),
    ({ unit }) => unit,
  )
  return new Set(
    [...ranks].flatMap(([unit, shares]) => (shares.some(({ rank }) => rank !== shares[0]?.rank) ? unit : [])),
  )
}

function hostLine(
  { host, kept, rejectedBy, verdicts, place, points, weights }: PlacedHost,
  deciding: ReadonlySet<string>,
): string {
  if (!kept) {
    const why = verdicts.find(({ unit, verdict }) => unit === rejectedBy && verdict !== 'kept')
    return `  ✗  ${host.name}: ${rejectedBy}: ${why?.reason?.text ?? `the engine does not tell ${why?.field}.`}`
  }
  if (place === undefined) return `  ✓  ${host.name}`
  const shares = weights.filter(({ unit }) => deciding.has(unit)).map(({ unit, points: share }) => `${unit} ${share}`)
  return `  ${place}. ${host.name}: ${points} points${shares.length > 0 ? ` (${shares.join(', ')})` : ''}`
}

const flipLines = ({ runnerUpWins }: Placement): string[] =>
  runnerUpWins.slice(0, 3).map(({ unit, factor, needed, direction }) => {
    const bound = direction === 'raise' ? 'at least' : 'at most'
    return `  if the factor of ${unit} were ${bound} ${needed} instead of ${factor}`
  })

/** Which filters could not judge: one line for all hosts, since it is the same fact that is missing. */
function unknownLines(hosts: readonly PlacedHost[]): string[] {
  const missing = new Map<string, string>()
  for (const { verdicts } of hosts) {
    for (const { unit, field } of verdicts) if (field !== undefined) missing.set(unit, field)
  }
  if (missing.size === 0) return []
  const list = [...missing].map(([unit, field]) => `${unit} (${field})`).join(', ')
  return ['', `Not judged, because the engine does not tell it over its REST API: ${list}.`]
}

export function whyNotText({ vm, host, isChosen, because, changes }: WhyNot): string {
  if (isChosen) return `Nothing keeps ${vm.name} from ${host.name}: it would be placed there. ${because[0]?.text ?? ''}`
  return [
    `${vm.name} would not be placed on ${host.name}.`,
    ...because.map(({ text }) => `  ✗ ${text}`),
    ...(changes.length > 0 ? ['It would be'] : ['No single simple change would take it there.']),
    ...changes.map(({ text }) => `  ${text}`),
  ].join('\n')
}

export function whyNotMovedText({ vm, because, gates }: WhyNotMoved): string {
  return [
    `${vm.name}: ${because.text}`,
    '',
    ...gates.map(gate => `  ${markOf(gate)} ${gate.gate}: ${gate.reason.text}`),
  ].join('\n')
}

/** What only the running service knows closes no gate here, and is not shown as passed. */
function markOf({ isOpen, reason }: WhyNotMoved['gates'][number]): string {
  if (!isOpen) return '✗'
  return reason.code.endsWith('-unknown') ? '?' : '✓'
}

export function balanceText({ cluster, policy, unit, because, attempts, skippedHosts }: EngineBalance): string {
  const outcome = { moves: 'moves to', stays: 'stays on', nowhere: 'cannot run anywhere' } as const
  return [
    `${cluster.name}, policy ${policy.name}${unit === undefined ? '' : `, balancer ${unit}`}: ${because.text}`,
    ...attempts.map(
      ({ vm, to, outcome: how, decision }) =>
        `  ${vm.name} ${outcome[how]}${to ? ` ${to.name}` : ''}. ${decision.text}`,
    ),
    ...skippedHosts.map(({ name, reason }) => `  –  ${name}: ${reason.text}`),
  ].join('\n')
}
