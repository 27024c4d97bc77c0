import { Button, ModalBody } from '@patternfly/react-core'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { german } from '../messages/german.ts'
import { TextsProvider } from '../messages/use-texts.tsx'
import { Alert } from './alert.tsx'
import { Modal } from './modal.tsx'

const inGerman = { locale: 'de-DE', messages: german, translate: undefined }

it('a notice and the close button of a dialog are named in the language of the reader', () => {
  render(
    <TextsProvider loaded={inGerman}>
      <Modal isOpen onClose={() => undefined} aria-label="Plan">
        <ModalBody>
          <Alert variant="warning" title="Nichts umzuziehen" />
          <Button>Planen</Button>
        </ModalBody>
      </Modal>
    </TextsProvider>,
  )
  expect(screen.getByRole('button', { name: 'Schließen' })).toBeDefined()
  expect(screen.getByText('Warnung:')).toBeDefined()
  expect(screen.queryByText(/alert/)).toBeNull()
})
