/** How an object is known to be made, or adopted, by grant. */

import type { KubeObject } from "../../../kube/api/resource.ts";

const managedBy = "app.kubernetes.io/managed-by";
const ourName = "kubectl-apprepo";
const adopted = "kubectl-apprepo/adopted";

export const marks: Readonly<Record<string, string>> = { [managedBy]: ourName };

export function isMarked({ metadata }: KubeObject): boolean {
  return metadata.labels?.[managedBy] === ourName;
}

/** Whether somebody else had made it before grant took it over. */
export function isAdopted({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[adopted] === "true";
}

/**
 * Marks an object that was there before. What says that something else manages it, such as Helm,
 * stays: then it gets no marks.
 * @returns the same object where nothing is to be done
 */
export function adopt<T extends KubeObject>(existing: T): T {
  const { metadata } = existing;
  if (metadata.labels?.[managedBy] !== undefined) return existing;
  return {
    ...existing,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...marks },
      annotations: { ...metadata.annotations, [adopted]: "true" },
    },
  };
}
