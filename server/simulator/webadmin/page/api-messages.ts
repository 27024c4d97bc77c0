import { isAnyType, type PluginApi } from './plugin-contract.ts'
import { numberOption, severityOf } from './plugin-options.ts'
import type { Caller, Gate, PluginServices } from './plugin-services.ts'

type MessagesApi = Pick<
  PluginApi,
  | 'addMenuPlaceActionButton'
  | 'addDetailPlaceActionButton'
  | 'showDialog'
  | 'setDialogContentUrl'
  | 'closeDialog'
  | 'showAlert'
  | 'showToast'
>

/** Buttons, dialogs and notifications. */
export function messagesApi(services: PluginServices, gate: Gate): MessagesApi & ThisType<Caller> {
  const { buttons, dialogs, notifications } = services

  return {
    addMenuPlaceActionButton(entityType, label, button) {
      gate.act(this, () => {
        if (isAnyType(entityType)) buttons.addToList(entityType, label, button)
      })
    },

    addDetailPlaceActionButton(mainType, detailPlaceId, label, button) {
      gate.act(this, () => {
        if (isAnyType(mainType)) buttons.addToTab(mainType, detailPlaceId, label, button)
      })
    },

    showDialog(title, token, contentUrl, width, height, options) {
      gate.act(this, () => dialogs.open({ title, token, contentUrl, width, height, options }))
    },

    setDialogContentUrl(token, contentUrl) {
      gate.actLater(this, () => dialogs.setUrl(token, contentUrl))
    },

    closeDialog(token) {
      gate.actLater(this, () => dialogs.close(token))
    },

    showAlert(type, text, options) {
      gate.act(this, () => {
        // A type that is no string throws at the caller here, and for toasts on the later task.
        const severity = severityOf(type)
        gate.actLater(this, () => notifications.alert(severity, text, numberOption(options, 'autoHideMs', 0)))
      })
    },

    showToast(type, text) {
      gate.actLater(this, () => notifications.toast(severityOf(type), text))
    },
  }
}
