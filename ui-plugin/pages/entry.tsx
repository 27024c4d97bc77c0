import '@patternfly/react-core/dist/styles/base.css'

import { type ComponentType, lazy, Suspense } from 'react'
import { PageLoading } from '../components/page-states.tsx'
import type { PageName } from '../portal/page-address.ts'
import { pageIn } from '../portal/page-address.ts'
import { startPage } from './app/start-page.tsx'
import { SchedulerPage } from './scheduler/scheduler-page.tsx'

// Last, so that it may adjust what PatternFly's own sheets say.
import '../static/plugin.css'

const pages: Readonly<Record<PageName, ComponentType>> = {
  scheduler: SchedulerPage,
  'cluster-scheduling': lazy(async () => ({
    default: (await import('./cluster-scheduling/cluster-scheduling-page.tsx')).ClusterSchedulingPage,
  })),
  'host-why': lazy(async () => ({ default: (await import('./why/host-why-page.tsx')).HostWhyPage })),
  'vm-why': lazy(async () => ({ default: (await import('./why/vm-why-page.tsx')).VmWhyPage })),
}

const Page = pages[pageIn(window.location.hash)]
void startPage(
  <Suspense fallback={<PageLoading />}>
    <Page />
  </Suspense>,
)
