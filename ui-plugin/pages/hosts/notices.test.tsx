import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../shared/plan/notice.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { Notices } from './notices.tsx'

const notice = (number: number): Notice => ({
  subject: { kind: 'host', id: `h${number}`, name: `host${number}` },
  because: reason('ha-vms-unplaced', `If host${number} failed, 2 VMs would find no host.`),
})
const show = (count: number) =>
  renderInPortal(
    <Notices cluster="Prod" notices={Array.from({ length: count }, (_, at) => notice(at + 1))} />,
    fakeService({}),
  )

describe('the notices of a cluster', () => {
  it('are not there where there are none', async () => {
    const { container } = await show(0)
    expect(container.textContent).toBe('')
  })

  it.each([
    { count: 1, title: 'A notice about Prod', items: 1, last: /host1 failed/ },
    { count: 5, title: '5 notices about Prod', items: 5, last: /host5 failed/ },
    { count: 6, title: '6 notices about Prod', items: 6, last: /^and 1 more$/ },
    { count: 7, title: '7 notices about Prod', items: 6, last: /^and 2 more$/ },
  ])('$count: $title', async ({ count, title, items, last }) => {
    await show(count)
    expect(screen.getByRole('heading', { level: 2 }).textContent).toContain(title)
    const listed = within(screen.getByRole('list')).getAllByRole('listitem')
    expect(listed).toHaveLength(items)
    expect(listed.at(-1)?.textContent).toMatch(last)
  })
})
