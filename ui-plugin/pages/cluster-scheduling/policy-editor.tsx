import { ActionGroup, Alert, Button, Form, FormFieldGroup, FormFieldGroupHeader } from '@patternfly/react-core'
import type { FormEvent } from 'react'
import type { ClusterPolicy, PropertyView } from '../../../shared/api/cluster-policy.ts'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { ChangeTable, ConflictTable } from './change-tables.tsx'
import { changesOf, isEditable, isPolicyChanged, problemsOf, shownValue } from './policy-draft.ts'
import { PolicySelect } from './policy-select.tsx'
import { PropertyField } from './property-field.tsx'
import { type PolicyEditing, usePolicyEditing } from './use-policy-editing.ts'

/** Edits a cluster's policy and properties. What will change is shown before it is saved. */
export function PolicyEditor({ loaded, onReload }: Readonly<{ loaded: ClusterPolicy; onReload: () => void }>) {
  const { t } = useTexts()
  const editing = usePolicyEditing(loaded, onReload)
  const { policy, draft, failure, theirs } = editing
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
          isInline
          variant="info"
          title={t('policy.denied', { permission: policy.permissionNeeded, cluster: policy.cluster.name })}
        />
      )}
      <PolicySelect policy={policy} draft={draft} onSelect={editing.setPolicy} />
      <Properties editing={editing} properties={ours} title={t('policy.ours')} />
      {isPolicyChanged(policy, draft) && engines.length > 0 ? (
        <p className="field-note">{t('policy.moved')}</p>
      ) : (
        <Properties editing={editing} properties={engines} title={t('policy.engines')} />
      )}
      {theirs && <ConflictTable policy={policy} draft={draft} theirs={theirs} onSettle={editing.settle} />}
      {!theirs && editing.isDirty && <ChangeTable policy={policy} draft={draft} />}
      {failure && !theirs && failure.code !== 'policy-changed' && (
        <FailureAlert title={t('policy.failed')} failure={failure} />
      )}
      <div aria-live="polite">{editing.isSaved && <Alert isInline variant="success" title={t('policy.saved')} />}</div>
      <Buttons editing={editing} />
    </Form>
  )
}

function Properties({
  editing,
  properties,
  title,
}: Readonly<{ editing: PolicyEditing; properties: readonly PropertyView[]; title: string }>) {
  if (properties.length === 0) return null
  const { policy, draft, failure } = editing
  const problems = problemsOf(policy, draft)
  const refusals = new Map(failure?.fields.map(({ path, problem }) => [path.replace(/^properties\./, ''), problem]))
  return (
    <FormFieldGroup header={<FormFieldGroupHeader titleText={{ text: title, id: `group-${properties[0]?.name}` }} />}>
      {properties.map(property => (
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
      ))}
    </FormFieldGroup>
  )
}

function Buttons({ editing }: Readonly<{ editing: PolicyEditing }>) {
  const { t } = useTexts()
  const { policy, draft, isDirty, isBusy, theirs } = editing
  const mayn = !policy.mayEdit || !isDirty || theirs !== undefined || problemsOf(policy, draft).size > 0
  const nothing = changesOf(policy, draft).length === 0 && !isPolicyChanged(policy, draft)
  const touched = Object.keys(draft.values).length > 0 || draft.policyId !== undefined
  return (
    <ActionGroup>
      <Button type="submit" variant="primary" isLoading={isBusy} isDisabled={mayn || nothing || isBusy}>
        {t('policy.save')}
      </Button>
      <Button variant="link" isDisabled={!touched || isBusy} onClick={editing.cancel}>
        {t('policy.cancel')}
      </Button>
    </ActionGroup>
  )
}
