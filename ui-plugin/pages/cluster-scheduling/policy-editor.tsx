import { ActionGroup, Button, ExpandableSection, Form, FormSection } from '@patternfly/react-core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { ClusterPolicy, PropertyView } from '../../../shared/api/cluster-policy.ts'
import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import { Alert } from '../../components/alert.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { ChangeTable, Conflict, ConflictTable } from './change-tables.tsx'
import { KeptDraftOffer } from './kept-draft-offer.tsx'
import { draftPolicyId, isEditable, isPolicyChanged, problemsOf, shownValue } from './policy-draft.ts'
import { PolicyEffect } from './policy-effect.tsx'
import { PolicySelect } from './policy-select.tsx'
import { PropertyField } from './property-field.tsx'
import { UnitsSection } from './units-section.tsx'
import { useKeptDraft } from './use-kept-draft.ts'
import { type PolicyEditing, usePolicyEditing } from './use-policy-editing.ts'
import { useUnitRows } from './use-unit-rows.ts'
import { type UnitsEditing, useUnitsEditing } from './use-units-editing.ts'

/** Edits a cluster's policy and properties. What will change is shown before it is saved. */
export function PolicyEditor({ loaded, onReload }: Readonly<{ loaded: ClusterPolicy; onReload: () => void }>) {
  const { t } = useTexts()
  const editing = usePolicyEditing(loaded, onReload)
  const { policy, draft, failure, theirs } = editing
  const units = useUnitsEditing(policy.cluster.id, draftPolicyId(policy, draft))
  const changed = { editing, units }
  const offered = useKeptDraft(editing, units)
  const rows = useUnitRows()
  const outcome = useRef<HTMLDivElement>(null)
  // What came of it may lie below the window's edge, behind the buttons.
  useEffect(() => {
    if (theirs || failure || editing.isSaved || units.theirs || units.failure || units.isSaved)
      outcome.current?.scrollIntoView({ block: 'nearest' })
  }, [theirs, failure, editing.isSaved, units.theirs, units.failure, units.isSaved])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (maySave(changed)) void save(changed)
  }
  const [copiedId, setCopiedId] = useState<string | undefined>()
  const shownId = units.policy?.policy.id
  useEffect(() => {
    if (copiedId === undefined || shownId !== copiedId) return
    // The button that was pressed belongs to the policy that is no longer shown.
    document.getElementById('policy-select')?.focus()
    setCopiedId(undefined)
  }, [copiedId, shownId])
  const onCopied = ({ policy: { id } }: PolicyUnits) => {
    setCopiedId(id)
    editing.setPolicy(id)
    onReload()
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
      {offered && <KeptDraftOffer offered={offered} />}
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
      {draftPolicyId(policy, draft) !== undefined && <UnitsSection editing={units} onCopied={onCopied} />}
      <div ref={outcome} className="policy-outcome">
        {theirs && <ConflictTable policy={policy} draft={draft} theirs={theirs} onSettle={editing.settle} />}
        {units.theirs && units.policy && (
          <Conflict rows={rows.conflict(units.policy, units.draft, units.theirs)} onSettle={units.settle} />
        )}
        {!isInConflict(changed) && isAnyDirty(changed) && (
          <>
            <ChangeTable
              policy={policy}
              draft={draft}
              units={units.policy ? rows.changes(units.policy, units.changes) : []}
            />
            <OthersConcerned changed={changed} />
            {!hasProblems(changed) && <PolicyEffect policy={policy} draft={draft} units={units.content} />}
          </>
        )}
        {units.failure && !units.theirs && (
          <FailureAlert
            title={t(units.failure.code === 'partly-saved' ? 'policy.units.partly' : 'policy.units.failed')}
            failure={units.failure}
          />
        )}
        {failure && !theirs && <FailureAlert title={t('policy.failed')} failure={failure} />}
        <div aria-live="polite">
          {units.isBusy && (
            <p className="field-note">{t('policy.units.saving', { policy: units.policy?.policy.name ?? '' })}</p>
          )}
          {editing.isBusy && (
            <p className="field-note">{t('policy.units.savingRest', { cluster: policy.cluster.name })}</p>
          )}
          {(editing.isSaved || units.isSaved) && !isAnyDirty(changed) && (
            <Alert component="h2" isInline variant="success" title={t('policy.saved')} />
          )}
        </div>
      </div>
      <Buttons changed={changed} />
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

type Changed = Readonly<{ editing: PolicyEditing; units: UnitsEditing }>

const isAnyDirty = ({ editing, units }: Changed): boolean => editing.isDirty || units.isDirty
const isInConflict = ({ editing, units }: Changed): boolean =>
  editing.theirs !== undefined || units.theirs !== undefined
const hasProblems = ({ editing: { policy, draft }, units }: Changed): boolean =>
  units.hasProblems || problemsOf(policy, draft).size > 0
const isBusy = ({ editing, units }: Changed): boolean => editing.isBusy || units.isBusy

const maySave = (changed: Changed): boolean =>
  isAnyDirty(changed) &&
  (changed.editing.policy.mayEdit || !changed.editing.isDirty) &&
  !isBusy(changed) &&
  !isInConflict(changed) &&
  !hasProblems(changed)

/** The units first: a cluster must not be given a policy that is still being changed. */
async function save({ editing, units }: Changed): Promise<void> {
  if (units.isDirty && !(await units.save())) return
  if (editing.isDirty) await editing.save()
}

/** Who else has the policy whose units would change. */
function OthersConcerned({ changed: { editing, units } }: Readonly<{ changed: Changed }>) {
  const { t } = useTexts()
  const others = (units.policy?.usedBy ?? []).filter(({ id }) => id !== editing.policy.cluster.id)
  if (!units.isDirty || others.length === 0) return null
  const clusters = others.map(({ name }) => name).join(', ')
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={t('policy.units.concerns', { count: others.length, clusters })}
    />
  )
}

function Buttons({ changed }: Readonly<{ changed: Changed }>) {
  const { t } = useTexts()
  const { editing, units } = changed
  const { draft } = editing
  const touched = Object.keys(draft.values).length > 0 || draft.policyId !== undefined || units.isDirty
  const cancel = () => {
    units.cancel()
    editing.cancel()
  }
  return (
    <ActionGroup>
      <Button
        type="submit"
        variant="primary"
        isLoading={isBusy(changed)}
        spinnerAriaValueText={t('state.loading')}
        isAriaDisabled={!maySave(changed)}
      >
        {t('policy.save')}
      </Button>
      <Button variant="secondary" isDisabled={!touched || isBusy(changed)} onClick={cancel}>
        {t('policy.cancel')}
      </Button>
    </ActionGroup>
  )
}
