import { useEffect, useState } from 'react'
import { type Subject, subjectIn, watchSubject } from '../../portal/page-address.ts'

/** The id of what the tab is about, as the portal's selection says; undefined: nothing was selected yet. */
export function useSubject(subject: Subject): string | undefined {
  const [id, setId] = useState(() => subjectIn(window.location.hash, subject))
  useEffect(() => watchSubject(subject, setId), [subject])
  return id
}
