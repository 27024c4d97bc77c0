import type { Engine, EntityKind } from './entity-kind.ts'
import type { Cell, Row } from './row.ts'
import { list, number, text } from './wire.ts'

/** What happened in the engine, newest first. */
export function eventKind({ rest }: Engine): EntityKind {
  return {
    type: 'Event',
    token: 'events',
    title: 'Events',
    singular: 'event',
    searchPrefix: 'Events:',
    refreshMs: 3_000,
    columns: [
      { label: 'Severity' },
      { label: 'Time' },
      { label: 'Message', wide: true, wraps: true },
      { label: 'Code', numeric: true },
      { label: 'Correlation id' },
    ],
    async load(search, maxRows, signal) {
      const reply = await rest.get('events', { search, max: String(maxRows) }, signal)
      return list(reply, 'event').map(toRow)
    },
    tabs: [],
  }
}

const severityTones: Readonly<Record<string, NonNullable<Cell['tone']>>> = {
  normal: 'good',
  warning: 'warning',
  error: 'bad',
  alert: 'bad',
}

function toRow(wire: unknown): Row {
  const message = text(wire, 'description')
  const severity = text(wire, 'severity')
  return {
    id: text(wire, 'id'),
    name: text(wire, 'id'),
    entity: {
      id: text(wire, 'id'),
      correlationId: text(wire, 'correlation_id'),
      message,
      callStack: '',
      customEventId: text(wire, 'custom_id'),
      // A string where a method is expected: the real portal's events have it too, so coercing one throws.
      toString: message,
    },
    cells: [
      { text: severity.charAt(0).toUpperCase() + severity.slice(1), tone: severityTones[severity] ?? 'off' },
      { text: new Date(number(wire, 'time') ?? 0).toLocaleString() },
      { text: message },
      { text: text(wire, 'code') },
      { text: text(wire, 'correlation_id') },
    ],
  }
}
