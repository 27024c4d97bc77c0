import { rename } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { pluginFolder } from '../../../test/fakes/plugin-folder.ts'

const { fileIn, write, aSite } = pluginFolder()

describe('createSiteUnits, of files that bring the same name', () => {
  it('refuses a name that another file holds, and names both', async () => {
    const { site, ids, running, states, changes } = aSite()
    await write('a.ts', 'one')
    await write('b.ts', 'two one')
    await site.refresh()
    expect([ids(), running(), states()]).toEqual([['one'], ['one'], ['a.ts active', 'b.ts refused']])
    expect(site.plugins()[1]?.problems).toEqual([
      `${fileIn('b.ts')}: one has the name of a unit that ${fileIn('a.ts')} brings; rename one`,
    ])
    await site.refresh()
    expect(changes()).toBe(1)
    // It comes into its own when the other gives the name up, though the file itself is the same.
    await write('a.ts', 'three')
    await site.refresh()
    expect(ids()).toEqual(['three', 'two', 'one'])
  })

  it('keeps a name with the file that has it, whichever comes first', async () => {
    const { site, ids, states } = aSite()
    await write('b.ts', 'one')
    await site.refresh()
    await write('a.ts', 'one')
    await site.refresh()
    expect([ids(), states()]).toEqual([['one'], ['a.ts refused', 'b.ts active']])
    expect(site.units()[0]?.source).toBe(fileIn('b.ts'))
  })

  it('takes a renamed file for the same in one look', async () => {
    const { site, ids, running, states } = aSite()
    await write('b.ts', 'one')
    await site.refresh()
    await rename(fileIn('b.ts'), fileIn('a.ts'))
    await site.refresh()
    expect([ids(), running(), states()]).toEqual([['one'], ['one'], ['a.ts active']])
  })

  it('hands a name from a later file to an earlier one in one look', async () => {
    const { site, ids, running, states } = aSite()
    await write('a.ts', 'one')
    await write('b.ts', 'two')
    await site.refresh()
    await write('a.ts', 'two')
    await write('b.ts', 'three')
    await site.refresh()
    expect([ids(), running()]).toEqual([
      ['two', 'three'],
      ['three', 'two'],
    ])
    expect(states()).toEqual(['a.ts active', 'b.ts active'])
  })

  it('lets two files that exchange names go on as they were, and says why', async () => {
    const { site, ids, states } = aSite()
    await write('a.ts', 'one')
    await write('b.ts', 'two')
    await site.refresh()
    await write('a.ts', 'two')
    await write('b.ts', 'one')
    await site.refresh()
    expect([ids(), states()]).toEqual([
      ['one', 'two'],
      ['a.ts outdated', 'b.ts outdated'],
    ])
  })

  it('lets the last file win under strict compatibility', async () => {
    const { site, ids, states } = aSite({ lastWins: true })
    await write('a.ts', 'one two')
    await write('b.ts', 'one')
    await site.refresh()
    expect([ids(), states()]).toEqual([
      ['one', 'two'],
      ['a.ts active', 'b.ts active'],
    ])
    expect(site.units()[0]?.source).toBe(fileIn('b.ts'))
  })
})
