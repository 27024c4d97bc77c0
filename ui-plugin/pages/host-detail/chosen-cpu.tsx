import { Button, Title } from '@patternfly/react-core'
import { Td, Tr } from '@patternfly/react-table'
import type { GuestReading, PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { Absent } from '../../components/absent.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { tellsPlaces, type VcpuAt, vcpusAt } from './cpu-pins.ts'
import { cpuRanges } from './cpu-ranges.ts'

export type ChosenCpuProps = Readonly<{
  cpuId: number
  /** undefined: it went offline since it was chosen. */
  cpu: PhysicalCpu | undefined
  guests: readonly GuestReading[]
  cpuIds: readonly number[]
  onClear: () => void
}>

/** One CPU: where it sits, what it does, whose vCPUs run on it or are pinned to it. */
export function ChosenCpu({ cpuId, cpu, guests, cpuIds, onClear }: ChosenCpuProps) {
  const { t, percent } = useTexts()
  const at = vcpusAt(cpuId, guests, cpuIds)
  return (
    <div className="cpu-chosen">
      <div className="cpu-chosen-head">
        <Title headingLevel="h4" size="md">
          {t('cpus.chosen', { cpu: cpuId })}
        </Title>
        {cpu?.coreId !== undefined && <span className="field-note">{t('cpus.chosen.core', { core: cpu.coreId })}</span>}
        <Button variant="link" isInline onClick={onClear}>
          {t('cpus.chosen.all')}
        </Button>
      </div>
      {cpu === undefined && <p>{t('cpus.chosen.gone', { cpu: cpuId })}</p>}
      {cpu !== undefined && (
        <p>
          {cpu.use === undefined ? (
            <Absent why={t('absent.cpu')} />
          ) : (
            t('cpus.chosen.use', {
              user: percent(cpu.use.userPercent),
              system: percent(cpu.use.systemPercent),
              idle: percent(cpu.use.idlePercent),
            })
          )}{' '}
          {cpu.use?.iowaitPercent !== undefined && t('cpus.chosen.iowait', { iowait: percent(cpu.use.iowaitPercent) })}
        </p>
      )}
      {at.length === 0 ? (
        <p>{t(tellsPlaces(guests) ? 'cpus.chosen.nobody' : 'pins.untold')}</p>
      ) : (
        <VcpuTable cpuId={cpuId} at={at} />
      )}
    </div>
  )
}

const FIRST = 20

function VcpuTable({ cpuId, at }: Readonly<{ cpuId: number; at: readonly VcpuAt[] }>) {
  const { t } = useTexts()
  const [shown, more] = useFirstOf(at, FIRST)
  return (
    <>
      <PlainTable
        label={t('pins.of', { cpu: cpuId })}
        className="pin-table"
        columns={[t('pins.vm'), { figure: t('pins.vcpu') }, t('pins.here'), t('pins.cpus')]}
      >
        {shown.map(({ guest, vcpu, pinnedTo }) => (
          <Tr key={`${guest.id} ${vcpu.index}`}>
            <Td>
              <EntityLink kind="vm" name={guest.name} />
            </Td>
            <Td className="figure">{vcpu.index}</Td>
            <Td>
              <Here cpuId={cpuId} onCpuId={vcpu.onCpuId} />
            </Td>
            <Td>
              {vcpu.pinnedTo === undefined ? (
                <Absent why={t('absent.untold')} />
              ) : pinnedTo === undefined ? (
                t('pins.every')
              ) : (
                cpuRanges(pinnedTo)
              )}
            </Td>
          </Tr>
        ))}
      </PlainTable>
      {more}
    </>
  )
}

function Here({ cpuId, onCpuId }: Readonly<{ cpuId: number; onCpuId: number | undefined }>) {
  const { t } = useTexts()
  if (onCpuId === undefined) return <Absent why={t('absent.untold')} />
  return onCpuId === cpuId ? <strong>{t('pins.here.yes')}</strong> : t('pins.here.no', { cpu: onCpuId })
}
