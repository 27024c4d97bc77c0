import { describe, expect, it } from 'vitest'
import { nodeWarning } from './version-info.ts'

describe('nodeWarning', () => {
  const cases = [
    { running: '26.10.0', warns: true },
    { running: '26.12.0', warns: true },
    { running: '26.12.1', warns: false },
    { running: '26.13.0', warns: false },
    { running: '27.0.0', warns: false },
    { running: '20.20.2', warns: true },
  ]
  for (const { running, warns } of cases) {
    it(`${warns ? 'warns' : 'is silent'} on Node ${running}`, () => {
      expect(nodeWarning(running) !== undefined).toBe(warns)
    })
  }
})
