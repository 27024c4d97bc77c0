import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { broken, open, reload, row } from '../../../test/fakes/units-stage.tsx'
import { aPlugin, aUnitList, guardFile, ours } from './unit-samples.ts'

describe('reloading a plugin', () => {
  it('ends a quarantine and says when', async () => {
    const { user, become, posts } = await open(aUnitList({ units: [ours, broken] }))
    const button = await reload()
    become(aUnitList())
    await user.click(button)
    await screen.findByText('Reloaded')
    await within(await row('guard')).findByText('Active')
    expect(posts()).toEqual(['POST /policy-units/guard/reload'])
    expect(screen.queryByText(/need attention/)).toBeNull()
  })

  const notLoaded = {
    status: 422,
    body: {
      code: 'unit-not-loaded',
      message: `${guardFile} cannot be loaded: line 3: unexpected }`,
      fix: 'Mend the plugin’s file.',
      requestId: 'r8',
    },
  }
  const refusals = [
    {
      why: 'the permission is missing',
      status: 403,
      body: {
        code: 'forbidden',
        message: 'reader lacks the permission edit_cluster_configuration in the whole system.',
        fix: 'Ask an administrator.',
        requestId: 'r7',
      },
    },
    { why: 'the file is broken', ...notLoaded },
  ]
  for (const { why, status, body } of refusals) {
    it(`says below the row that ${why}, until it is closed`, async () => {
      const { user, posts } = await open(aUnitList(), { post: () => ({ status, body }) })
      await user.click(await reload())
      const refusal = await screen.findByRole('alert')
      expect(within(refusal).getByText(`${body.message} ${body.fix}`)).toBeDefined()
      expect(within(refusal).getByText(`Code: ${body.code} · Request: ${body.requestId}`)).toBeDefined()
      expect(refusal.closest('tbody')).toBe((await row('guard')).closest('tbody'))
      expect(posts()).toHaveLength(1)
      await user.click(within(refusal).getByRole('button', { name: 'Close' }))
      expect(screen.queryByRole('alert')).toBeNull()
    })
  }

  it('is not offered to who lacks the permission, and names it', async () => {
    const { user, posts } = await open(aUnitList({ mayReload: false }))
    const button = await reload()
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getAllByText('Needs the permission “edit_cluster_configuration” in the whole system.')).toHaveLength(
      2,
    )
    await user.click(button)
    expect(posts()).toEqual([])
  })

  it('shows what became of a file that is refused now', async () => {
    const { user, become } = await open(aUnitList(), { post: () => notLoaded })
    const button = await reload()
    become(aUnitList({ plugins: [aPlugin({ state: 'outdated', problems: ['line 3: unexpected }'] })] }))
    await user.click(button)
    await screen.findByText(/guard.ts is broken; its last good version runs/)
  })
})
