import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core'
import { useEffect, useState } from 'react'
import type { Run } from '../../../shared/plan/run.ts'
import { useLive } from '../../api/api-context.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** Tells how moves that were under way ended, where they were applied; stays until it is closed. */
export function RunNews() {
  const { t, reason, duration } = useTexts()
  const live = useLive()
  const [ended, setEnded] = useState<readonly Run[]>([])

  useEffect(
    () =>
      live?.onChange(change => {
        if (change.type !== 'run' || !isOver(change.run)) return
        setEnded(before => [change.run, ...before.filter(({ id }) => id !== change.run.id)].slice(0, 3))
      }),
    [live],
  )

  return (
    <AlertGroup isLiveRegion hasAnimations={false}>
      {ended.map(run => {
        const [step] = run.steps
        if (step === undefined) return null
        const { vm, to, state, problem, startedAtMs = run.createdAtMs, endedAtMs = run.updatedAtMs } = step
        const title =
          state === 'done'
            ? t('runs.said.done', { vm: vm.name, to: to.name, duration: duration((endedAtMs - startedAtMs) / 1000) })
            : t('runs.said.failed', { vm: vm.name, problem: problem ? reason(problem) : '' })
        const close = () => setEnded(before => before.filter(({ id }) => id !== run.id))
        return (
          <Alert
            component="h2"
            key={run.id}
            isInline
            variant={state === 'done' ? 'success' : 'danger'}
            title={title}
            actionClose={<AlertActionCloseButton onClose={close} />}
          />
        )
      })}
    </AlertGroup>
  )
}

const isOver = ({ state }: Run): boolean => state === 'done' || state === 'failed'
