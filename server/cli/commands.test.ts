import { describe, expect, it } from 'vitest'
import { neededCommands } from './commands.ts'

const loaded = async (...args: string[]) =>
  await Promise.all(neededCommands(args).map(async load => (await load())(() => undefined).name()))

describe('the commands that are loaded', async () => {
  const all = await loaded('--help')

  it('are all of them for whoever asks for help, has mistyped, or says nothing', async () => {
    expect(all).toContain('serve')
    expect(await loaded('srve')).toEqual(all)
    expect(await loaded()).toEqual(all)
    expect(await loaded('help', 'plan')).toEqual(all)
    expect(await loaded('constructor')).toEqual(all)
  })

  it('are none for the version', async () => {
    expect(await loaded('--version')).toEqual([])
    expect(await loaded('-V')).toEqual([])
  })

  it.each(all)('is %s alone where it is named', async name => {
    expect(await loaded(name, '--help')).toEqual([name])
  })
})
