import { describe, expect, it } from 'vitest'
import { parseFromPlugin } from './parse-from-plugin.ts'

describe('parseFromPlugin', () => {
  it.each([
    { why: 'none at all', problem: '' },
    { why: 'nothing that is seen', problem: ' \u0000\n ' },
  ])('has words for a problem of $why', ({ problem }) => {
    const said = 'it failed and does not say why'
    expect(parseFromPlugin(JSON.stringify({ say: 'broken', problem }))).toEqual({ say: 'broken', problem: said })
    expect(parseFromPlugin(JSON.stringify({ say: 'failed', id: 1, problem }))).toMatchObject({ problem: said })
  })

  it('keeps a problem as it is told, in one line', () => {
    expect(parseFromPlugin('{"say":"broken","problem":"a\\nb"}')).toEqual({ say: 'broken', problem: 'a b' })
  })
})
