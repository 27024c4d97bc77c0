import { Badge, Nav, NavItem, NavList } from '@patternfly/react-core'
import { useTexts } from '../../messages/use-texts.tsx'
import { hashOf, type View, views } from '../../portal/page-address.ts'

export type ViewTabsProps = Readonly<{
  shown: View
  onShow: (view: View) => void
  /** What waits for a person in a view. */
  counts: Partial<Record<View, number>>
}>

/** Links, so that each part can be opened by itself. */
export function ViewTabs({ shown, onShow, counts }: ViewTabsProps) {
  const { t } = useTexts()
  return (
    <Nav variant="horizontal-subnav" aria-label={t('views.label')} className="view-tabs">
      <NavList backScrollAriaLabel={t('views.back')} forwardScrollAriaLabel={t('views.on')}>
        {views.map(view => (
          <NavItem
            key={view}
            to={hashOf({ page: 'scheduler', view })}
            isActive={view === shown}
            preventDefault
            onClick={() => onShow(view)}
          >
            {t(`views.${view}`)}
            {(counts[view] ?? 0) > 0 && <Badge isRead>{counts[view]}</Badge>}
          </NavItem>
        ))}
      </NavList>
    </Nav>
  )
}
