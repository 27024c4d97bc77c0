import { reason } from '../../../shared/policy/reason.ts'
import { pendingOn } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { hugePagesNeeded, usesHugePages } from '../facts/vm-memory.ts'
import { dropped, eachHost, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** Keeps hosts with enough free huge pages of each size that the group asks for. Source: rules §6.2. */
export const hugePagesFilter: FilterUnit = {
  kind: 'filter',
  id: '23e07b34-66dd-4735-bc45-bcddded02c05',
  name: 'HugePages',
  properties: [],
  filter: eachHost((group, host, situation) => {
    const needed = pagesBySize(group.filter(vm => vm.hostId !== host.id))
    if (needed.size === 0) return kept
    if (host.freeHugePages === undefined) return unknown('host.freeHugePages')
    const promised = pagesBySize(pendingOn(situation, host.id))
    const enough: string[] = []
    for (const [sizeKiB, pages] of needed) {
      const free = (host.freeHugePages.get(sizeKiB) ?? 0) - (promised.get(sizeKiB) ?? 0)
      const text = `${pages} huge pages of ${sizeKiB} KiB are needed, ${free} are free and not promised.`
      if (pages > free) return dropped(reason('huge-pages-too-few', text, { sizeKiB, pages, free }))
      enough.push(text)
    }
    return keptBecause(reason('huge-pages-enough', enough.join(' '), { sizes: needed.size }))
  }),
}

/** Page size in KiB → pages of all the VMs together. */
function pagesBySize(vms: readonly VmFacts[]): ReadonlyMap<number, number> {
  const pages = new Map<number, number>()
  for (const vm of vms.filter(usesHugePages)) {
    const size = vm.hugePageKiB ?? 0
    pages.set(size, (pages.get(size) ?? 0) + hugePagesNeeded(vm))
  }
  return pages
}
