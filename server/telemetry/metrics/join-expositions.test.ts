import { expect, it } from 'vitest'
import { joinExpositions } from './join-expositions.ts'

const family = (name: string, ...series: string[]) =>
  [`# HELP ${name} What it is`, `# TYPE ${name} counter`, ...series].join('\n')

it('joinExpositions has each name once, with the series of all under it', () => {
  const berlin = `${[family('a', 'a{engine="berlin"} 1'), family('b', 'b{engine="berlin",x="y z"} 2')].join('\n\n')}\n`
  const oslo = `${[family('a', 'a{engine="oslo"} 3', 'a{engine="oslo",x="1"} 4'), family('b'), family('c', 'c 5')].join('\n\n')}\n`
  expect(joinExpositions([berlin, oslo])).toBe(
    `${[
      family('a', 'a{engine="berlin"} 1', 'a{engine="oslo"} 3', 'a{engine="oslo",x="1"} 4'),
      family('b', 'b{engine="berlin",x="y z"} 2'),
      family('c', 'c 5'),
    ].join('\n\n')}\n`,
  )
})
