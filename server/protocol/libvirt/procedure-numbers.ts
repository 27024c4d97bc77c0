/**
 * Numbers of the remote protocol, as libvirt's `remote_protocol.x` and `qemu_protocol.x` assign them. They are never given to anything else: newer
 * versions only add to them.
 */
export const programs = { remote: 0x2000_8086, qemu: 0x2000_8087, keepAlive: 0x6b65_6570 } as const

export const PROTOCOL_VERSION = 1

export const messageTypes = { call: 0, reply: 1, message: 2 } as const
export const statuses = { ok: 0, error: 1 } as const

export const procedureNumbers = {
  CONNECT_OPEN: 1,
  CONNECT_CLOSE: 2,
  CONNECT_GET_TYPE: 3,
  CONNECT_GET_VERSION: 4,
  NODE_GET_INFO: 6,
  CONNECT_GET_CAPABILITIES: 7,
  DOMAIN_GET_XML_DESC: 14,
  DOMAIN_GET_INFO: 16,
  DOMAIN_GET_VCPUS: 20,
  DOMAIN_PIN_VCPU: 26,
  DOMAIN_GET_SCHEDULER_TYPE: 56,
  CONNECT_GET_HOSTNAME: 59,
  CONNECT_SUPPORTS_FEATURE: 60,
  AUTH_LIST: 66,
  AUTH_SASL_INIT: 67,
  AUTH_SASL_START: 68,
  AUTH_SASL_STEP: 69,
  AUTH_POLKIT: 70,
  NODE_GET_CELLS_FREE_MEMORY: 101,
  CONNECT_GET_LIB_VERSION: 157,
  DOMAIN_SET_MEMORY_FLAGS: 204,
  DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: 219,
  DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: 223,
  NODE_GET_CPU_STATS: 227,
  NODE_GET_MEMORY_STATS: 228,
  DOMAIN_GET_VCPU_PIN_INFO: 230,
  DOMAIN_SET_BLOCK_IO_TUNE: 252,
  DOMAIN_GET_BLOCK_IO_TUNE: 253,
  DOMAIN_GET_EMULATOR_PIN_INFO: 280,
  NODE_SET_MEMORY_PARAMETERS: 288,
  NODE_GET_MEMORY_PARAMETERS: 289,
  NODE_GET_CPU_MAP: 293,
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: 316,
  CONNECT_GET_ALL_DOMAIN_STATS: 344,
} as const

/** Of the program that only a daemon with QEMU has. */
export const qemuProcedureNumbers = { DOMAIN_AGENT_COMMAND: 3 } as const

export type ProcedureName = keyof typeof procedureNumbers
export type QemuProcedureName = keyof typeof qemuProcedureNumbers

/** What is registered for, and the number of the messages that then come. */
export const domainEvents = {
  lifecycle: { id: 0, message: 318 },
  balloonChange: { id: 13, message: 331 },
  deviceRemoved: { id: 15, message: 333 },
  tunable: { id: 17, message: 346 },
  deviceAdded: { id: 19, message: 354 },
  migrationIteration: { id: 20, message: 359 },
  jobCompleted: { id: 21, message: 363 },
  metadataChange: { id: 23, message: 379 },
} as const

export type DomainEventKind = keyof typeof domainEvents
