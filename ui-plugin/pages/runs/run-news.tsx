import { AlertActionCloseButton, AlertGroup } from '@patternfly/react-core'
import { useEffect, useState } from 'react'
import type { Run } from '../../../shared/plan/run.ts'
import { useLive } from '../../api/api-context.tsx'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { doneOf, isRunOver, problemOf, standingOf, tookSeconds } from './run-facts.ts'

/** Tells how moves that were under way ended, where they were applied; stays until it is closed. */
export function RunNews() {
  const { t } = useTexts()
  const live = useLive()
  const newsOf = useNewsOf()
  const [ended, setEnded] = useState<readonly Run[]>([])

  useEffect(
    () =>
      live?.onChange(change => {
        if (change.type !== 'run' || !isRunOver(change.run)) return
        setEnded(before => [change.run, ...before.filter(({ id }) => id !== change.run.id)].slice(0, 3))
      }),
    [live],
  )

  return (
    <AlertGroup isLiveRegion hasAnimations={false}>
      {ended.map(run => {
        const close = () => setEnded(before => before.filter(({ id }) => id !== run.id))
        return (
          <Alert
            component="h2"
            key={run.id}
            isInline
            variant={variants[standingOf(run)] ?? 'danger'}
            title={newsOf(run)}
            actionClose={<AlertActionCloseButton aria-label={t('state.close')} onClose={close} />}
          />
        )
      })}
    </AlertGroup>
  )
}

const variants: Readonly<Record<string, 'success' | 'warning'>> = {
  done: 'success',
  partly: 'warning',
  cancelled: 'warning',
}

function useNewsOf(): (run: Run) => string {
  const { t, reason, duration } = useTexts()
  return run => {
    const { steps, cluster, cancelledBy, state, createdAtMs, updatedAtMs } = run
    const [step, ...others] = steps
    const given = problemOf(run)
    const problem = given === undefined ? '' : reason(given)
    if (step !== undefined && others.length === 0) {
      const { vm, to, startedAtMs = createdAtMs, endedAtMs = updatedAtMs } = step
      return step.state === 'done'
        ? t('runs.said.done', { vm: vm.name, to: to.name, duration: duration((endedAtMs - startedAtMs) / 1000) })
        : t('runs.said.failed', { vm: vm.name, problem })
    }
    const figures = { cluster: cluster.name, moves: steps.length, done: doneOf(run) }
    if (state === 'done') return t('runs.said.many.done', { ...figures, duration: duration(tookSeconds(run) ?? 0) })
    return state === 'cancelled' && cancelledBy !== undefined
      ? t('runs.said.many.cancelled', { ...figures, user: cancelledBy.name })
      : t('runs.said.many.partly', { ...figures, problem })
  }
}
