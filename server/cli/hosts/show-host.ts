import { formatCpuList } from '../../../shared/measure/format-cpu-list.ts'
import type { CpuUse, GuestReading, HostReading, KsmReading, NumaNode } from '../../../shared/model/host-reading.ts'
import { ksmSavedKiB } from '../../../shared/model/ksm-saved.ts'
import type { HostConnectionKind } from '../../../shared/model/watched-host.ts'
import type { HostEvent } from '../../hosts/host-client.ts'
import { printable } from '../../hosts/printable.ts'
import { columns } from '../columns.ts'
import { toldFacts } from './told-facts.ts'

/** What a host said when it was asked. */
export type AskedHost = Readonly<{
  address: string
  via: HostConnectionKind
  software: string
  reading: HostReading
  guests: readonly GuestReading[]
}>

const UNKNOWN = '–'

/** A host and its VMs for people. */
export function hostText({ address, via, software, reading, guests }: AskedHost): string {
  const { told, untold } = toldFacts(reading, guests)
  const facts = [
    ['Memory', memoryText(reading)],
    ...(reading.swap
      ? [['Swap', `${gib(reading.swap.totalKiB)}, ${gib(reading.swap.totalKiB - reading.swap.freeKiB)} used`]]
      : []),
    ['CPU', cpuText(reading)],
    ...(reading.ksm ? [['KSM', ksmText(reading.ksm, ksmSavedKiB(reading))]] : []),
    ...reading.numaNodes.map(node => [`Node ${node.id}`, nodeText(node)]),
    ['Told', told.join(', ')],
    ...(untold.length > 0 ? [['Not told', untold.join(', ')]] : []),
  ]
  return [
    `${printable(reading.hostname ?? address)} over ${via}: ${printable(software)}`,
    ...columns(facts),
    '',
    ...(guests.length === 0 ? ['It knows no VM.'] : columns([guestHeads, ...guests.map(guestRow)])),
  ].join('\n')
}

export const gib = (kib: number): string =>
  kib < 1024 ** 2 ? `${Math.round(kib / 1024)} MiB` : `${(kib / 1024 ** 2).toFixed(1)} GiB`

const percent = (value: number): string => `${Math.round(value)} %`

function memoryText({ memory: { totalKiB, availableKiB, freeKiB } }: HostReading): string {
  const share = availableKiB !== undefined && totalKiB > 0 ? ` (${percent((availableKiB / totalKiB) * 100)})` : ''
  return [
    gib(totalKiB),
    ...(availableKiB === undefined ? [] : [`${gib(availableKiB)} available${share}`]),
    ...(freeKiB === undefined ? [] : [`${gib(freeKiB)} free`]),
  ].join(', ')
}

function cpuText({ use, load5m, cpus }: HostReading): string {
  return [
    ...(use === undefined ? [] : [busyText(use)]),
    ...(load5m === undefined ? [] : [`load ${load5m.toFixed(2)}`]),
    `${cpus.length} CPUs online`,
  ].join(', ')
}

const busyText = ({ userPercent, systemPercent, idlePercent, iowaitPercent }: CpuUse): string =>
  `${percent(100 - idlePercent)} busy (${percent(userPercent)} user, ${percent(systemPercent)} system${
    iowaitPercent === undefined ? '' : `, ${percent(iowaitPercent)} waiting for I/O`
  })`

function ksmText({ running, pagesToScan, sleepMs, cpuPercent }: KsmReading, savedKiB: number | undefined): string {
  return [
    ...(running === undefined ? [] : [running ? 'runs' : 'is stopped']),
    ...(pagesToScan === undefined
      ? []
      : [`${pagesToScan} pages${sleepMs === undefined ? '' : ` every ${sleepMs} ms`}`]),
    ...(savedKiB === undefined ? [] : [`saves ${gib(savedKiB)}`]),
    ...(cpuPercent === undefined ? [] : [`takes ${percent(cpuPercent)} of a CPU`]),
  ].join(', ')
}

const nodeText = ({ cpuIds, totalKiB, freeKiB }: NumaNode): string =>
  [
    `CPUs ${formatCpuList(cpuIds)}`,
    ...(totalKiB === undefined ? [] : [gib(totalKiB)]),
    ...(freeKiB === undefined ? [] : [`${gib(freeKiB)} free`]),
  ].join(', ')

const guestHeads = ['VM', 'STATE', 'VCPUS', 'CPU', 'MEMORY', 'BALLOON', 'UNUSED', 'QUOTA', 'SHARES', 'PINS', 'DISKS']

function guestRow(guest: GuestReading): string[] {
  const { name, state, responsive, vcpuCount, cpuPercent, memoryKiB, balloon, guestMemory, cpuTune, disks } = guest
  const of = <T>(value: T | undefined, text: (value: T) => string) => (value === undefined ? UNKNOWN : text(value))
  return [
    printable(name),
    responsive === false ? `${state}, does not answer` : state,
    of(vcpuCount, String),
    of(cpuPercent, percent),
    of(memoryKiB, gib),
    of(balloon, ({ currentKiB, targetKiB }) =>
      targetKiB === undefined || targetKiB === currentKiB ? gib(currentKiB) : `${gib(currentKiB)} → ${gib(targetKiB)}`,
    ),
    of(guestMemory?.unusedKiB, gib),
    of(cpuTune?.quotaUs, quota => (quota === 'unlimited' ? quota : `${quota} of ${cpuTune?.periodUs ?? '?'} µs`)),
    of(cpuTune?.shares, String),
    pinsText(guest),
    disks.map(({ device }) => printable(device)).join(' ') || UNKNOWN,
  ]
}

function pinsText({ vcpus }: GuestReading): string {
  const pins = [...new Set(vcpus.flatMap(({ pinnedTo }) => (pinnedTo === undefined ? [] : formatCpuList(pinnedTo))))]
  return pins.join(' ') || UNKNOWN
}

/** One line. */
export function eventText(event: HostEvent): string {
  const { kind, ...more } = event
  const facts = Object.entries(more).map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : value}`)
  return printable([kind, ...facts].join(', '))
}
