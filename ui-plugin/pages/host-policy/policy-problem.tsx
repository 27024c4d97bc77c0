import type { HostTuning } from '../../../shared/api/tuning.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** That other policies are in force than somebody meant, and why. */
export function PolicyProblem({ problem }: Readonly<{ problem: HostTuning['policyProblem'] }>) {
  const { t } = useTexts()
  if (problem === undefined) return null
  const isOfDirectory = problem.code === 'bad-policy-directory'
  return (
    <Alert
      component="h4"
      isInline
      variant="warning"
      title={t(isOfDirectory ? 'tuning.policyProblem.directory' : 'tuning.policyProblem')}
    >
      {problem.message}
    </Alert>
  )
}
