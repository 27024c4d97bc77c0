import { rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { aSnapshot } from '../../../test/fakes/builders.ts'
import { aLog } from '../../../test/fakes/log.ts'
import { pluginFolder } from '../../../test/fakes/plugin-folder.ts'
import { createSiteUnits } from './site-units.ts'

const { fileIn, write, aSite } = pluginFolder()

describe('createSiteUnits', () => {
  it('has nothing where there is no directory', async () => {
    const { log } = aLog()
    const load = () => Promise.reject(new Error('not asked'))
    const deps = { load, configurationStamp: async () => '', lastWins: false, log }
    const site = createSiteUnits({ ...deps, directory: fileIn('absent') })
    await site.refresh()
    expect([site.units(), site.plugins()]).toEqual([[], []])
  })

  it('follows files that are added, changed and removed', async () => {
    const { site, ids, running, states, changes } = aSite()
    await write('b.ts', 'two three')
    await write('a.py', 'one')
    await write('notes.txt', 'nothing')
    await write('a.test.ts', 'nothing')
    await write('types.d.ts', 'nothing')
    await site.refresh()
    expect([ids(), states(), changes()]).toEqual([['one', 'two', 'three'], ['a.py active', 'b.ts active'], 1])

    await write('a.py', 'uno')
    await site.refresh()
    expect([ids(), running(), changes()]).toEqual([['uno', 'two', 'three'], ['two three', 'uno'], 2])

    await rm(fileIn('b.ts'))
    await site.refresh()
    expect([ids(), running(), changes()]).toEqual([['uno'], ['uno'], 3])
  })

  it('follows schedulers too, one file for each name, and says which are not used', async () => {
    const { site, states, lines } = aSite()
    const ids = () => site.schedulers().map(({ scheduler }) => scheduler.id)
    await write('a.ts', 'one scheduler:night')
    await write('b.ts', 'scheduler:night')
    await site.refresh()
    expect([ids(), states()]).toEqual([['night'], ['a.ts active', 'b.ts refused']])
    expect(site.plugins().map(({ problems }) => problems.join())).toEqual([
      '',
      expect.stringContaining('night has the name of a scheduler that'),
    ])
    expect(site.plugins()[0]?.schedulerIds).toEqual(['night'])

    await write('a.ts', 'one scheduler:future')
    await site.refresh()
    expect([ids(), states()]).toEqual([
      ['future', 'night'],
      ['a.ts active', 'b.ts active'],
    ])
    expect(lines.map(({ sentence }) => sentence)).toContain('A scheduler is not used.')
  })

  it('does nothing when nothing has changed', async () => {
    const { site, loads, changes } = aSite()
    await write('a.ts', 'one')
    await write('b.ts', 'one')
    await write('c.ts', 'broken')
    await site.refresh()
    const before = site.units()
    await write('a.ts', 'one')
    await site.refresh()
    expect(site.units()).toBe(before)
    expect([loads.filter(text => text !== 'one'), changes()]).toEqual([['broken'], 1])
  })

  it.each(['broken', 'bug'])('keeps the last good version of a file that is now %s', async text => {
    const { site, ids, running, states } = aSite()
    await write('a.ts', 'one')
    await site.refresh()
    await write('a.ts', text)
    await site.refresh()
    expect([ids(), running(), states()]).toEqual([['one'], ['one'], ['a.ts outdated']])
    expect(site.plugins()[0]?.problems).toEqual(text === 'bug' ? ['ours'] : ['it is broken', 'in two places'])

    await write('a.ts', 'mended')
    await site.refresh()
    expect([ids(), running(), states()]).toEqual([['mended'], ['mended'], ['a.ts active']])
  })

  it('says what is wrong with a file that never ran, and lets the others run', async () => {
    const { site, ids, states, lines } = aSite()
    await write('a.ts', 'broken')
    await write('b.ts', 'one')
    await write('c.ts', Buffer.alloc(2_000_000))
    await site.refresh()
    expect([ids(), states()]).toEqual([['one'], ['a.ts refused', 'b.ts active', 'c.ts refused']])
    expect(site.plugins()[2]?.problems[0]).toContain('it has 2000000 bytes; a plugin may have 1048576')
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
  })

  it('loads everything again when the configuration changes', async () => {
    const { site, loads, restamp } = aSite()
    await write('a.ts', 'one')
    await site.refresh()
    restamp()
    await site.refresh()
    expect(loads).toEqual(['one', 'one'])
  })

  it('loads an unchanged file again when told to, as another unit', async () => {
    const { site, loads } = aSite()
    await write('a.ts', 'one')
    await site.refresh()
    const [before] = site.units()
    expect(await site.reload(fileIn('a.ts'))).toBe(true)
    expect(site.units()[0]).not.toBe(before)
    expect(loads).toEqual(['one', 'one'])
    expect(await site.reload(fileIn('b.ts'))).toBe(false)
    await write('a.ts', 'broken')
    expect(await site.reload(fileIn('a.ts'))).toBe(false)
  })

  it('looks once more for who asks during a look', async () => {
    const { site, ids, hold, loads } = aSite()
    const held = Promise.withResolvers<void>()
    hold(held.promise)
    await write('a.ts', 'one')
    const looks = [site.refresh()]
    while (loads.length === 0) await new Promise(setImmediate)
    await write('a.ts', 'two')
    looks.push(site.refresh(), site.refresh())
    held.resolve()
    await Promise.all(looks)
    expect([ids(), loads]).toEqual([['two'], ['one', 'two']])
  })

  it('shows snapshots, the newest also to what is loaded later', async () => {
    const { site, shown } = aSite()
    await write('a.ts', 'one')
    await site.refresh()
    const snapshot = aSnapshot()
    site.show(snapshot)
    await write('b.ts', 'two')
    await site.refresh()
    expect(shown).toEqual([snapshot, snapshot])
  })

  it('ends everything when it is closed, also what was just being loaded', async () => {
    const { site, hold, loads, running } = aSite()
    const held = Promise.withResolvers<void>()
    hold(held.promise)
    await write('a.ts', 'one')
    void site.refresh()
    while (loads.length === 0) await new Promise(setImmediate)
    const closed = site.close()
    held.resolve()
    await closed
    await site.refresh()
    expect([running(), loads]).toEqual([[], ['one']])
  })
})
