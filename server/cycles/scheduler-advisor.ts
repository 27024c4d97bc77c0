import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { MoveAsker } from '../../shared/plan/recommendation.ts'
import { type Reason, reason, type Skipped } from '../../shared/policy/reason.ts'
import type { SchedulerFunction } from '../../shared/sdk/scheduler.ts'
import type { WantedAway } from '../apply/guest-requests.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import type {
  CheckedAdvice,
  SchedulerNotice,
  WantedHostAction,
  WantedMove,
} from '../runtime/schedulers/check-scheduler-answer.ts'
import type { Answered, ClusterAsked, Schedulers, StatusChange } from '../runtime/schedulers/schedulers.ts'
import { isDue } from './is-due.ts'
import { type ResolveDeps, type ResolvedMove, resolveMoves } from './resolve-moves.ts'
import type { StandingChanges } from './standing-changes.ts'

/** What the scheduler of a cluster wants done there, as far as the rules allow it. */
export type SchedulerOpinion = Readonly<{
  schedulerId: string
  values: Readonly<Record<string, string | number | boolean>>
  moves: readonly ResolvedMove[]
  hostActions: readonly (WantedHostAction & Readonly<{ asked: SchedulerFunction }>)[]
  notices: readonly SchedulerNotice[]
  skippedHosts: readonly Skipped[]
  skippedVms: readonly Skipped[]
  /** What its load balancer said. undefined: it has no say, so that the balancer of the policy is asked. */
  balance: Reason | undefined
  /** What else is worth saying: functions that failed, inputs that cannot be used. */
  problems: readonly string[]
}>

export type SchedulerAdvisorDeps = ResolveDeps &
  Readonly<{
    schedulers: Pick<Schedulers, 'of' | 'selectHost' | 'loadBalance' | 'onTimerInvoked' | 'onStatusChanged'>
    changes: StandingChanges
    /** VMs that the policies of their hosts want to leave. */
    wantedAway: (snapshot: Snapshot) => readonly WantedAway[]
    balanceIntervalMs: number
    timerIntervalMs: number
    now: () => number
  }>

export type SchedulerAdvisor = Readonly<{
  advise(cluster: Cluster, index: IndexedSnapshot): Promise<SchedulerOpinion>
  /** Does it still want this very move, asked anew? */
  stillWants(
    move: Readonly<{ vmId: string; fromHostId: string; toHostId: string }>,
    by: MoveAsker,
    cluster: Cluster,
    index: IndexedSnapshot,
  ): Promise<boolean>
}>

type Said = Readonly<{ asked: SchedulerFunction; answered: Answered<CheckedAdvice | undefined> }>
type Wanted = Readonly<{ move: WantedMove; asked: MoveAsker }>
type Kept = Readonly<{ atMs: number; said: Said }>

/**
 * Asks the scheduler of each cluster: its load balancer and its timer at their intervals, the others whenever a state has
 * changed. Between two askings the last answer stands, held against the newest read.
 */
