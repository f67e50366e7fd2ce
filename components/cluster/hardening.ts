/** What every container that the platform makes is denied, as plain values (PRC-015, PRC-016; Pod Security Standards, restricted). */

/** User and group of every container: above 10,000, so that none is a user of the node. */
export const USER_ID = 10_001;

/** Security context of every container. */
export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: USER_ID,
  runAsGroup: USER_ID,
  seccompProfile: { type: "RuntimeDefault" },
};
