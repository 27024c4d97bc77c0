/**
 * The directory of engines with Keycloak, which new ones have by default since oVirt 4.5.1: the profile one logs in with, and the
 * authorisation provider by which the engine lists its users. engine-setup gives them these names.
 */
export const keycloak = { profile: 'internalsso', provider: 'internalkeycloak-authz' } as const