export function createSchedulerAdvisor(deps: SchedulerAdvisorDeps): SchedulerAdvisor {
  const { schedulers, changes, wantedAway, balanceIntervalMs, timerIntervalMs, now } = deps
  const kept = new Map<string, Kept>()

  async function atInterval(
    asked: ClusterAsked,
    name: 'loadBalance' | 'onTimerInvoked',
    intervalMs: number,
  ): Promise<Said> {
    const key = `${name} ${asked.cluster.id}`
    const last = kept.get(key)
    if (last !== undefined && !isDue(last.atMs, intervalMs, now())) return last.said
    const said = { asked: name, answered: await schedulers[name](asked) }
    kept.set(key, { atMs: now(), said })
    return said
  }

  async function aboutChanges(asked: ClusterAsked): Promise<readonly (Said & Readonly<{ change: StatusChange }>)[]> {
    const said: (Said & Readonly<{ change: StatusChange }>)[] = []
    for (const change of changes.of(asked.cluster.id, asked.index)) {
      said.push({ asked: nameFor(change), answered: await schedulers.onStatusChanged(asked, change), change })
    }
    return said
  }

  async function ofScheduler(by: SchedulerFunction, asked: ClusterAsked): Promise<readonly Wanted[]> {
    const said =
      by === 'loadBalance' || by === 'onTimerInvoked'
        ? [{ asked: by, answered: await schedulers[by](asked) }]
        : (await aboutChanges(asked)).filter(({ asked: name }) => name === by)
    return said.flatMap(({ answered }) =>
      answered.ok ? (answered.value?.moves ?? []).map(move => ({ move, asked: by })) : [],
    )
  }

  /** A host that runs short cannot wait for an even load: these come first, and as urgent as a broken limit, for the policy set it. */
  const ofHostPolicies = ({ cluster, index }: ClusterAsked): readonly Wanted[] =>
    wantedAway(index.snapshot).flatMap(({ vm: { id }, host, because: why }) => {
      const vm = index.vms.get(id)
      if (vm === undefined || vm.clusterId !== cluster.id) return []
      const text = `The host policy of ${host.name} asks for ${vm.name} to leave it: ${why}`
      const because = reason('host-policy', text, { host: host.name, vm: vm.name, why })
      return [{ asked: 'hostPolicy', move: { vm, fromHostId: host.id, because, limitBroken: true } }]
    })

  return {
    async advise(cluster, index) {
      const asked = { cluster, index }
      const { scheduler, values, problems } = schedulers.of(cluster, index)
      const balance = await atInterval(asked, 'loadBalance', balanceIntervalMs)
      const timer = await atInterval(asked, 'onTimerInvoked', timerIntervalMs)
      const changed = await aboutChanges(asked)
      // A scheduler that failed may do better at the next read.
      for (const { change, answered } of changed) {
        changes.asked(cluster.id, change, !answered.ok || hasContent(answered.value))
      }
      // What has just happened is more urgent than broken rules, and these more than an uneven load.
      const all = [...changed, timer, balance]
      const advices = all.flatMap(({ asked: by, answered }) =>
        answered.ok && answered.value !== undefined ? [{ by, advice: answered.value }] : [],
      )
      const ofSchedulers = advices.flatMap(({ by, advice }) => advice.moves.map(move => ({ move, asked: by })))
      const wanted = [...ofHostPolicies(asked), ...ofSchedulers]
      const { moves, refused } = await resolveMoves(asked, wanted, deps)
      const skippedVms = [...advices.flatMap(({ advice }) => advice.skippedVms), ...refused]
      return {
        schedulerId: scheduler.scheduler.id,
        values,
        moves,
        hostActions: advices
          .flatMap(({ by, advice }) => advice.hostActions.map(action => ({ ...action, asked: by })))
          .filter(action => isStillPossible(action, index)),
        notices: advices.flatMap(({ advice }) => advice.notices),
        skippedHosts: onceEach(advices.flatMap(({ advice }) => advice.skippedHosts)),
        skippedVms: onceEach(skippedVms),
        balance: balanceReason(balance),
        problems: [...problems, ...all.flatMap(({ answered }) => (answered.ok ? [] : [answered.message]))],
      }
    },

    async stillWants({ vmId, fromHostId, toHostId }, by, cluster, index) {
      const asked = { cluster, index }
      const wanted = by === 'hostPolicy' ? ofHostPolicies(asked) : await ofScheduler(by, asked)
      const ours = wanted.filter(({ move }) => move.vm.id === vmId)
      const { moves } = await resolveMoves(asked, ours, deps)
      return moves.some(move => move.fromHostId === fromHostId && move.toHostIds.includes(toHostId))
    },
  }
}

const nameFor = ({ kind }: StatusChange): SchedulerFunction =>
  kind === 'vm' ? 'onVmStatusChanged' : 'onHostStatusChanged'

const hasContent = (advice: CheckedAdvice | undefined): boolean =>
  advice !== undefined && advice.moves.length + advice.hostActions.length + advice.notices.length > 0

function balanceReason({ answered }: Said): Reason | undefined {
  if (answered.ok) return answered.value?.because
  return reason(`scheduler-${answered.code}`, `The scheduler gave no answer: ${answered.message}.`, {
    scheduler: answered.by,
  })
}

/** What was asked for at an earlier read may have been done since. */
function isStillPossible({ host, action }: WantedHostAction, { hosts }: IndexedSnapshot): boolean {
  const current = hosts.get(host.id)
  switch (action) {
    case 'maintenance':
      return current?.status === 'up' && current.activeVms === 0
    case 'power-off':
    case 'activate':
      return current?.status === 'maintenance'
    case 'start':
      return current?.status === 'down'
  }
}

/** The first word counts. */
const onceEach = (skipped: readonly Skipped[]): readonly Skipped[] => [
  ...new Map(skipped.toReversed().map(one => [one.id, one])).values(),
]
