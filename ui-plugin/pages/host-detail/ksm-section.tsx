import { DescriptionList } from '@patternfly/react-core'
import { CheckCircleIcon, PauseCircleIcon } from '@patternfly/react-icons'
import type { ReactNode } from 'react'
import type { HostReading } from '../../../shared/model/host-reading.ts'
import { ksmSavedKiB } from '../../../shared/model/ksm-saved.ts'
import { Absent } from '../../components/absent.tsx'
import { Fact } from '../../components/fact.tsx'
import { StateLabel } from '../../components/labels.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useHostTexts } from '../hosts/use-host-texts.ts'

/** Whether equal pages are merged, what that saves and what it costs. */
export function KsmSection({ reading }: Readonly<{ reading: HostReading }>) {
  const { t, number, percent } = useTexts()
  const { kib } = useHostTexts()
  const { ksm } = reading
  if (ksm === undefined) {
    return (
      <Section title={t('ksm.title')}>
        <p>{t('ksm.none')}</p>
      </Section>
    )
  }
  const told = (value: number | undefined, text: (value: number) => ReactNode = number) =>
    value === undefined ? <Absent why={t('absent.untold')} /> : text(value)
  return (
    <Section title={t('ksm.title')}>
      <DescriptionList isCompact columnModifier={{ default: '3Col' }} className="ksm-facts">
        <Fact term={t('ksm.state')}>
          <State running={ksm.running} />
        </Fact>
        <Fact term={t('ksm.saved')}>{told(ksmSavedKiB(reading), kib)}</Fact>
        <Fact term={t('ksm.cpu')}>{told(ksm.cpuPercent, value => t('ksm.cpu.of', { percent: percent(value) }))}</Fact>
        <Fact term={t('ksm.shared')}>{told(ksm.pagesShared)}</Fact>
        <Fact term={t('ksm.unshared')}>{told(ksm.pagesUnshared)}</Fact>
        <Fact term={t('ksm.scans')}>{told(ksm.fullScans)}</Fact>
        <Fact term={t('ksm.scan')}>{told(ksm.pagesToScan)}</Fact>
        <Fact term={t('ksm.sleep')}>{told(ksm.sleepMs, ms => t('ksm.sleep.ms', { ms: number(ms) }))}</Fact>
        <Fact term={t('ksm.nodes')}>
          {ksm.mergeAcrossNodes === undefined ? (
            <Absent why={t('absent.untold')} />
          ) : (
            t(ksm.mergeAcrossNodes ? 'ksm.nodes.yes' : 'ksm.nodes.no')
          )}
        </Fact>
      </DescriptionList>
    </Section>
  )
}

function State({ running }: Readonly<{ running: boolean | undefined }>) {
  const { t } = useTexts()
  if (running === undefined) return <Absent why={t('absent.untold')} />
  return running ? (
    <StateLabel look={{ icon: <CheckCircleIcon />, status: 'success' }} text={t('ksm.on')} />
  ) : (
    <StateLabel look={{ icon: <PauseCircleIcon /> }} text={t('ksm.off')} />
  )
}
