import { FormSelect, FormSelectOption } from '@patternfly/react-core'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export type ClusterPickerProps = Readonly<{
  clusters: readonly ClusterSummary[]
  shownId: string
  onShow: (id: string) => void
}>

/** Which cluster a part of the page is about. Nothing where there is one only. */
export function ClusterPicker({ clusters, shownId, onShow }: ClusterPickerProps) {
  const { t } = useTexts()
  if (clusters.length < 2) return null
  return (
    <FormSelect
      className="cluster-picker"
      aria-label={t('views.cluster')}
      value={shownId}
      onChange={(_event, id) => onShow(id)}
    >
      {clusters.map(({ id, name }) => (
        <FormSelectOption key={id} value={id} label={name} />
      ))}
    </FormSelect>
  )
}
