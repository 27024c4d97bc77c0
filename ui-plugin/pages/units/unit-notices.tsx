import { AlertGroup, Button } from '@patternfly/react-core'
import { useState } from 'react'
import type { UnitList } from '../../../shared/api/service.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { type UnitNotice, useUnitNotices } from './use-unit-notices.ts'

/** So many stand above the table, the worst first. One alone is not hidden: the button would take its place. */
const FIRST = 3

export function UnitNotices({ list }: Readonly<{ list: UnitList }>) {
  const { t } = useTexts()
  const notices = useUnitNotices(list)
  const [showsAll, setShowsAll] = useState(false)
  const isLong = notices.length > FIRST + 1
  return (
    <div className="unit-notices">
      <AlertGroup isLiveRegion hasAnimations={false}>
        {notices.slice(0, isLong && !showsAll ? FIRST : undefined).map(notice => (
          <Notice key={notice.key} notice={notice} />
        ))}
      </AlertGroup>
      {isLong && (
        <Button variant="link" isInline aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t('units.notice.fewer') : t('units.notice.more', { count: notices.length - FIRST })}
        </Button>
      )}
    </div>
  )
}

function Notice({ notice: { variant, title, problems } }: Readonly<{ notice: UnitNotice }>) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const others = problems.length - 1
  return (
    <Alert component="h3" isInline variant={variant} title={title}>
      {problems.slice(0, isOpen ? undefined : 1).map(problem => (
        <p key={problem} className="unit-problem">
          {problem}
        </p>
      ))}
      {others > 0 && (
        <Button variant="link" isInline size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('units.notice.firstProblem') : t('units.notice.problems', { count: others })}
        </Button>
      )}
    </Alert>
  )
}
