import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { Absent } from '../../components/absent.tsx'
import { FigureBar } from '../../components/figure-bar.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useHostTexts } from '../hosts/use-host-texts.ts'
import { shareOf } from '../hosts/watched-host-facts.ts'
import { memoryParts } from './memory-parts.ts'

export type MemorySectionProps = Readonly<{
  hostName: string
  reading: Pick<HostReading, 'memory' | 'swap' | 'ksm'>
  guests: readonly GuestReading[]
}>

/** What the memory is used for as one bar, each part with its figure; below it the swap. */
export function MemorySection({ hostName, reading: { memory, swap, ksm }, guests }: MemorySectionProps) {
  const { t } = useTexts()
  const { kib } = useHostTexts()
  const parts = memoryParts(memory, guests)
  const textOf = ({ part, kib: size }: (typeof parts)[number]) =>
    t('memory.part', { part: t(`memory.part.${part}`), memory: kib(size) })
  const swapUsed = swap && Math.max(0, swap.totalKiB - swap.freeKiB)
  return (
    <Section title={t('memory.title')}>
      <p>{t('memory.total', { total: kib(memory.totalKiB) })}</p>
      <div
        role="img"
        aria-label={t('memory.bar', { host: hostName, parts: parts.map(textOf).join(', ') })}
        className="memory-bar"
      >
        {parts.map(({ part, kib: size }) => (
          <span
            key={part}
            className={`memory-${part}`}
            style={{ inlineSize: `${shareOf(size, memory.totalKiB) ?? 0}%` }}
          />
        ))}
      </div>
      <ul className="memory-key">
        {parts.map(one => (
          <li key={one.part}>
            <span aria-hidden className={`memory-swatch memory-${one.part}`} /> {textOf(one)}
          </li>
        ))}
      </ul>
      {(ksm?.pagesSharing ?? ksm?.sharedKiB ?? 0) > 0 && <p className="field-note">{t('memory.shared')}</p>}
      <div className="detail-measure host-swap">
        <span>{t('memory.swap')}</span>
        {swap === undefined || swapUsed === undefined ? (
          <Absent why={t('absent.untold')} />
        ) : (
          <FigureBar label={t('host.bar.swap', { host: hostName })} percent={shareOf(swapUsed, swap.totalKiB) ?? 0}>
            {t('host.usedOf', { used: kib(swapUsed), total: kib(swap.totalKiB) })}
          </FigureBar>
        )}
      </div>
    </Section>
  )
}
