import { ActionGroup, Alert, Button, ExpandableSection, Form, FormSection } from '@patternfly/react-core'
import { type FormEvent, useEffect, useRef } from 'react'
import type { ClusterPolicy, PropertyView } from '../../../shared/api/cluster-policy.ts'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { ChangeTable, ConflictTable } from './change-tables.tsx'
import { isEditable, isPolicyChanged, problemsOf, shownValue } from './policy-draft.ts'
import { PolicyEffect } from './policy-effect.tsx'
import { PolicySelect } from './policy-select.tsx'
import { PropertyField } from './property-field.tsx'
import { type PolicyEditing, usePolicyEditing } from './use-policy-editing.ts'

/** Edits a cluster's policy and properties. What will change is shown before it is saved. */
export function PolicyEditor({ loaded, onReload }: Readonly<{ loaded: ClusterPolicy; onReload: () => void }>) {
  const { t } = useTexts()
  const editing = usePolicyEditing(loaded, onReload)
  const { policy, draft, failure, theirs } = editing
  const outcome = useRef<HTMLDivElement>(null)
  // What came of it may lie below the window's edge, behind the buttons.
  useEffect(() => {
    if (theirs || failure || editing.isSaved) outcome.current?.scrollIntoView({ block: 'nearest' })
  }, [theirs, failure, editing.isSaved])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void editing.save()
  }
  const ours = policy.properties.filter(property => property.ours)
  const engines = policy.properties.filter(property => !property.ours)
  return (
    <Form onSubmit={submit} className="policy-form">
      {!policy.mayEdit && (
        <Alert
          component="h2"
          isInline
          variant="info"
          title={t('policy.denied', { permission: policy.permissionNeeded, cluster: policy.cluster.name })}
        />
      )}
      <PolicySelect policy={policy} draft={draft} onSelect={editing.setPolicy} />
      {ours.length > 0 && (
        <FormSection title={t('policy.ours')} titleElement="h3">
          <Properties editing={editing} properties={ours} />
        </FormSection>
      )}
      {engines.length > 0 && (
        <ExpandableSection toggleText={t('policy.engines', { count: engines.length })} isIndented>
          {isPolicyChanged(policy, draft) ? (
            <p className="field-note">{t('policy.moved')}</p>
          ) : (
            <FormSection>
              <Properties editing={editing} properties={engines} />
            </FormSection>
          )}
        </ExpandableSection>
      )}
      <div ref={outcome} className="policy-outcome">
        {theirs && <ConflictTable policy={policy} draft={draft} theirs={theirs} onSettle={editing.settle} />}
        {!theirs && editing.isDirty && <ChangeTable policy={policy} draft={draft} />}
        {!theirs && editing.isDirty && problemsOf(policy, draft).size === 0 && (
          <PolicyEffect policy={policy} draft={draft} />
        )}
        {failure && !theirs && <FailureAlert title={t('policy.failed')} failure={failure} />}
        <div aria-live="polite">
          {editing.isSaved && <Alert component="h2" isInline variant="success" title={t('policy.saved')} />}
        </div>
      </div>
      <Buttons editing={editing} />
    </Form>
  )
}

function Properties({
  editing,
  properties,
}: Readonly<{ editing: PolicyEditing; properties: readonly PropertyView[] }>) {
  const { policy, draft, failure } = editing
  const problems = problemsOf(policy, draft)
  const refusals = new Map(failure?.fields.map(({ path, problem }) => [path.replace(/^properties\./, ''), problem]))
  return properties.map(property => (
    <PropertyField
      key={property.name}
      property={property}
      text={shownValue(property, draft)}
      isSet={property.value !== undefined || draft.values[property.name] !== undefined}
      isReadOnly={!isEditable(policy, draft, property)}
      problem={problems.get(property.name)}
      refusal={failure?.code === 'policy-changed' ? undefined : refusals.get(property.name)}
      onChange={text => editing.setValue(property.name, text)}
    />
  ))
}

function Buttons({ editing }: Readonly<{ editing: PolicyEditing }>) {
  const { t } = useTexts()
  const { policy, draft, isDirty, isBusy, theirs } = editing
  const maySave = policy.mayEdit && isDirty && !isBusy && theirs === undefined && problemsOf(policy, draft).size === 0
  const touched = Object.keys(draft.values).length > 0 || draft.policyId !== undefined
  return (
    <ActionGroup>
      <Button type="submit" variant="primary" isLoading={isBusy} isDisabled={!maySave}>
        {t('policy.save')}
      </Button>
      <Button variant="secondary" isDisabled={!touched || isBusy} onClick={editing.cancel}>
        {t('policy.cancel')}
      </Button>
    </ActionGroup>
  )
}
