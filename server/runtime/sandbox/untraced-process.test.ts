import { expect, it } from 'vitest'
import { startUnruly } from '../../../test/fakes/unruly-script.ts'
import { currentTrace, traceFor, within } from '../../telemetry/trace.ts'

it('a plugin process outlives the request that started it, and is not of its trace', async () => {
  await using plugin = await within(traceFor(undefined), () => startUnruly(''))
  const [child] = plugin.children
  const seen = await new Promise(resolve => {
    child?.once('close', () => resolve(currentTrace()))
    child?.kill('SIGKILL')
  })
  expect(seen).toBeUndefined()
})
