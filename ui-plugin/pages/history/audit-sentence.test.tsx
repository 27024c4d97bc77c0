import { render } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { auditActions } from '../../../shared/plan/audit-entry.ts'
import { anAuditEntry } from '../../../test/contracts/audit-entry.ts'
import { entriesOfEachKind } from '../../../test/fakes/past.ts'
import { loadMessages } from '../../messages/load-messages.ts'
import { TextsProvider } from '../../messages/use-texts.tsx'
import { useAuditText } from './use-audit-text.ts'

const kinds = entriesOfEachKind(0)

async function sayAll(locale: string, entries = kinds): Promise<string[]> {
  const loaded = await loadMessages(locale)
  const Said = () => {
    const textOf = useAuditText()
    return entries.map(entry => <p key={entry.id}>{textOf(entry)}</p>)
  }
  const { container } = render(
    <TextsProvider loaded={loaded}>
      <Said />
    </TextsProvider>,
  )
  return [...container.querySelectorAll('p')].map(({ textContent }) => textContent ?? '')
}

describe('what an entry of the audit says', () => {
  it('is known for every action', () => {
    expect([...new Set(kinds.map(({ action }) => action))].toSorted()).toEqual([...auditActions].toSorted())
  })

  it('names what was done, in English', async () => {
    expect(await sayAll('en-US')).toEqual([
      'Applied: Move db-07 from host3 to host1',
      'Planned: Even out Branch: 3 moves',
      'Dismissed: Move db-07 from host3 to host1; =HYPERLINK("x")',
      'Snoozed until 8/20/26 8:00 AM: Move db-07 from host3 to host1',
      'Woken: Move db-07 from host3 to host1',
      'Stopped a run; 2 moves were not started',
      'Stopped all moves; The storage is being repaired',
      'Let moves start again',
      'Suspended automatic mode of Branch; Two of the last five runs failed.',
      'Let Branch be automatic again',
      'Changed the properties of the policy of Branch; HighUtilization: 80 → 70; CpuOverCommitDurationMinutes: not set → 2',
      'Changed the units of the policy mine; EvenCpu (weight): factor 2 → factor 5; Memory (filter): not set → first',
      'Copied the policy power_saving as mine',
      'Set what is done automatically in Branch; mode: approve → automatic; level: not set → 3',
      'Set how the hosts of Branch are tuned; mode: observe → enforce',
      'Changed the host policy 20_mine of Branch',
      'Put the host policies of Branch back to those configured',
      'A host policy asked for db-07 to leave its host; Short of memory.',
      'db-07 moved from host3 to host1',
      'db-07 was not moved from host3 to host1; The engine refused it.',
      'Policy unit night-shift was added by night-shift.py',
      'Policy unit night-shift was changed by night-shift.py',
      'Policy unit night-shift of night-shift.py was removed',
      'Policy unit night-shift of night-shift.py was quarantined; did not answer within 2 s',
      'Policy unit night-shift was reloaded',
      'Policy unit night-shift was disabled; It rejects too much',
      'Policy unit night-shift was enabled',
      'The store went back to its backup of 8/19/26 11:00 AM; what was written after that is lost',
      'Had the service log at debug for 60 minutes',
    ])
  })

  it('names what was done, in German', async () => {
    const said = await sayAll('de-DE')
    expect(said[0]).toBe('Angewendet: db-07 von host3 nach host1 umziehen')
    expect(said).toContain('Einen Lauf angehalten; 2 Umzüge begannen nicht')
    expect(said).toContain('db-07 zog um von host3 nach host1')
    expect(said).not.toContain('')
  })

  it('names the policies that a cluster had and has', async () => {
    const [mine, other] = [
      { id: 'a', name: 'power_saving' },
      { id: 'b', name: 'mine' },
    ]
    const cluster = { id: 'c', name: 'Default' }
    const was = { policyId: 'a', policy: mine, properties: { HighUtilization: '80' } }
    const entries = [
      { ...was, properties: { HighUtilization: '70' } },
      { policy: mine, properties: { HighUtilization: '70' } },
      { policyId: 'b', policy: other, properties: {} },
    ].map((after, at) => anAuditEntry({ id: `a${at}`, action: 'edit_policy', detail: { before: was, after }, cluster }))
    expect(await sayAll('en-US', entries)).toEqual([
      'Changed the properties of the policy power_saving of Default; HighUtilization: 80 → 70',
      'Changed the properties of the policy power_saving of Default; HighUtilization: 80 → 70',
      'Gave Default the policy mine in place of power_saving',
    ])
  })

  it.each([
    { action: 'apply', detail: {}, said: 'Applied a recommendation' },
    { action: 'plan', detail: { objective: 'of tomorrow', moves: 3 }, said: 'Made a plan' },
    { action: 'cancel', detail: {}, said: 'Stopped a run' },
    { action: 'step', detail: { state: 'done', vm: 'an id' }, said: 'A move went on' },
    { action: 'unit_added', detail: { after: null }, said: 'Policy unit rec1 was added' },
    {
      action: 'edit_automation',
      detail: { before: { mode: 'automatic' } },
      said: 'Put the automation of Default back to the configuration file',
    },
    {
      action: 'edit_policy',
      detail: { before: { policyId: 'a' }, after: { policyId: 'b' } },
      said: 'Gave Default another policy',
    },
    {
      action: 'edit_policy',
      detail: { before: { policyId: 'a' }, after: { policyId: 'b', policy: { id: 'b', name: 'mine' } } },
      said: 'Gave Default the policy mine',
    },
    {
      action: 'edit_policy',
      detail: { before: { policyId: 'p', properties: {} }, after: { properties: {} } },
      said: 'Changed the properties of the policy of Default',
    },
  ] as const)('says less of an entry that lacks what it would name: $action', async ({ action, detail, said }) => {
    const cluster = { id: 'c', name: 'Default' }
    expect(await sayAll('en-US', [anAuditEntry({ action, detail, cluster })])).toEqual([said])
  })
})
