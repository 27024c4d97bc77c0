import { Button } from '@patternfly/react-core'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { Choice } from '../../components/choice.tsx'
import { TextFilter } from '../../components/text-filter.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { everyHost, type HostFilter } from './arrange-hosts.ts'
import { standings } from './watched-host-facts.ts'

export type HostToolbarProps = Readonly<{
  hosts: readonly WatchedHostView[]
  filter: HostFilter
  onChange: (filter: HostFilter) => void
  /** How many match. */
  shown: number
}>

/** Which of the hosts are looked at. */
export function HostToolbar({ hosts, filter, onChange, shown }: HostToolbarProps) {
  const { t } = useTexts()
  const { text, clusterId, state } = filter
  const clusters = [...new Map(hosts.map(({ cluster }) => [cluster.id, cluster.name]))]
  return (
    <search className="recs-filter" aria-label={t('host.filter')}>
      <TextFilter
        label={t('host.filter.text')}
        clearLabel={t('host.filter.text.clear')}
        value={text}
        onChange={typed => onChange({ ...filter, text: typed })}
      />
      {clusters.length > 1 && (
        <Choice
          label={t('host.filter.cluster')}
          value={clusterId}
          options={[
            { value: '', label: t('host.filter.cluster.any') },
            ...clusters.map(([value, label]) => ({ value, label })).toSorted((a, b) => a.label.localeCompare(b.label)),
          ]}
          onChange={chosen => onChange({ ...filter, clusterId: chosen })}
        />
      )}
      <Choice
        label={t('host.filter.state')}
        value={state}
        options={[
          { value: '', label: t('host.filter.state.any') },
          ...standings.map(value => ({ value, label: t(`host.state.${value}`) })),
        ]}
        onChange={chosen => onChange({ ...filter, state: chosen })}
      />
      <Button
        variant="link"
        isInline
        isDisabled={text === '' && clusterId === '' && state === ''}
        onClick={() => onChange(everyHost)}
      >
        {t('host.filter.clear')}
      </Button>
      <span role="status" className="recs-shown">
        {t('host.filter.shown', { shown, all: hosts.length })}
      </span>
    </search>
  )
}
