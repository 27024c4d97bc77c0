import { Button } from '@patternfly/react-core'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../messages/use-texts.tsx'

const MORE = 100

/** The first of many, and a button that shows more of them. */
export function useFirstOf<T>(all: readonly T[], first: number): [shown: readonly T[], more: ReactNode] {
  const { t } = useTexts()
  const [count, setCount] = useState(first)
  const left = all.length - count
  const more = left > 0 && (
    <Button variant="link" isInline onClick={() => setCount(count + MORE)}>
      {t('detail.skipped.more', { count: Math.min(left, MORE) })}
    </Button>
  )
  return [all.slice(0, count), more]
}
