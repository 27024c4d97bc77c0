import type { PropertyView } from '../../../shared/api/cluster-policy.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** A value as people read it: on and off, numbers with their unit. What is no such value is shown as it is. */
export function useValueText(): (property: Pick<PropertyView, 'parameter'>, text: string | undefined) => string {
  const { t, number } = useTexts()
  return ({ parameter }, text) => {
    if (text === undefined || text === '') return t('policy.notSet')
    const lower = text.toLowerCase()
    if (parameter.type === 'boolean' && (lower === 'true' || lower === 'false')) {
      return t(lower === 'true' ? 'policy.on' : 'policy.off')
    }
    if (parameter.type === 'integer' && /^-?\d{1,15}$/.test(text)) {
      return `${number(Number(text))} ${parameter.unit ?? ''}`.trim()
    }
    return text
  }
}
