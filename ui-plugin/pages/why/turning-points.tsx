import type { Placement } from '../../../shared/plan/placement.ts'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** More than these are not simple any more. */
const SHOWN = 3

export type TurningPointsProps = Readonly<{ placement: Placement; title?: string }>

/** The smallest change of the policy with which the second host would be chosen. */
export function TurningPoints({ placement: { hosts, runnerUpWins }, title }: TurningPointsProps) {
  const { t, number } = useTexts()
  const second = hosts.filter(({ kept }) => kept)[1]
  return (
    <Section title={title ?? t('why.flips')}>
      {second === undefined && <p>{t('why.flips.noSecond')}</p>}
      {second !== undefined && runnerUpWins.length === 0 && <p>{t('why.flips.none')}</p>}
      {second !== undefined && runnerUpWins.length > 0 && (
        <ul>
          {runnerUpWins.slice(0, SHOWN).map(({ unit, factor, needed, direction }) => (
            <li key={`${unit} ${direction}`} className="listed-point">
              {t(`why.flips.${direction}`, {
                host: second.host.name,
                unit,
                factor: number(factor),
                needed: number(needed),
              })}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
