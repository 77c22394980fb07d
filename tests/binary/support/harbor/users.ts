// Who may do what in the stand-in. Source: goharbor/harbor, src/common/rbac.

export type Right = "list" | "read" | "create" | "update" | "delete";

export interface User {
  readonly name: string;
  readonly password: string;
  /** System admins are told what there is not. */
  readonly isSystemAdmin?: boolean;
  /** On notification policies, in every project. */
  readonly rights: readonly Right[];
}

const all: readonly Right[] = ["list", "read", "create", "update", "delete"];

export const users = {
  admin: { name: "admin", password: "Harbor12345-secret", isSystemAdmin: true, rights: all },
  projectAdmin: { name: "alice", password: "alice-secret-é", rights: all },
  maintainer: { name: "mia", password: "mia-secret", rights: ["list", "read"] },
  guest: { name: "gus", password: "gus-secret", rights: [] },
  robot: {
    name: "robot$charts+kubeapps",
    password: "robot-secret",
    rights: ["list", "read", "create", "update"],
  },
} satisfies Record<string, User>;

/** What robots may be given. Source: src/pkg/permission/types. */
const actions: readonly string[] = all;

/** Robot accounts that were made by the API. */
const robots: User[] = [];

export interface RobotRequest {
  readonly name: string;
  readonly level: string;
  readonly duration: number;
  readonly permissions: readonly {
    readonly kind: string;
    readonly namespace: string;
    readonly access: readonly { readonly resource: string; readonly action: string }[];
  }[];
}

/** @returns undefined for what Harbor refuses: wildcards, and what a robot may not do */
export function makeRobot({ name, level, permissions: [one] }: RobotRequest): User | undefined {
  const rights = (one?.access ?? []).map(({ resource, action }) =>
    resource === "notification-policy" && actions.includes(action) ? action as Right : undefined
  );
  if (level !== "project" || one?.kind !== "project" || rights.includes(undefined)) {
    return undefined;
  }
  const robot = {
    name: `robot$${one.namespace}+${name}`,
    password: `robot-secret-${crypto.randomUUID()}`,
    rights: rights as Right[],
  };
  robots.push(robot);
  return robot;
}

/** By the Authorization header; undefined for nobody, and for a wrong password. */
export function userOf(authorization: string | null): User | undefined {
  if (authorization === "Bearer id-token-secret") return users.projectAdmin;
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const [name, password] = new TextDecoder().decode(bytes).split(/:(.*)/s);
  return [...Object.values<User>(users), ...robots].find((one) =>
    one.name === name && one.password === password
  );
}
