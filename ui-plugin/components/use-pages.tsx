import { Pagination } from '@patternfly/react-core'
import { type ReactNode, useId, useState } from 'react'
import { useTexts } from '../messages/use-texts.tsx'

const SIZES = [10, 20, 50, 100] as const

/**
 * One page of many rows, and what goes from page to page; nothing where all fit on the smallest. Another `key`, such as another
 * filter, begins at the first page.
 */
export function usePages<T>(
  rows: readonly T[],
  { title, key, size = SIZES[0] }: Readonly<{ title: string; key: string; size?: (typeof SIZES)[number] }>,
): [shown: readonly T[], pager: ReactNode, page: number] {
  const { t } = useTexts()
  const id = useId()
  const [perPage, setPerPage] = useState<number>(size)
  const [at, setAt] = useState({ key, page: 1 })
  // Also so that a key which comes again does not find its old page.
  if (at.key !== key) setAt({ key, page: 1 })
  const wanted = at.key === key ? at.page : 1
  const page = Math.max(1, Math.min(wanted, Math.ceil(rows.length / perPage)))
  const go = (next: number) => setAt({ key, page: next })
  const pager = rows.length > size && (
    <Pagination
      variant="bottom"
      isStatic
      widgetId={id}
      itemCount={rows.length}
      page={page}
      perPage={perPage}
      perPageOptions={SIZES.map(value => ({ title: String(value), value }))}
      titles={{
        paginationAriaLabel: t('pages', { what: title }),
        perPageSuffix: t('pages.perPage'),
        toFirstPageAriaLabel: t('pages.first'),
        toPreviousPageAriaLabel: t('pages.previous'),
        toNextPageAriaLabel: t('pages.next'),
        toLastPageAriaLabel: t('pages.last'),
        currPageAriaLabel: t('pages.current'),
        ofWord: t('pages.of'),
      }}
      onSetPage={(_event, next) => go(next)}
      onPerPageSelect={(_event, next) => {
        setPerPage(next)
        go(1)
      }}
    />
  )
  return [rows.slice((page - 1) * perPage, page * perPage), pager, page]
}
