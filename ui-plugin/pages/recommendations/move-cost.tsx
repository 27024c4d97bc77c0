import { DescriptionList } from '@patternfly/react-core'
import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { Fact } from '../../components/fact.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** What a migration takes, part by part; what was not predicted says so. */
export function MoveCost({ move: { cost, vmMemoryMiB } }: Readonly<{ move: MoveRecommendation }>) {
  const { t, memory, duration } = useTexts()
  const { transferMiB, estimatedSeconds, downtimeMs } = cost
  const again = transferMiB - vmMemoryMiB
  return (
    <DescriptionList isHorizontal isCompact>
      <Fact term={t('detail.cost.memory')}>{memory(vmMemoryMiB)}</Fact>
      <Fact term={t('detail.cost.transfer')}>
        {again < 1
          ? memory(transferMiB)
          : t('detail.cost.again', { memory: memory(transferMiB), again: memory(again) })}
      </Fact>
      <Fact term={t('detail.cost.duration')}>
        {estimatedSeconds === undefined
          ? t('detail.cost.duration.unknown')
          : t('detail.cost.duration.about', { duration: duration(estimatedSeconds) })}
      </Fact>
      <Fact term={t('detail.cost.standstill')}>
        {downtimeMs === undefined
          ? t('detail.cost.standstill.unknown')
          : t('detail.cost.standstill.about', { ms: downtimeMs })}
      </Fact>
    </DescriptionList>
  )
}
