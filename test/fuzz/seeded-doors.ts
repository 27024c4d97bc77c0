/** Doors whose inputs are made by seed, many at a time, by benchmarks of their own. */
import fc from 'fast-check'
import { benchFrames } from '../bench/libvirt-frames.ts'
import { benchPolicyTexts } from '../bench/policy-texts.ts'
import { benchStompFrames } from '../bench/stomp-frames.ts'
import { type Door, knocksOf } from './door.ts'

type Figures = Readonly<{ complaints: readonly string[] }>

const AT_ONCE = 100
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })

const seeded = (bench: (count: number, seed: number) => Figures) => (): Door => ({
  knocks: knocksOf(seeds, seed => {
    const [complaint] = bench(AT_ONCE, seed).complaints
    if (complaint !== undefined) throw new Error(complaint)
    return `${AT_ONCE} inputs`
  }),
  close: () => undefined,
})

/** Host policies, from their text to the values and controls. */
export const languageDoor = seeded(benchPolicyTexts)
/** What a host says over vdsm’s STOMP. */
export const vdsmDoor = seeded(benchStompFrames)
/** What a host says over libvirt’s RPC. */
export const libvirtDoor = seeded(benchFrames)
