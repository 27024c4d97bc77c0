import type { HostReading } from './host-reading.ts'

/**
 * Of x86-64, assumed where a host tells pages and not their size. libvirt tells the size in its capabilities; vdsm does not, but it tells
 * the memory saved and no pages. So only a host of another size (64 KiB of ppc64le) whose libvirt keeps silent would be drawn too low.
 */
const USUAL_PAGE_KIB = 4

/** Memory that merging of equal pages saves on a host; undefined where it tells neither memory nor pages. */
export const ksmSavedKiB = ({
  ksm,
  pageKiB = USUAL_PAGE_KIB,
}: Pick<HostReading, 'ksm' | 'pageKiB'>): number | undefined =>
  ksm?.sharedKiB ?? (ksm?.pagesSharing === undefined ? undefined : ksm.pagesSharing * pageKiB)
