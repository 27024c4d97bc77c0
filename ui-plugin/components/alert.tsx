import { type AlertProps, Alert as PatternFlyAlert } from '@patternfly/react-core'
import { useTexts } from '../messages/use-texts.tsx'

/** PatternFly's own tells those who hear it in English of what kind it is; this one in the reader's language. */
export function Alert({
  variant,
  ...props
}: AlertProps & Readonly<{ variant: 'danger' | 'warning' | 'info' | 'success' }>) {
  const { t } = useTexts()
  return <PatternFlyAlert variant={variant} variantLabel={t(`alert.${variant}`)} {...props} />
}
