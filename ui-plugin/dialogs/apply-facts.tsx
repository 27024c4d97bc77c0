import { DescriptionList } from '@patternfly/react-core'
import type { MoveRecommendation, PlanRecommendation } from '../../shared/plan/recommendation.ts'
import { Fact } from '../components/fact.tsx'
import { useTexts } from '../messages/use-texts.tsx'

/** What is about to be done, as terms and figures. */
export function ApplyFacts({ recommendation }: Readonly<{ recommendation: MoveRecommendation | PlanRecommendation }>) {
  const moveFacts = useMoveFacts()
  const planFacts = usePlanFacts()
  const facts = recommendation.kind === 'plan' ? planFacts(recommendation) : moveFacts(recommendation)
  return (
    <DescriptionList
      isHorizontal
      isCompact
      horizontalTermWidthModifier={{ default: recommendation.kind === 'plan' ? '20ch' : '24ch' }}
      columnModifier={{ default: '1Col', ...(recommendation.kind === 'plan' && { md: '2Col' }) }}
    >
      {facts.map(([term, description]) => (
        <Fact key={term} term={term}>
          {description}
        </Fact>
      ))}
    </DescriptionList>
  )
}

type Facts = readonly (readonly [term: string, description: string])[]

function useMoveFacts(): (move: MoveRecommendation) => Facts {
  const { t, memory, change, ratio, duration } = useTexts()
  return ({ vm, from, to, cost, effects }) => [
    [t('apply.vm'), vm.name],
    [t('apply.move'), `${from.name} → ${to.name}`],
    [t('apply.size'), memory(cost.transferMiB)],
    [
      t('apply.duration'),
      cost.estimatedSeconds === undefined
        ? t('state.unknown')
        : t('apply.duration.about', { duration: duration(cost.estimatedSeconds) }),
    ],
    ...effects.flatMap(effect => [
      [
        t('hosts.bar.memory', { host: effect.host.name }),
        change(effect.memoryUsedBeforePercent, effect.memoryUsedAfterPercent),
      ] as const,
      ...(effect.cpuAfterPercent === undefined
        ? []
        : [
            [
              t('hosts.bar.cpu', { host: effect.host.name }),
              change(effect.cpuBeforePercent, effect.cpuAfterPercent),
            ] as const,
          ]),
      ...(effect.vcpusPerCpuAfter === undefined
        ? []
        : [
            [
              t('hosts.bar.pressure', { host: effect.host.name }),
              t('hosts.pressure.value', { ratio: ratio(effect.vcpusPerCpuBefore, effect.vcpusPerCpuAfter) }),
            ] as const,
          ]),
    ]),
  ]
}

function usePlanFacts(): (wanted: PlanRecommendation) => Facts {
  const { t, memory, number, duration } = useTexts()
  return ({ plan: { steps, transferMiB, makespanS, scoreBefore, scoreAfter, emptied, blocked } }) => [
    [
      t('apply.plan.moves'),
      t('apply.plan.moves.of', { moves: steps.length, vms: new Set(steps.map(({ vm }) => vm.id)).size }),
    ],
    [t('apply.size'), memory(transferMiB)],
    [t('apply.duration'), t('apply.duration.about', { duration: duration(makespanS) })],
    ...(scoreBefore === undefined || scoreAfter === undefined
      ? []
      : ([
          [
            t('detail.plan.score'),
            t('detail.plan.score.of', { before: number(scoreBefore), after: number(scoreAfter) }),
          ],
        ] as const)),
    ...(emptied.length === 0
      ? []
      : ([[t('detail.plan.emptied'), emptied.map(({ name }) => name).join(', ')]] as const)),
    ...(blocked.length === 0
      ? []
      : ([[t('apply.plan.cannot'), t('recs.plan.blocked', { count: blocked.length })]] as const)),
  ]
}
