import { PageFailure, PageLoading } from '../../components/page-states.tsx'
import type { ViewProps } from '../scheduler/view-bodies.tsx'

export function AutomationView({ data: { automation, reloadAutomation } }: ViewProps) {
  if (automation.state === 'failed') return <PageFailure failure={automation.failure} onRetry={reloadAutomation} />
  return <PageLoading />
}
