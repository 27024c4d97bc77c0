import { describe, expect, it } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { turnedAwayLog } from './turned-away.ts'

describe('turnedAwayLog', () => {
  it('names at most a hundred in a minute, then says once that there are more', () => {
    let nowMs = 0
    const { log, lines } = aLog()
    const { stranger } = turnedAwayLog(log, () => nowMs)
    const scan = () => {
      for (let host = 0; host < 1_000; host++) stranger(`2001:db8::${host.toString(16)}`)
    }
    scan()
    expect(lines).toHaveLength(101)
    expect(lines.at(-1)).toMatchObject({ fields: {}, sentence: expect.stringContaining('Many different') })
    nowMs = 60_000
    scan()
    expect(lines).toHaveLength(202)
  })
})
