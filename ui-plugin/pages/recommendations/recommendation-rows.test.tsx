import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { header, move, open, shown, three } from '../../../test/fakes/recommendations-stage.tsx'

describe('the order of rows', () => {
  it('is by priority until another column is pressed, which says so', async () => {
    const { user } = await open(three)
    await waitFor(() => expect(shown()).toEqual(['c', 'b', 'a']))
    expect(header('Priority').getAttribute('aria-sort')).toBe('ascending')
    await user.click(within(header('VM, host or cluster')).getByRole('button'))
    expect(shown()).toEqual(['a', 'b', 'c'])
    expect(header('VM, host or cluster').getAttribute('aria-sort')).toBe('ascending')
    expect(header('Priority').hasAttribute('aria-sort')).toBe(false)
    await user.click(within(header('VM, host or cluster')).getByRole('button'))
    expect(shown()).toEqual(['c', 'b', 'a'])
  })

  it('stays under the pointer while figures change', async () => {
    const { change } = await open(three)
    await waitFor(() => expect(shown()).toEqual(['c', 'b', 'a']))
    await change([move('b', { priority: 1 }), move('c', { priority: 4 }), move('a'), move('d')])
    await screen.findByText('1 new recommendation')
    expect(shown()).toEqual(['c', 'b', 'a'])
  })
})

describe('the filter', () => {
  it('looks for a name, says how many match, and is cleared in one click', async () => {
    const { user } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.type(screen.getByRole('textbox', { name: 'Name of a VM, host or cluster' }), 'A')
    // Every cluster is called Default, and every move is from host1.
    expect(screen.getByText('3 of 3 shown')).toBeDefined()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Priority' }), 'Medium')
    expect(screen.getByText('1 of 3 shown')).toBeDefined()
    expect(shown()).toEqual(['a'])
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(shown()).toEqual(['c', 'b', 'a'])
  })

  it('says when nothing matches, with the way out', async () => {
    const { user } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'Plans')
    expect(screen.getByText('No recommendation matches the filters')).toBeDefined()
    const [, wayOut] = screen.getAllByRole('button', { name: 'Clear filters' })
    await user.click(wayOut ?? document.body)
    expect(shown()).toHaveLength(3)
  })

  it('does not announce what it hides', async () => {
    const { user, change } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Priority' }), 'High')
    await change([...three, move('d', { priority: 5 }), move('e', { priority: 2 })])
    await screen.findByText('1 new recommendation')
  })
})

describe('many', () => {
  const many = Array.from({ length: 45 }, (_, at) => move(`vm-${String(at).padStart(2, '0')}`))

  it('come in pages of 20', async () => {
    const { user } = await open(many)
    await screen.findByText('45 of 45 shown')
    expect(shown()).toHaveLength(20)
    await user.click(screen.getByRole('button', { name: 'Next page' }))
    expect(shown()[0]).toBe('vm-20')
  })

  it('are selected page by page, and stay selected', async () => {
    const { user, tell } = await open(many)
    await screen.findByText('45 of 45 shown')
    await user.click(screen.getByRole('checkbox', { name: 'Select all on this page' }))
    await user.click(screen.getByRole('button', { name: 'Next page' }))
    expect(screen.getByText('20 selected')).toBeDefined()
    await user.click(screen.getByRole('checkbox', { name: 'Select all on this page' }))
    await tell()
    expect(screen.getByText('40 selected')).toBeDefined()
  })

  it('are asked for until the service has no more', async () => {
    await open(three, {
      'GET /recommendations?state=open&limit=1000': { body: { recommendations: [move('one')], next: '5.one' } },
      'GET /recommendations?state=open&limit=1000&cursor=5.one': { body: { recommendations: [move('two')] } },
    })
    await screen.findByText('2 of 2 shown')
    expect(shown()).toEqual(['one', 'two'])
  })
})

describe('a row that has gone', () => {
  it('says what has become of it, and by whom', async () => {
    const dismissed = move('b', {
      state: 'dismissed',
      stateReason: { code: 'dismissed', text: 'eva dismissed it: backup', values: { user: 'eva', why: 'backup' } },
    })
    const { change } = await open(three, { 'GET /recommendations?ids=b': { body: { recommendations: [dismissed] } } })
    await screen.findByText('3 of 3 shown')
    await change(three.slice(1))
    await screen.findByText('eva dismissed it: backup')
    expect(screen.getByText('Dismissed')).toBeDefined()
    expect(shown()).toEqual(['c', 'b', 'a'])
  })
})
