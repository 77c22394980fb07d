// What a program did with a kubeconfig: where it went, as whom, or how it failed.

import type { TestCluster } from "../support/test_cluster.ts";
import type { RunResult } from "../support/run.ts";

export interface Observation {
  /** `https://host:port/path` and the namespace that was asked for; undefined where nothing came back. */
  readonly server?: string;
  readonly namespace?: string;
  /** As the API server's audit log has it. */
  readonly user?: unknown;
  readonly code: number;
  readonly stderr: string;
}

interface AuditedUser {
  readonly user: unknown;
  readonly impersonatedUser?: unknown;
}

/** @param name of the AppRepository that was asked for; there is none, but it shows in URL and audit */
export async function observe(
  cluster: TestCluster,
  name: string,
  { code, stderr }: RunResult,
): Promise<Observation> {
  // An old kubectl says `GET URL 404 Not Found in 3 milliseconds`, a new one `verb="GET" url="URL" status="404 …`.
  const request = new RegExp(
    `GET"?(?: url=")? ?(\\S+)/apis/kubeapps.com/v1alpha1/namespaces/([^/]+)/apprepositories/${name}(?:\\?timeout=\\w+)?"? +(?:status=")?(?:40[34]|200)`,
  );
  const [, server, namespace] = request.exec(stderr) ?? [];
  if (server === undefined || namespace === undefined) return { code, stderr };
  const [event] = await cluster.auditEvents({ namespace, name, verb: "get" });
  const { user, impersonatedUser } = event as unknown as AuditedUser;
  return { code, stderr, server, namespace, user: withoutId({ user, impersonatedUser }) };
}

/** Of an exec plugin's certificates or of refreshed tokens, each program has one of its own. */
function withoutId(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/"(JTI|X509SHA256)=[^"]*"/g, '"$1"'));
}
