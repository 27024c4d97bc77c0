import { useTexts } from '../../messages/use-texts.tsx'

/** How long a VM stands still at the end of its migration, or the longest of several. */
export function usePauseText(): (ms: readonly (number | undefined)[]) => string {
  const { t } = useTexts()
  return all => {
    const known = all.filter(ms => ms !== undefined)
    return known.length === 0 ? t('detail.cost.pause.unknown') : t('detail.cost.pause', { ms: Math.max(...known) })
  }
}
