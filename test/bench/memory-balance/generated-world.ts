import { createRandom } from '../../../server/planner/search/random.ts'
import type { WorldGuest, WorldInput } from '../../fakes/balloon/balloon-world.ts'

const GIB = 1024 * 1024
const SIZES_GIB = [1, 2, 4, 4, 8, 8, 16, 32]

/**
 * A host of 32 to 512 GiB by its seed, with VMs whose maxima come to 1.0 to 1.6 times its memory, which begin with equal shares of 85 % of it. A VM
 * uses 15 to 70 % of its maximum, in a wave of one to four hours, with two bursts up to 95 % an hour. The same
 * seed and time make the same, whatever the period.
 */
export function generatedWorld(seed: number, periodS: number): WorldInput {
  const random = createRandom(seed)
  const between = (least: number, most: number) => least + (most - least) * random.next()
  const totalKiB = 32 * 2 ** random.below(5) * GIB
  const promisedKiB = totalKiB * between(1, 1.6)
  const maxima: number[] = []
  for (let sumKiB = 0; sumKiB < promisedKiB; sumKiB += maxima.at(-1) ?? 0)
    maxima.push((SIZES_GIB[random.below(SIZES_GIB.length)] ?? 1) * GIB)
  const share = Math.min(1, (0.85 * totalKiB) / maxima.reduce((sum, kib) => sum + kib, 0))
  const guests = maxima.map((maxKiB, at): WorldGuest => {
    const [middle, swing, phase] = [between(0.2, 0.6), between(0, 0.15), between(0, 2 * Math.PI)]
    const waveS = between(3_600, 14_400)
    const bursts = [0, 1].map(() => ({ atS: between(0, 3_600), forS: between(60, 600), by: between(0.05, 0.35) }))
    return {
      id: `vm${at}`,
      maxKiB,
      minKiB: Math.floor(maxKiB * 0.3),
      sizeKiB: Math.floor(maxKiB * Math.max(0.3, share)),
      balloonKiBPerRound: GIB * periodS,
      usedKiB: round => {
        const timeS = round * periodS
        const inHourS = timeS % 3_600
        const burst = bursts.reduce(
          (sum, { atS, forS, by }) => sum + (inHourS >= atS && inHourS < atS + forS ? by : 0),
          0,
        )
        const part = middle + swing * Math.sin((2 * Math.PI * timeS) / waveS + phase) + burst
        return Math.floor(maxKiB * Math.min(0.95, part))
      },
    }
  })
  return { totalKiB, overheadKiB: () => Math.floor(totalKiB * 0.03), guests, periodS }
}
