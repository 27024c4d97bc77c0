/**
 * The button above the list of hosts asks for a plan that the host's tab makes. The wish does not travel in the address,
 * since that is loaded anew at every visit of the tab: the frames share the session storage, and the tab takes it from there.
 */
const KEY = 'ovirt-scheduler.evacuation'

export const leaveWish = (hostId: string): void => sessionStorage.setItem(KEY, hostId)

/** Whether the plan of this host was asked for; true once only. A wish about another host is forgotten. */
export function takeWish(hostId: string): boolean {
  const wished = sessionStorage.getItem(KEY)
  sessionStorage.removeItem(KEY)
  return wished === hostId
}
