import { Td } from '@patternfly/react-table'
import { useTexts } from '../../messages/use-texts.tsx'

/** Empty until it is over. */
export function TookCell({ seconds }: Readonly<{ seconds: number | undefined }>) {
  const { t, duration } = useTexts()
  return (
    <Td dataLabel={t('runs.column.took')} className="figure">
      {seconds === undefined ? '' : duration(seconds)}
    </Td>
  )
}
