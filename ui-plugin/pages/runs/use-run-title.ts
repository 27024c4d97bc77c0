import type { Run } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** What a run is called: its one move, or how many there are and where. */
export function useRunTitle(): (run: Run) => string {
  const { t } = useTexts()
  return ({ cluster, steps }) => {
    const [step, ...others] = steps
    return step !== undefined && others.length === 0
      ? t('runs.many.one', { vm: step.vm.name })
      : t('runs.many', { cluster: cluster.name, moves: steps.length })
  }
}
