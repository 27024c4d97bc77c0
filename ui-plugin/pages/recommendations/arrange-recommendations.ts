import type { Named } from '../../../shared/plan/named.ts'
import type { Recommendation, RecommendationState } from '../../../shared/plan/recommendation.ts'
import { compareKeys, type SortKey } from '../../components/compare-keys.ts'

/** What of the recommendations is looked at; '' is any. */
export type RecommendationFilter = Readonly<{
  text: string
  priority: '' | '1' | '2' | '3' | '4' | '5'
  kind: '' | Recommendation['kind']
  /** '' is what is open or being carried out. */
  state: '' | 'open' | 'applying' | 'snoozed'
}>

export const everyRecommendation: RecommendationFilter = { text: '', priority: '', kind: '', state: '' }

export type SortColumn = 'name' | 'gain' | 'cost' | 'priority' | 'cluster' | 'age'
export type Order = Readonly<{ by: SortColumn; direction: 'asc' | 'desc' }>

/** What is asked for first of a column: much gain, but little of everything else. */
export const firstDirection = (by: SortColumn): Order['direction'] => (by === 'gain' ? 'desc' : 'asc')

export const mostUrgentFirst: Order = { by: 'priority', direction: 'asc' }

/** Those that match, in order. Equals stand as by default: the most urgent, then the oldest, then by name. */
export function arranged(
  all: readonly Recommendation[],
  filter: RecommendationFilter,
  { by, direction }: Order,
): readonly Recommendation[] {
  const keyOf = keys[by]
  const sign = direction === 'asc' ? 1 : -1
  // What is compared is worked out once for each, not for each comparison: there may be 10,000.
  return all
    .filter(matcher(filter))
    .map(one => ({ one, key: keyOf(one) }))
    .sort((a, b) => compareKeys(a.key, b.key, sign) || byUrgency(a.one, b.one))
    .map(({ one }) => one)
}

/** Whether its state is one that the filter looks at, whatever else the filter says. */
export const isInStates = (state: RecommendationState, wanted: RecommendationFilter['state']): boolean =>
  wanted === '' ? state === 'open' || state === 'applying' : state === wanted

function matcher({ text, priority, kind, state }: RecommendationFilter): (one: Recommendation) => boolean {
  const wanted = text.trim().toLowerCase()
  return one =>
    isInStates(one.state, state) &&
    (kind === '' || one.kind === kind) &&
    (priority === '' || one.priority === Number(priority)) &&
    (wanted === '' || namesIn(one).includes(wanted))
}

// A recommendation never changes, there is only a newer one, so what was made of it stays right for as long as it is there.
const namesOf = new WeakMap<Recommendation, string>()

/** Every name in it, in small letters. */
function namesIn(one: Recommendation): string {
  const known = namesOf.get(one)
  if (known !== undefined) return known
  const names = [one.cluster, ...namedIn(one)].map(({ name }) => name.toLowerCase()).join('\n')
  namesOf.set(one, names)
  return names
}

function namedIn(one: Recommendation): readonly Named[] {
  switch (one.kind) {
    case 'move':
      return [one.vm, one.from, one.to]
    case 'host':
      return [one.host]
    case 'plan':
      return one.plan.steps.flatMap(({ vm, from, to }) => [vm, from, to])
  }
}

/** What a row is about: the VM, the host or, for a plan, the cluster. */
function nameOf(one: Recommendation): string {
  if (one.kind === 'move') return one.vm.name
  return one.kind === 'host' ? one.host.name : one.cluster.name
}

/** In points of a hundred: what leaves the source's memory, or what the score wins. undefined: not known. */
export function gainOf(one: Recommendation): number | undefined {
  if (one.kind === 'host') return undefined
  if (one.kind === 'move') {
    const source = one.effects[0]
    return source && source.memoryUsedBeforePercent - source.memoryUsedAfterPercent
  }
  const { scoreBefore, scoreAfter } = one.plan
  return scoreBefore === undefined || scoreAfter === undefined ? undefined : scoreAfter - scoreBefore
}

/** How long it takes. A host is switched, which costs no move. undefined: not known. */
export function secondsOf(one: Recommendation): number | undefined {
  if (one.kind === 'host') return 0
  return one.kind === 'move' ? one.cost.estimatedSeconds : one.plan.makespanS
}

// Byte by byte is enough where only the order has to be the same each time.
function byUrgency(a: Recommendation, b: Recommendation): number {
  const first = a.priority - b.priority || a.createdAtMs - b.createdAtMs
  if (first !== 0) return first
  const [nameA, nameB] = [nameOf(a), nameOf(b)]
  return Number(nameA > nameB) - Number(nameA < nameB)
}

const keys: Readonly<Record<SortColumn, (one: Recommendation) => SortKey>> = {
  name: nameOf,
  gain: gainOf,
  cost: secondsOf,
  priority: ({ priority }) => priority,
  cluster: ({ cluster }) => cluster.name,
  // The youngest has the smallest age.
  age: ({ createdAtMs }) => -createdAtMs,
}
