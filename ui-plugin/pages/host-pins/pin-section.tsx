import { Button, DescriptionList, Title } from '@patternfly/react-core'
import { type ReactNode, useState } from 'react'
import type { HostPins } from '../../../shared/api/pins.ts'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { Alert } from '../../components/alert.tsx'
import { Fact } from '../../components/fact.tsx'
import { Empty, useFailureText } from '../../components/page-states.tsx'
import { ReasonsOfVms } from '../../components/reasons-of-vms.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { DecisionList } from '../host-policy/decision-list.tsx'
import { ModeLabel } from '../host-policy/mode-label.tsx'
import { CoreTable } from './core-table.tsx'
import { HeatMap } from './heat-map.tsx'
import { ProposedMoves } from './proposed-moves.tsx'
import { SpreadChart } from './spread-chart.tsx'
import { useHostPins } from './use-host-pins.ts'
import { VcpuTable } from './vcpu-table.tsx'

export type PinSectionProps = Readonly<{
  host: Readonly<{ id: string; name: string }>
  tuning: Pick<HostTuning, 'pinning' | 'decisions'>
}>

/** Who runs where on this host, how even that is, and what would be and was done about it. */
export function PinSection({ host, tuning }: PinSectionProps) {
  const { t } = useTexts()
  const failureText = useFailureText()
  const [pins, reload] = useHostPins(host.id)
  return (
    <Section title={t('pinSection.title')}>
      {pins.state === 'ready' && pins.failure !== undefined && (
        <Alert component="h4" isInline variant="warning" title={t('pinSection.stale')}>
          {failureText(pins.failure)}
        </Alert>
      )}
      <WhenReady remote={pins} onRetry={reload}>
        {data => <Pins host={host} tuning={tuning} pins={data} />}
      </WhenReady>
    </Section>
  )
}

function Pins({ host, tuning: { pinning, decisions }, pins }: PinSectionProps & Readonly<{ pins: HostPins }>) {
  const { t, reason } = useTexts()
  const [isTable, setTable] = useState(false)
  const moves = decisions.filter(({ change }) => change.knob === 'pins')
  return (
    <>
      <PinFacts pinning={pinning} pins={pins} />
      {pins.standing !== undefined && <p className="pin-standing">{reason(pins.standing)}</p>}
      {pins.cores.length === 0 ? (
        <Empty title={t('pinSection.none')} status="info" level={3}>
          {t(pinning.mode === 'off' ? 'pinSection.none.off' : 'pinSection.none.body')}
        </Empty>
      ) : (
        <>
          <Part title={t('pinHeat.title')}>
            {isTable ? <CoreTable pins={pins} /> : <HeatMap hostName={host.name} pins={pins} />}
            <Button variant="link" isInline onClick={() => setTable(!isTable)}>
              {t(isTable ? 'pinHeat.asMap' : 'pinHeat.asTable')}
            </Button>
          </Part>
          <Part title={t('spread.chart')}>
            <SpreadChart hostName={host.name} pins={pins} moves={moves} />
          </Part>
          <Part title={t('pinMoves.proposed')}>
            <ProposedMoves pins={pins} />
          </Part>
        </>
      )}
      {moves.length > 0 && <DecisionList title={t('pinMoves.made')} decisions={moves} hostName={host.name} />}
      {pins.cores.length > 0 && (
        <Part title={t('pinVcpus.title')}>
          <VcpuTable pins={pins} />
        </Part>
      )}
      {pins.leftAlone.length > 0 && (
        <Part title={t('pinVcpus.leftAlone', { count: pins.leftAlone.length })}>
          <ReasonsOfVms vms={pins.leftAlone} />
        </Part>
      )}
    </>
  )
}

const Part = ({ title, children }: Readonly<{ title: string; children: ReactNode }>) => (
  <div className="pin-part">
    <Title headingLevel="h4" size="md">
      {title}
    </Title>
    {children}
  </div>
)

function PinFacts({ pinning, pins: { before, after } }: Readonly<Pick<HostTuning, 'pinning'> & { pins: HostPins }>) {
  const { t, percent, change, reason } = useTexts()
  const { mode, because } = pinning
  return (
    <DescriptionList isCompact isHorizontal className="guest-facts">
      <Fact term={t('tuning.mode')}>
        <ModeLabel mode={mode} /> {t(`pinning.mode.${mode}.means`)}
        {because !== undefined && <p>{reason(because)}</p>}
      </Fact>
      {before !== undefined && (
        <>
          <Fact term={t('evenness.spread')}>
            {change(before.spreadPercent, after?.spreadPercent)}{' '}
            <span className="field-note">{t('evenness.spread.means')}</span>
          </Fact>
          <Fact term={t('evenness.highest')}>{change(before.highestPercent, after?.highestPercent)}</Fact>
          <Fact term={t('evenness.demand')}>{t('evenness.demand.of', { demand: percent(before.demandPercent) })}</Fact>
        </>
      )}
    </DescriptionList>
  )
}
