/** Policy units on their page, for the tests of the table, of its notices and of reloading. */
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useRef } from 'react'
import type { UnitList } from '../../shared/api/service.ts'
import { aUnit } from '../../ui-plugin/pages/units/unit-samples.ts'
import { UnitsAttention } from '../../ui-plugin/pages/units/units-attention.tsx'
import { UnitsCard } from '../../ui-plugin/pages/units/units-card.tsx'
import { useUnits } from '../../ui-plugin/pages/units/use-units.ts'
import { type FakeReply, fakeService, renderInPortal } from './portal-page.tsx'

function Page() {
  const [units, reload] = useUnits()
  const title = useRef<HTMLElement>(null)
  return (
    <>
      <UnitsAttention units={units} onShow={() => title.current?.focus()} />
      <UnitsCard units={units} onReload={reload} titleRef={title} />
    </>
  )
}

type Options = Readonly<{ post?: () => FakeReply; locale?: string; list?: () => FakeReply }>

/** The units' card and what draws attention to it, before a service that tells of these units until `become` has others. */
export async function open(first: UnitList, { post, locale, list }: Options = {}) {
  let current = first
  const service = fakeService({
    'GET /policy-units': list ?? (() => ({ body: current })),
    'POST /policy-units/guard/reload': post ?? (() => ({ body: current })),
  })
  await renderInPortal(<Page />, service, locale)
  return {
    service,
    user: userEvent.setup(),
    become(next: UnitList) {
      current = next
    },
    posts: () => service.calls.filter(({ call }) => call.startsWith('POST')).map(({ call }) => call),
  }
}

/** The titles of all notices. */
export const alerts = () => screen.queryAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)
/** What opens the details of this unit. */
export const details = (unit: string) => screen.findByRole('button', { name: `Details of ${unit}` })
/** The row of this unit in the table. */
export const row = async (unit: string) => (await details(unit)).closest('tr') ?? document.body
/** What loads the plugin of guard again. */
export const reload = () => screen.findByRole('button', { name: 'Reload the plugin of guard' })
/** guard, in quarantine. */
export const broken = aUnit({
  state: 'quarantined',
  quarantined: true,
  problem: 'failed 5 times in a row, last: no answer in 1000 ms',
  calls: { count: 41, failures: 5, p50Ms: 0.04, p99Ms: 1000 },
})
