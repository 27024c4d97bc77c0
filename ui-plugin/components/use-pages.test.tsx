import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { fakeService, renderInPortal } from '../../test/fakes/portal-page.tsx'
import { usePages } from './use-pages.tsx'

function Numbers({ count }: Readonly<{ count: number }>) {
  const [key, setKey] = useState('a')
  const [shown, pager] = usePages(
    Array.from({ length: count }, (_, at) => at),
    { title: 'Numbers', key },
  )
  return (
    <>
      <output>{shown.join(' ')}</output>
      {['a', 'b'].map(one => (
        <button key={one} type="button" onClick={() => setKey(one)}>
          {one}
        </button>
      ))}
      {pager}
    </>
  )
}

const shown = () => screen.getByRole('status').textContent

async function open(count: number) {
  await renderInPortal(<Numbers count={count} />, fakeService({}))
  return userEvent.setup()
}

describe('usePages', () => {
  it('shows the first page, then the last, which need not be full', async () => {
    const user = await open(23)
    expect(shown()).toBe('0 1 2 3 4 5 6 7 8 9')
    await user.click(screen.getByRole('button', { name: 'Last page' }))
    expect(shown()).toBe('20 21 22')
  })

  it('begins anew with another key, also with one that was there before', async () => {
    const user = await open(23)
    await user.click(screen.getByRole('button', { name: 'Last page' }))
    await user.click(screen.getByRole('button', { name: 'b' }))
    expect(shown()).toMatch(/^0 /)
    await user.click(screen.getByRole('button', { name: 'a' }))
    expect(shown()).toMatch(/^0 /)
  })

  it('needs no pages for what fits on one', async () => {
    await open(10)
    expect(screen.queryByRole('navigation')).toBeNull()
    expect(shown()).toBe('0 1 2 3 4 5 6 7 8 9')
  })
})
