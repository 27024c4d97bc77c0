import type { ReactNode } from 'react'
import type { Remote } from '../../api/use-remote.ts'
import { PageFailure, PageLoading } from '../../components/page-states.tsx'

export type WhenReadyProps<T> = Readonly<{
  remote: Remote<T>
  onRetry: () => void
  children: (data: T) => ReactNode
}>

/** What was loaded, once it is; until then that it is being loaded, or why it is not, with a way to try again. */
export function WhenReady<T>({ remote, onRetry, children }: WhenReadyProps<T>) {
  if (remote.state === 'loading') return <PageLoading />
  if (remote.state === 'failed') return <PageFailure failure={remote.failure} onRetry={onRetry} />
  return children(remote.data)
}
