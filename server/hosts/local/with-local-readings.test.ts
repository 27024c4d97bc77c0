import { describe, expect, it } from 'vitest'
import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import { fakeHost } from '../../../test/fakes/host-dials.ts'
import { aGuestReading } from '../../../test/fakes/host-readings.ts'
import { manualClock } from '../../../test/fakes/manual-clock.ts'
import { aProcTree } from '../../../test/fakes/proc-tree.ts'
import type { Dial, HostAccess } from '../host-client.ts'
import { HostError } from '../host-error.ts'
import { createLocalHost, type LocalHost } from './local-host.ts'
import { dialWithLocalReadings, withLocalReadings } from './with-local-readings.ts'

const signal = AbortSignal.timeout(10_000)
const dialFake: Dial = (onEvent, dialSignal) => fakeHost(manualClock()).dial(onEvent, dialSignal)

describe('a link to this machine', () => {
  it('is the same link, with readings that are completed', async () => {
    const tree = await aProcTree()
    const { id } = aGuestReading()
    await tree.start(100, { arguments: ['qemu', '-uuid', id] })
    const link = await dialWithLocalReadings(dialFake, createLocalHost(tree.root))(() => undefined, signal)
    expect(link.software).toBe('fake host 1.0')
    expect((await link.readHost(signal)).memory.anonymousKiB).toBe(8_192_000)
    expect(await link.listGuests(signal)).toMatchObject([{ id, pid: 100 }])
    link.close()
    expect(await link.ended).toMatchObject({ code: 'host-closed' })
  })
})

describe('KSM of this machine', () => {
  const answers = [
    { why: 'is set by the link alone where it can', answer: undefined, local: [], code: undefined },
    { why: 'is set from within where the link cannot', answer: 'host-unsupported', local: [{ run: 'merge' }] },
    { why: 'is not set from within where the link refuses', answer: 'host-refused', local: [], code: 'host-refused' },
  ] as const
  for (const { why, answer, local: written, ...rest } of answers) {
    it(why, async () => {
      const tunes: KsmTune[] = []
      const local: LocalHost = {
        completeHost: async reading => reading,
        completeGuests: async guests => guests,
        setKsm: async tune => void tunes.push(tune),
      }
      const link = await dialFake(() => undefined, signal)
      const setKsm: HostAccess['setKsm'] = async () => {
        if (answer !== undefined) throw new HostError(answer, 'no')
      }
      const asked = withLocalReadings({ ...link, setKsm }, local).setKsm({ run: 'merge' }, signal)
      const code = await asked.then(
        () => undefined,
        error => error.code,
      )
      expect(code).toBe('code' in rest ? rest.code : undefined)
      expect(tunes).toEqual(written)
    })
  }
})
