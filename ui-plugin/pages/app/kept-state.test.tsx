import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, useState } from 'react'
import { afterEach, expect, it } from 'vitest'
import { KeepState, useKept } from './kept-state.tsx'

function Field({ name }: Readonly<{ name: string }>) {
  const [text, setText] = useKept(name, () => 'as loaded')
  return <input aria-label={name} value={text} onChange={event => setText(event.target.value)} />
}

function Parts({ wrap }: Readonly<{ wrap: (parts: ReactNode) => ReactNode }>) {
  const [shown, setShown] = useState('a')
  return (
    <>
      <button type="button" onClick={() => setShown(shown === 'a' ? 'b' : 'a')}>
        other part
      </button>
      {wrap(<Field key={shown} name={shown} />)}
    </>
  )
}

afterEach(cleanup)

it.each([
  { why: 'is kept while the page is open', wrap: (parts: ReactNode) => <KeepState>{parts}</KeepState>, back: 'typed' },
  { why: 'is forgotten outside of it', wrap: (parts: ReactNode) => parts, back: 'as loaded' },
])('what was typed $why, under its own key', async ({ wrap, back }) => {
  const user = userEvent.setup()
  render(<Parts wrap={wrap} />)
  const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name)
  const goOn = () => user.click(screen.getByRole('button'))
  await user.clear(field('a'))
  await user.type(field('a'), 'typed')
  await goOn()
  expect(field('b').value).toBe('as loaded')
  await goOn()
  expect(field('a').value).toBe(back)
})
