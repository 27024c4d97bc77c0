import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { type AuditSentence, auditSentence } from './audit-sentence.ts'
import { useChangeText } from './use-audit-text.ts'

/** What was done as a sentence, its names as links, and below it what was said of it. */
export function AuditWhat({ entry }: Readonly<{ entry: AuditEntry }>) {
  const changeText = useChangeText()
  const sentence = auditSentence(entry)
  const { said, changes = [] } = sentence
  return (
    <>
      <Sentence sentence={sentence} />
      {[...changes.map(changeText), ...(said === undefined ? [] : [said])].map(line => (
        <span key={line} className="audit-said">
          {line}
        </span>
      ))}
    </>
  )
}

function Sentence({ sentence: { id, values } }: Readonly<{ sentence: AuditSentence }>) {
  const { rich } = useTexts()
  const nodes = Object.entries(values).map(([name, value]): [string, ReactNode] => [name, nodeOf(value)])
  return rich(id, Object.fromEntries(nodes))
}

function nodeOf(value: AuditSentence['values'][string]): ReactNode {
  if (typeof value !== 'object') return value
  return 'kind' in value ? <EntityLink kind={value.kind} name={value.name} /> : <Sentence sentence={value} />
}
