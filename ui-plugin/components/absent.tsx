import { Tooltip } from '@patternfly/react-core'

/**
 * Stands where a figure is not known: never 0. `why` is told on hover and on focus, and to those who hear the page. Without it
 * the reason stands elsewhere, as in the row.
 */
export function Absent({ why }: Readonly<{ why?: string | undefined }>) {
  if (why === undefined) return <span className="absent">–</span>
  return (
    <Tooltip content={why} aria="none">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be within reach of the keyboard */}
      <span className="absent" tabIndex={0}>
        <span aria-hidden>–</span>
        <span className="pf-v6-screen-reader">{why}</span>
      </span>
    </Tooltip>
  )
}
