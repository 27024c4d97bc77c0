/** As vdsm's MOM has them, with what an engine says of classes and priorities. */
export const usualCollectors: readonly string[] = [
  ...['HostMemory', 'HostKSMOptional', 'HostCpu', 'HostTime'],
  ...['GuestMemoryOptional', 'GuestBalloonOptional', 'GuestCpuTune', 'GuestIoTuneOptional', 'GuestSla', 'GuestLoad'],
]

/** MOM's own. */
export const USUAL_HISTORY_LENGTH = 10
