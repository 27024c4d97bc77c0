import type { ComponentType, ReactNode } from 'react'
import { Empty } from '../../components/page-states.tsx'
import type { Subject } from '../../portal/page-address.ts'
import { useSubject } from './use-subject.ts'

export type AboutSubjectProps = Readonly<{
  subject: Subject
  /** While nothing was selected yet. */
  none: Readonly<{ title: string; body: string; icon: ComponentType }>
  children: (id: string) => ReactNode
}>

/**
 * A detail tab of the portal: which entity it is about, only the portal's selection tells. Give what it shows the id as its key:
 * another entity is another page, and nothing typed or planned for one may end up in the other.
 */
export function AboutSubject({ subject, none: { title, body, icon }, children }: AboutSubjectProps) {
  const id = useSubject(subject)
  if (id !== undefined) return children(id)
  return (
    <Empty level={2} title={title} icon={icon}>
      {body}
    </Empty>
  )
}
