import type { ReactNode } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks } from './chart-looks.ts'

/** What the points of the picture stand for, in its own shapes. */
export function DeliveryKey() {
  const { t } = useTexts()
  return (
    <ul className="delivery-key">
      <li>
        <Shape>
          <rect x={3.5} y={3.5} width={7} height={7} style={chartLooks.before.data} />
        </Shape>
        {t('history.delivery.key.before')}
      </li>
      <li>
        <Shape>
          <circle cx={7} cy={7} r={5} style={chartLooks.promised.data} />
        </Shape>
        {t('history.delivery.key.promised')}
      </li>
      <li>
        <Shape>
          <path d="M7 2 12 11.5 2 11.5Z" style={chartLooks.after2.data} />
        </Shape>
        {t('history.delivery.key.came', { minutes: 2 })}
      </li>
      <li>
        <Shape>
          <path d="M7 1.5 12.5 7 7 12.5 1.5 7Z" style={chartLooks.after15.data} />
        </Shape>
        {t('history.delivery.key.came', { minutes: 15 })}
      </li>
      <li>
        <Shape>
          <circle cx={7} cy={7} r={5} style={chartLooks.after60.data} />
        </Shape>
        {t('history.delivery.key.came', { minutes: 60 })}
      </li>
    </ul>
  )
}

const Shape = ({ children }: Readonly<{ children: ReactNode }>) => (
  <svg aria-hidden="true" width={14} height={14}>
    {children}
  </svg>
)
