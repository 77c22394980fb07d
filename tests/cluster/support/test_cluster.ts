// The API server that a test runs against, and what a test asks of it.

import { Api } from "../../../testcluster/api.ts";
import { issue, type Pair } from "../../../testcluster/certificates.ts";
import type { ClusterDescription } from "../../../testcluster/description.ts";
import { readAuthority } from "../../../testcluster/files.ts";
import { kubeconfig } from "../../../testcluster/kubeconfig.ts";
import { type AuditEvent, auditEvents, type AuditFilter } from "./audit.ts";
import {
  credentials,
  type Identity,
  requestToken,
  type ServiceAccount,
  tokenUntil,
} from "./identities.ts";
import { kubectl, type KubectlOptions } from "./kubectl.ts";
import { grant, type Rule, type Subject } from "./rbac.ts";
import {
  type AppRepository,
  createRepositories,
  createRepository,
  repositoryPath,
} from "./repositories.ts";
import type { RunResult } from "./run.ts";

export class TestCluster {
  readonly adminKubeconfig: string;
  readonly server: string;
  /** Its keys, logs and data; removed with it, so a test may leave files there. */
  readonly folder: string;
  /** Signs the server's certificate and the users' certificates. */
  readonly authority: Pair;
  readonly #helper: Pair;

  protected constructor(description: ClusterDescription, authority: Pair) {
    this.adminKubeconfig = description.kubeconfig;
    this.server = description.server;
    this.folder = description.folder;
    this.authority = authority;
    const organizations = ["system:masters"];
    this.#helper = issue(authority, { usage: "client", commonName: "test-helper", organizations });
  }

  static async join(description: ClusterDescription): Promise<TestCluster> {
    return new TestCluster(description, await readAuthority(description.folder));
  }

  /** A new client with all rights, called "test-helper" in the audit log; dispose of it. */
  api(): Api {
    return new Api({ server: this.server, ca: this.authority.certificate, ...this.#helper });
  }

  /** Makes a namespace called `prefix` and something random. */
  async namespace(prefix: string): Promise<string> {
    const name = `${prefix}-${crypto.randomUUID().slice(0, 8)}`;
    using api = this.api();
    await api.create("/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    });
    return name;
  }

  /** Writes a kubeconfig; `namespace` is the context's. @returns its path */
  async kubeconfigFor(identity: Identity & { namespace?: string }): Promise<string> {
    const { namespace, ...who } = identity;
    const path = `${this.folder}/${crypto.randomUUID()}.kubeconfig`;
    const text = kubeconfig(await credentials(this, who), namespace);
    await Deno.writeTextFile(path, text, { mode: 0o600 });
    return path;
  }

  /** A token of a ServiceAccount, which is made if need be; good for an hour. */
  token(account: ServiceAccount): Promise<string> {
    return requestToken(this, account);
  }

  /** A token of a ServiceAccount, which is made if need be; it expired an hour ago. */
  expiredToken(account: ServiceAccount): Promise<string> {
    return tokenUntil(this, account, new Date(Date.now() - 3_600_000));
  }

  /** Returns when the API server goes by the new Role and RoleBinding. */
  async grantRole(namespace: string, subject: Subject, rules: Rule[]): Promise<void> {
    using api = this.api();
    await grant(api, subject, rules, namespace);
  }

  async grantClusterRole(subject: Subject, rules: Rule[]): Promise<void> {
    using api = this.api();
    await grant(api, subject, rules);
  }

  /** @param spec added to a type and a URL */
  async createRepository(
    namespace: string,
    name: string,
    spec?: Record<string, unknown>,
    metadata?: Record<string, unknown>,
  ): Promise<AppRepository> {
    using api = this.api();
    return await createRepository(api, namespace, name, spec, metadata);
  }

  /** @returns the names: repo-0000, repo-0001, … */
  async createRepositories(
    namespace: string,
    count: number,
    metadata?: Record<string, unknown>,
  ): Promise<string[]> {
    using api = this.api();
    return await createRepositories(api, namespace, count, metadata);
  }

  async repository(namespace: string, name: string): Promise<AppRepository> {
    using api = this.api();
    return await api.get(repositoryPath(namespace, name));
  }

  /** spec.resyncRequests, 0 when it is not set. */
  async resyncRequests(namespace: string, name: string): Promise<number> {
    const { spec } = await this.repository(namespace, name);
    return Number(spec["resyncRequests"] ?? 0);
  }

  /** Runs the real kubectl, as the admin unless told otherwise. */
  kubectl(args: string[], options: KubectlOptions = {}): Promise<RunResult> {
    const { kubeconfig = this.adminKubeconfig, ...rest } = options;
    return kubectl(args, this.folder, kubeconfig, rest);
  }

  /** See auditEvents() in audit.ts. */
  auditEvents(filter: AuditFilter, atLeast?: number): Promise<AuditEvent[]> {
    return auditEvents(this.folder, filter, atLeast);
  }
}
