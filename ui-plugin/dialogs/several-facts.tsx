import { DescriptionList } from '@patternfly/react-core'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { Fact } from '../components/fact.tsx'
import { useTexts } from '../messages/use-texts.tsx'
import { sumOf } from './sum-of-several.ts'

export type SeveralFactsProps = Readonly<{ recommendations: readonly Recommendation[]; moves: number }>

/** What several take together: moves, memory, time and what the VMs feel of it. */
export function SeveralFacts({ recommendations, moves }: SeveralFactsProps) {
  const { t, memory, duration, number } = useTexts()
  const { transferMiB, seconds, unknown, longestPauseMs } = sumOf(recommendations)
  const time = duration(seconds)
  const pause =
    longestPauseMs === undefined ? t('detail.cost.pause.unknown') : t('detail.cost.pause', { ms: longestPauseMs })
  return (
    <DescriptionList isHorizontal isCompact horizontalTermWidthModifier={{ default: '24ch' }}>
      <Fact term={t('several.moves')}>{number(moves)}</Fact>
      <Fact term={t('several.size')}>{memory(transferMiB)}</Fact>
      <Fact term={t('several.duration')}>
        {unknown === 0
          ? t('several.duration.of', { duration: time })
          : t('several.duration.some', { duration: time, unknown })}
      </Fact>
      <Fact term={t('several.risk')}>{t('several.risk.pause', { pause })}</Fact>
    </DescriptionList>
  )
}
