import '@patternfly/react-core/dist/styles/base.css'

import type { ComponentType } from 'react'
import type { PageName } from '../portal/page-address.ts'
import { pageIn } from '../portal/page-address.ts'
import { startPage } from './app/start-page.tsx'
import { ClusterSchedulingPage } from './cluster-scheduling/cluster-scheduling-page.tsx'
import { SchedulerPage } from './scheduler/scheduler-page.tsx'

// Last, so that it may adjust what PatternFly's own sheets say.
import '../static/plugin.css'

const pages: Readonly<Record<PageName, ComponentType>> = {
  scheduler: SchedulerPage,
  'cluster-scheduling': ClusterSchedulingPage,
}

const Page = pages[pageIn(window.location.hash)]
void startPage(<Page />)
