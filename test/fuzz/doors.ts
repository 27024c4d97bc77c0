import { configDoor } from './config-door.ts'
import type { Door } from './door.ts'
import { engineDoor } from './engine-door.ts'
import { factsDoor } from './facts-door.ts'
import { hostDoor } from './host-door.ts'
import { pluginDoor } from './plugin-door.ts'
import { restDoor } from './rest-door.ts'
import { languageDoor, libvirtDoor, vdsmDoor } from './seeded-doors.ts'
import { xmlRpcDoor } from './xml-rpc-door.ts'

/** Every place where something comes in from outside, by the name that the benchmark knows it under. */
export const doors: Readonly<Record<string, () => Promise<Door> | Door>> = {
  rest: restDoor,
  xmlrpc: xmlRpcDoor,
  config: configDoor,
  language: languageDoor,
  facts: factsDoor,
  engine: engineDoor,
  vdsm: vdsmDoor,
  libvirt: libvirtDoor,
  host: hostDoor,
  plugin: pluginDoor,
}
