import type { GuestCollector } from './collector.ts'
import { growth, KIB_PER_PAGE, orNil } from './figures.ts'

/**
 * The guest's QEMU as a process of the host: page faults since the sample before, and resident pages. All three are nil where
 * they cannot be told: faults are known only to who reads the host from within. mom/Collectors/GuestQemuProc.py
 */
export const guestQemuProc: GuestCollector = {
  name: 'GuestQemuProc',
  mandatory: ['host_minor_faults', 'host_major_faults', 'rss'],
  optional: [],
  collect: ({ now, before }) => ({
    host_minor_faults: growth(now.qemuMinorFaults, before?.qemuMinorFaults),
    host_major_faults: growth(now.qemuMajorFaults, before?.qemuMajorFaults),
    rss: orNil(now.residentKiB === undefined ? undefined : now.residentKiB / KIB_PER_PAGE),
  }),
}
