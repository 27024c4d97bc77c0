import { DescriptionList } from '@patternfly/react-core'
import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { Fact } from '../../components/fact.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { usePauseText } from './pause-text.ts'

/** What a migration takes in a sentence, then what of it is sent twice, and why a part is not known. */
export function MoveCost({ move: { cost, vmMemoryMiB } }: Readonly<{ move: MoveRecommendation }>) {
  const { t, memory, duration } = useTexts()
  const pause = usePauseText()
  const { transferMiB, estimatedSeconds, downtimeMs } = cost
  const again = transferMiB - vmMemoryMiB
  const sent = memory(transferMiB)
  return (
    <>
      <p>
        {estimatedSeconds === undefined
          ? t('detail.cost.unknown', { memory: sent })
          : t('detail.cost.text', { memory: sent, duration: duration(estimatedSeconds), pause: pause([downtimeMs]) })}
      </p>
      <DescriptionList isHorizontal isCompact className="detail-cost">
        <Fact term={t('detail.cost.memory')}>{memory(vmMemoryMiB)}</Fact>
        <Fact term={t('detail.cost.transfer')}>
          {again < 1 ? sent : t('detail.cost.again', { memory: sent, again: memory(again) })}
        </Fact>
        {estimatedSeconds === undefined && (
          <Fact term={t('detail.cost.duration')}>{t('detail.cost.duration.unknown')}</Fact>
        )}
        {downtimeMs === undefined && (
          <Fact term={t('detail.cost.standstill')}>{t('detail.cost.standstill.unknown')}</Fact>
        )}
      </DescriptionList>
    </>
  )
}
