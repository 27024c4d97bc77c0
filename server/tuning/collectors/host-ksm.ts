import type { KsmReading } from '../../../shared/model/host-reading.ts'
import type { HostCollector } from './collector.ts'
import { flag, integer, KIB_PER_PAGE, orNil, told } from './figures.ts'
import { optionalOf } from './optional-of.ts'

/**
 * Kernel same-page merging: the numbers of /sys/kernel/mm/ksm, `ksm_shareable` in kB, `ksmd_cpu_usage` in whole percent of one
 * CPU. A host that tells nothing of KSM is not ready; of single figures each way to reach a host lacks some, and they are nil.
 * mom/Collectors/HostKSM.py
 */
export const hostKsm: HostCollector = {
  name: 'HostKSM',
  mandatory: [
    'ksm_run',
    'ksm_sleep_millisecs',
    'ksm_pages_shared',
    'ksm_pages_sharing',
    'ksm_pages_unshared',
    'ksm_pages_to_scan',
    'ksm_pages_volatile',
    'ksm_full_scans',
    'ksm_merge_across_nodes',
    'ksm_shareable',
    'ksmd_cpu_usage',
  ],
  optional: [],
  collect({ now: { ksm } }, { guestsKiB }) {
    if (ksm === undefined) return undefined
    const shareableKiB = ksm.shareableKiB ?? guestsKiB
    return told({
      ksm_run: flag(ksm.running),
      ksm_sleep_millisecs: orNil(ksm.sleepMs),
      ksm_pages_shared: orNil(ksm.pagesShared),
      ksm_pages_sharing: pagesSharing(ksm),
      ksm_pages_unshared: orNil(ksm.pagesUnshared),
      ksm_pages_to_scan: orNil(ksm.pagesToScan),
      ksm_pages_volatile: orNil(ksm.pagesVolatile),
      ksm_full_scans: orNil(ksm.fullScans),
      ksm_merge_across_nodes: flag(ksm.mergeAcrossNodes),
      // Known as soon as the VMs are: worth waiting for, since policies compute with it unguarded.
      ksm_shareable: shareableKiB === undefined ? undefined : integer(shareableKiB),
      ksmd_cpu_usage: orNil(ksm.cpuPercent),
    })
  },
}

/** Ours: hosts that tell nothing of KSM, such as those of vdsm without MOM, have memory and CPUs to tune all the same. */
export const hostKsmOptional: HostCollector = optionalOf(hostKsm)

/** vdsm multiplies them by the page size. How many pages stand for those that were saved does not follow from it. */
function pagesSharing({ pagesSharing: pages, sharedKiB }: KsmReading): bigint | null {
  return orNil(pages ?? (sharedKiB === undefined ? undefined : sharedKiB / KIB_PER_PAGE))
}
