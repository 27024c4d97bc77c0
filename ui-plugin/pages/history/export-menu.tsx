import { AlertActionCloseButton, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import { useState } from 'react'
import { useAction } from '../../api/use-action.ts'
import { Alert } from '../../components/alert.tsx'
import { useFailureText } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { type Cell, csvOf } from './csv-of.ts'

/** What is exported: a table for people, and the same as the service knows it, for programs. */
export type Exported = Readonly<{
  rows: readonly (readonly Cell[])[]
  json: readonly unknown[]
  /** There may be more, which is not in it: no more than these were looked through. */
  limit?: number
}>

export type ExportMenuProps = Readonly<{
  /** What is exported, as its card is called. */
  what: string
  /** Begins the name of the file. */
  fileName: string
  columns: readonly string[]
  collect: (signal: AbortSignal) => Promise<Exported>
}>

/** Saves what is shown by the filters, all pages of it, as a file. */
export function ExportMenu({ what, fileName, columns, collect }: ExportMenuProps) {
  const { t } = useTexts()
  const failureText = useFailureText()
  const [isOpen, setOpen] = useState(false)
  const [action, act, forget] = useAction()
  const [done, setDone] = useState<Readonly<{ file: string; count: number; limit: number | undefined }> | undefined>(
    undefined,
  )

  async function save(format: 'csv' | 'json') {
    setOpen(false)
    setDone(undefined)
    const found = await act(collect)
    if (found === undefined) return
    const file = `${fileName}-${dateOf(new Date())}.${format}`
    // The mark in front tells spreadsheets that it is UTF-8.
    const text =
      format === 'csv' ? `\uFEFF${csvOf([columns, ...found.rows])}` : JSON.stringify(found.json, undefined, 2)
    saveFile(file, new Blob([text], { type: format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json' }))
    setDone({ file, count: (format === 'csv' ? found.rows : found.json).length, limit: found.limit })
  }

  return (
    <>
      <Dropdown
        isOpen={isOpen}
        onOpenChange={setOpen}
        onSelect={(_event, format) => void save(format === 'csv' ? 'csv' : 'json')}
        shouldFocusToggleOnSelect
        popperProps={{ position: 'end', appendTo: 'inline' }}
        toggle={toggle => (
          <MenuToggle
            ref={toggle}
            isExpanded={isOpen}
            isDisabled={action.state === 'busy'}
            aria-label={t('history.export.of', { what })}
            onClick={() => setOpen(!isOpen)}
          >
            {t('history.export')}
          </MenuToggle>
        )}
      >
        <DropdownList>
          <DropdownItem value="csv">{t('history.export.csv')}</DropdownItem>
          <DropdownItem value="json">{t('history.export.json')}</DropdownItem>
        </DropdownList>
      </Dropdown>
      <div aria-live="polite" className="export-news">
        {done !== undefined && (
          <Alert
            isInline
            isPlain
            component="h3"
            variant={done.limit === undefined ? 'success' : 'warning'}
            title={t(done.limit === undefined ? 'history.export.done' : 'history.export.done.part', {
              file: done.file,
              count: done.count,
              limit: done.limit ?? 0,
            })}
            actionClose={<AlertActionCloseButton aria-label={t('state.close')} onClose={() => setDone(undefined)} />}
          />
        )}
        {action.state === 'failed' && (
          <Alert
            isInline
            isPlain
            component="h3"
            variant="danger"
            title={`${t('history.export.failed')}: ${failureText(action.failure)}`}
            actionClose={<AlertActionCloseButton aria-label={t('state.close')} onClose={forget} />}
          />
        )}
      </div>
    </>
  )
}

/** The reader's own date. */
const dateOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(part => String(part).padStart(2, '0')).join('-')

function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
