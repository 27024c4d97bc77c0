import type { HostPins } from '../../../shared/api/pins.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { cpuRanges } from '../host-detail/cpu-ranges.ts'
import type { HeatGrid } from './heat-grid.ts'

export type HeatWords = Readonly<{
  /** One cell: when, which CPUs, how loaded, with how many vCPUs; of now and after also which. */
  sayCell(grid: HeatGrid, row: number, column: number): string
  /** The whole map in a sentence. */
  sayAll(grid: HeatGrid): string
}>

/** Of many vCPUs on one core, so many are named. */
const NAMED = 6

export function useHeatWords(pins: Pick<HostPins, 'vcpus' | 'heat' | 'before' | 'after'>): HeatWords {
  const { t, time, percent, number, list } = useTexts()

  const namesAt = (core: number, kind: 'now' | 'after'): string => {
    const there = pins.vcpus
      .filter(vcpu => (kind === 'now' ? vcpu.core : vcpu.coreAfter) === core)
      .toSorted((a, b) => b.demandPercent - a.demandPercent)
    const named = there
      .slice(0, NAMED)
      .map(({ vmName, vcpu, demandPercent }) =>
        t('pinHeat.vcpu', { vm: vmName, vcpu: number(vcpu), demand: percent(demandPercent) }),
      )
    const left = there.length - named.length
    return list([...named, ...(left > 0 ? [t('pinHeat.more', { count: left })] : [])])
  }

  return {
    sayCell(grid, row, column) {
      const [of, at, cell] = [grid.rows[row], grid.columns[column], grid.cellAt(row, column)]
      if (of === undefined || at === undefined) return ''
      const when = at.kind === 'past' ? time(at.atMs) : t(`pinHeat.${at.kind}`)
      const cpus = cpuRanges(of.cpuIds)
      if (cell === undefined) return t('pinHeat.cell.none', { when, cpus })
      const said = t('pinHeat.cell', { when, cpus, load: percent(cell.loadPercent), vcpus: cell.vcpus })
      const names = at.kind === 'past' ? '' : namesAt(of.core, at.kind)
      return names === '' ? said : t('pinHeat.cell.names', { cell: said, names })
    },
    sayAll({ rows }) {
      const { before, after, heat } = pins
      const [from, to] = [heat[0], heat.at(-1)]
      return [
        t('pinHeat.means', { cores: rows.length }),
        ...(from && to ? [t('pinHeat.means.over', { from: time(from.atMs), to: time(to.atMs) })] : []),
        ...(before
          ? [t('pinHeat.means.now', { low: percent(before.lowestPercent), high: percent(before.highestPercent) })]
          : []),
        ...(after
          ? [t('pinHeat.means.after', { low: percent(after.lowestPercent), high: percent(after.highestPercent) })]
          : []),
      ].join(' ')
    },
  }
}
