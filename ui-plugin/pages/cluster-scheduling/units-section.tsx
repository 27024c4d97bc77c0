import { FormSection } from '@patternfly/react-core'
import { LockIcon } from '@patternfly/react-icons'
import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { BalancerSelect } from './balancer-select.tsx'
import { CopyPolicyButton } from './copy-policy-button.tsx'
import { FiltersTable } from './filters-table.tsx'
import type { UnitProblem } from './units-draft.ts'
import type { UnitsPart } from './units-part.ts'
import type { UnitsEditing } from './use-units-editing.ts'
import { WeightsTable } from './weights-table.tsx'

export type UnitsSectionProps = Readonly<{ editing: UnitsEditing; onCopied: (policy: PolicyUnits) => void }>

/** What the chosen policy consists of: balancer, weights with their factors, filters. */
export function UnitsSection({ editing, onCopied }: UnitsSectionProps) {
  const { t } = useTexts()
  const { remote, policy } = editing
  return (
    <FormSection title={t('policy.units.title')} titleElement="h3">
      <WhenReady remote={remote} onRetry={editing.reload}>
        {() => policy && <Units key={policy.policy.id} editing={editing} policy={policy} onCopied={onCopied} />}
      </WhenReady>
    </FormSection>
  )
}

function Units({ editing, policy, onCopied }: UnitsSectionProps & Readonly<{ policy: PolicyUnits }>) {
  const { t } = useTexts()
  const problemText = useProblemText()
  const { draft, failure, edit } = editing
  const refusals = new Map(failure?.fields.map(({ path, problem }) => [path, problem]))
  const errorsOf: UnitsPart['errorsOf'] = (role, unitId, problem) => {
    const refusal = failure?.code === 'policy-changed' ? undefined : refusals.get(`${role}.${unitId}`)
    return [problem && problemText(problem), refusal].filter(text => text !== undefined)
  }
  const part = { policy, draft, isReadOnly: policy.locked || !policy.mayEdit, errorsOf, edit }
  const copy = <CopyPolicyButton policy={policy} isLink={!policy.locked} onCopied={onCopied} />
  return (
    <>
      <p className="field-note">{useUsedBy(policy)}</p>
      {!policy.mayEdit && (
        <Alert
          component="h4"
          isInline
          isPlain
          variant="info"
          title={t('policy.units.denied', { permission: policy.permissionNeeded })}
        />
      )}
      {policy.locked ? (
        <Alert
          component="h4"
          isInline
          variant="info"
          customIcon={<LockIcon />}
          title={t('policy.units.locked', { policy: policy.policy.name })}
          actionLinks={copy}
        />
      ) : (
        <div>{copy}</div>
      )}
      <BalancerSelect {...part} />
      <WeightsTable {...part} />
      <FiltersTable {...part} />
    </>
  )
}

/** Which clusters a change would concern. */
function useUsedBy({ usedBy }: PolicyUnits): string {
  const { t } = useTexts()
  return t('policy.units.usedBy', { count: usedBy.length, clusters: usedBy.map(({ name }) => name).join(', ') })
}

function useProblemText(): (problem: UnitProblem) => string {
  const { t } = useTexts()
  return problem => t(`policy.units.problem.${problem}`)
}
