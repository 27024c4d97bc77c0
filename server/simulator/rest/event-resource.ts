import type { Wire } from '../wire/types.ts'
import type { SimEvent } from '../world/state.ts'
import { seesObject } from './access.ts'
import type { Context } from './context.ts'
import { defineResource } from './resource.ts'
import { number, ranked, type SearchTable, text, time } from './search-field.ts'

const search: SearchTable<SimEvent> = {
  freeText: ['message'],
  defaultSort: { field: 'id', descending: true },
  fields: {
    id: number((_, event) => event.index),
    type: number((_, event) => event.code),
    severity: ranked(['normal', 'warning', 'error', 'alert'], (_, event) => event.severity),
    message: text((_, event) => event.description),
    time: time((_, event) => event.atMs),
    usrname: text(({ world }, event) => world.state.users.get(event.userId ?? '')?.login),
    event_host: text(hostName),
    'host.name': text(hostName),
    event_vm: text(vmName),
    'vms.name': text(vmName),
    'cluster.name': text(({ world }, event) => world.state.clusters.get(event.clusterId ?? '')?.name),
    correlation_id: text((_, event) => event.correlationId),
    origin: text((_, event) => event.origin),
    custom_event_id: number((_, event) => event.customId),
  },
}

function hostName({ world }: Context, event: SimEvent): string | undefined {
  return world.state.hosts.get(event.hostId ?? '')?.name
}

function vmName({ world }: Context, event: SimEvent): string | undefined {
  return world.state.vms.get(event.vmId ?? '')?.name
}

/** Newest first. `from` gives the events after an index; with `max`, the newest of them, so that a gap can remain. */
export const events = defineResource<SimEvent>({
  rel: 'events',
  type: 'event',
  items: context => since(context.world.state.events, Number(context.query.get('from') ?? -1)),
  find: ({ world }, id) => world.state.events.find(event => String(event.index) === id && event.deleted !== true),
  visible: ({ world, permissions }, event) => {
    const about = [
      { type: 'vm', id: event.vmId },
      { type: 'host', id: event.hostId },
      { type: 'cluster', id: event.clusterId },
    ] as const
    return about.some(({ type, id }) => id !== undefined && seesObject(world.state, permissions, { type, id }))
  },
  toWire: eventToWire,
  itemsForAdministrators: true,
  search,
})

/** Index grows along the list, so polling costs only what is new. */
function since(events: readonly SimEvent[], from: number): readonly SimEvent[] {
  let start = events.length
  while (start > 0 && (events[start - 1]?.index ?? 0) > from) start -= 1
  return events.slice(start).filter(event => event.deleted !== true)
}

export function eventToWire({ base, world }: Context, event: SimEvent): Wire<'event'> {
  const { state } = world
  const ref = (rel: string, id: string | undefined, name: string | undefined) =>
    id === undefined ? undefined : { id, href: `${base}/${rel}/${id}`, ...(name === undefined ? {} : { name }) }
  const user = state.users.get(event.userId ?? '')
  return {
    id: String(event.index),
    href: `${base}/events/${event.index}`,
    description: event.description,
    code: event.code,
    correlation_id: event.correlationId,
    custom_id: event.customId,
    flood_rate: 30,
    index: event.index,
    origin: event.origin,
    severity: event.severity,
    time: event.atMs,
    cluster: ref('clusters', event.clusterId, state.clusters.get(event.clusterId ?? '')?.name),
    host: ref('hosts', event.hostId, state.hosts.get(event.hostId ?? '')?.name),
    user: ref('users', event.userId, user && `${user.login}@${user.authz}`),
    vm: ref('vms', event.vmId, state.vms.get(event.vmId ?? '')?.name),
  }
}
