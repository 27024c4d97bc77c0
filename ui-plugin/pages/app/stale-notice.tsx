import type { Remote } from '../../api/use-remote.ts'
import { Alert } from '../../components/alert.tsx'
import { useFailureText } from '../../components/page-states.tsx'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** As the service sends it with everything that follows from the engine. */
export type Freshness = Readonly<{
  snapshotAgeMs?: number | undefined
  problem?: Readonly<{ code: string; message: string; sinceMs: number }> | undefined
}>

/** The service reads the engine every few seconds; this long without a word means that something is stuck. */
export const OLD_MS = 120_000

/** Says why the figures may be out of date; nothing when they are not. */
export function StaleNotice({ remote }: Readonly<{ remote: Remote<Freshness> }>) {
  const { t, time, duration } = useTexts()
  const failureText = useFailureText()
  const now = useNow(5000)
  if (remote.state !== 'ready') return null
  const { failure, data, loadedAtMs } = remote
  if (failure !== undefined) {
    return (
      <Alert component="h2" variant="warning" isInline title={t('state.stale.failed')}>
        {failureText(failure)}
      </Alert>
    )
  }
  if (data.problem !== undefined) {
    return (
      <Alert
        component="h2"
        variant="warning"
        isInline
        title={t('state.stale.engine', { time: time(data.problem.sinceMs) })}
      >
        {data.problem.message} ({data.problem.code})
      </Alert>
    )
  }
  const ageMs = (data.snapshotAgeMs ?? 0) + now - loadedAtMs
  if (ageMs < OLD_MS) return null
  return (
    <Alert component="h2" variant="warning" isInline title={t('state.stale.age', { ago: duration(ageMs / 1000) })} />
  )
}
