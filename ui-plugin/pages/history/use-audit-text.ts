import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { type AuditSentence, auditSentence } from './audit-sentence.ts'

/** What was done as plain text, for those who have no links: an export. */
export function useAuditText(): (entry: AuditEntry) => string {
  const { t } = useTexts()
  const changeText = useChangeText()
  const plain = ({ id, values }: AuditSentence): string =>
    t(id, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainValue(value)])))
  const plainValue = (value: AuditSentence['values'][string]): string | number => {
    if (typeof value !== 'object') return value
    return 'kind' in value ? value.name : plain(value)
  }
  return entry => {
    const sentence = auditSentence(entry)
    const { said, changes = [] } = sentence
    return [plain(sentence), ...changes.map(changeText), ...(said === undefined ? [] : [said])].join('; ')
  }
}

/** "CpuOverCommit: 80 → 70". */
export function useChangeText(): (change: NonNullable<AuditSentence['changes']>[number]) => string {
  const { t } = useTexts()
  return ({ property, before, after }) =>
    t('history.did.edit_policy.property', {
      property,
      before: before ?? t('policy.notSet'),
      after: after ?? t('policy.notSet'),
    })
}
