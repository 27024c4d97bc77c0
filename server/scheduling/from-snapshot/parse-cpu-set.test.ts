import { describe, expect, it } from 'vitest'
import { parseCpuSet } from './parse-cpu-set.ts'

describe('parseCpuSet', () => {
  it.each([
    { text: '0', cpus: [0] },
    { text: '0-3', cpus: [0, 1, 2, 3] },
    { text: '8,0-3,^2', cpus: [0, 1, 3, 8] },
    { text: '^2,0-3', cpus: [0, 1, 2, 3] },
    { text: ' 1 , 3 ', cpus: [1, 3] },
    { text: '4095', cpus: [4095] },
    { text: '4096', cpus: undefined },
    { text: '3-1', cpus: undefined },
    { text: '', cpus: undefined },
    { text: '1,', cpus: undefined },
    { text: '-1', cpus: undefined },
    { text: 'a', cpus: undefined },
  ])('reads "$text" as $cpus', ({ text, cpus }) => {
    expect(parseCpuSet(text)).toEqual(cpus)
  })
})
