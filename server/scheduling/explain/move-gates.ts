/** The gates of `why-not-moved` between a move that is asked for and one that is made. */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { Situation } from '../facts/situation.ts'
import { UPGRADING } from './balancer-gates.ts'
import type { ExplainedVm } from './explain-vm.ts'
import { closed, type Gate, type MoveState, open, stands } from './move-state.ts'

/** No limit can be set on what a move may cost, so this one is never closed: it says what the move takes and gives. */
export function costGate({ vm }: Pick<ExplainedVm, 'vm'>, state: MoveState): Gate {
  const { recommendation } = state
  return open(
    'cost',
    recommendation !== undefined && stands(state) ? costOf(recommendation) : costUnknown(vm.memoryMiB),
  )
}

const NO_LIMIT = 'No limit is set on what a move may cost.'

function costUnknown(transferMiB: number): Reason {
  const text = `A move sends at least ${transferMiB} MiB; how long it takes and what it gains is not known before one is recommended. ${NO_LIMIT}`
  return reason('cost-not-known', text, { transferMiB })
}

function costOf({ to, cost, effects }: NonNullable<MoveState['recommendation']>): Reason {
  const { transferMiB, estimatedSeconds } = cost
  const time = estimatedSeconds === undefined ? '; how long that takes is not known' : ` in about ${estimatedSeconds} s`
  const gains = effects.map(
    ({ host, memoryUsedBeforePercent, memoryUsedAfterPercent }) =>
      `${host.name} ${memoryUsedBeforePercent.toFixed(1)} → ${memoryUsedAfterPercent.toFixed(1)} %`,
  )
  const gain = gains.length === 0 ? '' : ` Memory in use: ${gains.join(', ')}.`
  return reason('cost-known', `Moving it to ${to.name} sends ${transferMiB} MiB${time}.${gain} ${NO_LIMIT}`, {
    to: to.name,
    transferMiB,
    ...(estimatedSeconds !== undefined && { estimatedSeconds }),
  })
}

/** Closed while the hosts of the cluster are being upgraded, and outside the times for automatic moves. */
export function windowGate({ cluster }: Pick<Situation, 'cluster'>, { advice, automation }: MoveState): Gate {
  if (automation?.held?.code === WINDOW_CLOSED) return closed('window', automation.held)
  if (advice?.because.code === UPGRADING) return closed('window', advice.because)
  const { name, inUpgradeMode = false } = cluster
  if (inUpgradeMode) {
    const text = `The hosts of ${name} are being upgraded; balancing pauses until that is over.`
    return closed('window', reason(UPGRADING, text, { cluster: name }))
  }
  return open('window', reason('no-window', 'No time window is set: a move may start at any time.'))
}

export function recommendationGate(state: MoveState): Gate {
  const { recommendation } = state
  if (recommendation === undefined) {
    return closed('recommendation', reason('not-recommended', 'No recommendation asks for this VM to move.'))
  }
  const { state: became, because, to, stateReason } = recommendation
  if (stands(state)) return open('recommendation', because)
  const text = `The recommendation to move it to ${to.name} was ${became}${stateReason ? `: ${stateReason.text}` : '.'}`
  return closed('recommendation', reason(`recommendation-${became}`, text, { state: became, to: to.name }))
}

const WINDOW_CLOSED = 'window-closed'

export function modeGate({ recommendation, automation }: MoveState): Gate {
  if (recommendation?.state === 'applying') {
    return open('mode', reason('applying', `It is on its way to ${recommendation.to.name}.`))
  }
  const held = automation?.held?.code === WINDOW_CLOSED ? undefined : automation?.held
  if (held !== undefined) return closed('mode', held)
  if (automation?.mode === 'automatic') {
    const text = 'The cluster is automatic: what is urgent enough is carried out without being asked for.'
    return open('mode', reason('mode-automatic', text))
  }
  const text = 'This service recommends; a move starts when an administrator applies it.'
  return closed('mode', reason('mode-manual', text))
}
