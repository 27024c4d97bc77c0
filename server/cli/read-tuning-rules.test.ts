import { describe, expect, it } from 'vitest'
import { ConfigError } from '../config/config-error.ts'
import { loadConfig } from '../config/load-config.ts'
import { readTuningRules } from './read-tuning-rules.ts'

const rulesOf = (flags: Record<string, string>) => readTuningRules(loadConfig({ environment: {}, flags }).config)

describe('readTuningRules', () => {
  it('lets policies stop nothing unless told so, and knows four classes', () => {
    const { allowStop, classTags } = rulesOf({})
    expect([allowStop, classTags.map(({ slaClass }) => slaClass)]).toEqual([
      [],
      ['platinum', 'gold', 'compute', 'vapor'],
    ])
  })

  it('reads what may be stopped and which tags are classes', () => {
    const flags = { 'tuning.allowStop': 'suspend,shutdown', 'tuning.classTags': 'vapor=spare' }
    expect(rulesOf(flags)).toMatchObject({
      allowStop: ['suspend', 'shutdown'],
      classTags: [{ slaClass: 'vapor', tag: 'spare' }],
    })
  })

  it.each([
    { setting: 'tuning.allowStop', given: 'kill', problem: '"kill" must be one of suspend, shutdown' },
    { setting: 'tuning.classTags', given: 'vapor', problem: '"vapor" must be CLASS=TAG' },
    { setting: 'tuning.modes', given: '*=fast', problem: '"*=fast" must be one of' },
    { setting: 'tuning.controllers', given: 'Fan', problem: 'there is no Fan' },
  ])('refuses $setting as $given, by name', ({ setting, given, problem }) => {
    const read = () => rulesOf({ [setting]: given })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(`${setting}: ${problem}`)
  })
})
