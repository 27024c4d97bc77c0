import { type KeyboardEvent, useRef } from 'react'
import type { PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { mibOf } from '../hosts/watched-host-facts.ts'
import { busyPercent, type CpuGroup } from './cpu-groups.ts'
import { cpuRanges } from './cpu-ranges.ts'
import { nextCell } from './next-cell.ts'

export type CpuMapProps = Readonly<{
  label: string
  groups: readonly CpuGroup[]
  /** CPU → how many vCPUs were last seen on it. */
  counts: ReadonlyMap<number, number>
  chosenId: number | undefined
  litCpus: ReadonlySet<number>
  onChoose: (id: number | undefined) => void
}>

/**
 * A cell for each CPU, filled as far as it is in use: one hue, and the height says the same. One stop of the Tab key; arrow keys
 * go on from there, also from row to row.
 */
export function CpuMap({ label, groups, counts, chosenId, litCpus, onChoose }: CpuMapProps) {
  const { t } = useTexts()
  const map = useRef<HTMLDivElement>(null)
  const cpus = groups.flatMap(group => group.cpus)
  // Where Tab comes in: at the chosen one, else at the first.
  const entryId = cpus.some(({ id }) => id === chosenId) ? chosenId : cpus[0]?.id

  const go = (event: KeyboardEvent) => {
    const cells = [...(map.current?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])]
    const from = cells.findIndex(cell => cell.matches(':focus'))
    const to = from < 0 ? undefined : nextCell(event.key, from, cells)
    if (to === undefined) return
    event.preventDefault()
    to.focus()
    onChoose(Number(to.dataset.cpu))
  }
  return (
    <div className="cpu-map">
      {/* Its focus is that of the cell in it. */}
      <div ref={map} role="listbox" aria-label={label} onKeyDown={go} tabIndex={-1} className="cpu-groups">
        {groups.map(group => (
          <Group key={group.key} group={group}>
            {group.cpus.map(cpu => (
              <Cell
                key={cpu.id}
                cpu={cpu}
                vcpus={counts.get(cpu.id) ?? 0}
                isChosen={cpu.id === chosenId}
                isEntry={cpu.id === entryId}
                isLit={litCpus.has(cpu.id)}
                onChoose={() => onChoose(cpu.id === chosenId ? undefined : cpu.id)}
              />
            ))}
          </Group>
        ))}
      </div>
      <p className="cpu-key">
        <span className="cpu-cell" aria-hidden /> {t('cpus.key.idle')}
        <span className="cpu-cell" aria-hidden>
          <span className="cpu-use" style={{ blockSize: '60%' }} />
        </span>{' '}
        {t('cpus.key.busy')}
        <span className="cpu-cell cpu-unknown" aria-hidden /> {t('cpus.key.unknown')}
        <span className="cpu-cell cpu-lit" aria-hidden /> {t('cpus.key.lit')}
      </p>
    </div>
  )
}

function Group({ group, children }: Readonly<{ group: CpuGroup; children: React.ReactNode }>) {
  const { t, memory } = useTexts()
  const { nodeId, socketId, node, cpus } = group
  const name = groupName(t, nodeId, socketId)
  const free =
    node?.totalKiB !== undefined && node.freeKiB !== undefined
      ? t('cpus.group.memory', { free: memory(mibOf(node.freeKiB)), total: memory(mibOf(node.totalKiB)) })
      : undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a list to choose from
    <div role="group" aria-label={name} className="cpu-group">
      <span aria-hidden className="cpu-group-name">
        <strong>{name}</strong> {t('cpus.group.ids', { ids: cpuRanges(cpus.map(({ id }) => id)) })}
        {free !== undefined && <span className="cpu-group-memory">{free}</span>}
      </span>
      <div className="cpu-cells" role="presentation">
        {children}
      </div>
    </div>
  )
}

function groupName(t: ReturnType<typeof useTexts>['t'], node: number | undefined, socket: number | undefined): string {
  if (node !== undefined && socket !== undefined) return t('cpus.group', { node, socket })
  if (node !== undefined) return t('cpus.group.node', { node })
  return socket === undefined ? t('cpus.group.all') : t('cpus.group.socket', { socket })
}

type CellProps = Readonly<{
  cpu: PhysicalCpu
  vcpus: number
  isChosen: boolean
  isEntry: boolean
  isLit: boolean
  onChoose: () => void
}>

function Cell({ cpu, vcpus, isChosen, isEntry, isLit, onChoose }: CellProps) {
  const { t, percent } = useTexts()
  const busy = busyPercent(cpu)
  const use =
    busy === undefined ? t('cpus.cell.unknown', { cpu: cpu.id }) : t('cpus.cell', { cpu: cpu.id, use: percent(busy) })
  const label = vcpus === 0 ? use : t('cpus.cell.vcpus', { cell: use, count: vcpus })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the list; where focus goes, the choice goes
    <div
      role="option"
      aria-selected={isChosen}
      aria-label={label}
      title={label}
      tabIndex={isEntry ? 0 : -1}
      data-cpu={cpu.id}
      className={['cpu-cell', busy === undefined ? 'cpu-unknown' : '', isLit ? 'cpu-lit' : ''].join(' ')}
      onClick={onChoose}
    >
      {busy !== undefined && <span className="cpu-use" style={{ blockSize: `${busy}%` }} />}
    </div>
  )
}
