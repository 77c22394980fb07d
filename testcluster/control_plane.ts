// etcd, kube-apiserver and kube-controller-manager on loopback, in a folder of their own.

import { Api, type ApiUser } from "./api.ts";
import type { Binaries } from "./binaries.ts";
import { apiServerCommand, controllerManagerCommand, etcdCommand } from "./command_lines.ts";
import { files, newKeys, writeKeys, writeKubeconfigs } from "./files.ts";
import { Nodes } from "./nodes/nodes.ts";
import { Part, PartEnded } from "./part.ts";
import { freePort } from "./ports.ts";
import { type MoreFlags, type VersionFlags, versionFlags } from "./version_flags.ts";

const TRIES = 20;

export class ControlPlane implements AsyncDisposable {
  readonly folder: string;
  readonly server: string;
  /** The cluster's admin. */
  readonly admin: ApiUser;
  readonly #binaries: Binaries;
  readonly #versionFlags: VersionFlags;
  readonly #more: MoreFlags;
  readonly #port: number;
  readonly #etcd: Part;
  readonly #apiServer: Part;
  readonly #controllerManager: Part;
  #nodes: Nodes | undefined;

  private constructor(
    binaries: Binaries,
    versionFlags: VersionFlags,
    more: MoreFlags,
    folder: string,
    port: number,
    admin: ApiUser,
  ) {
    this.folder = folder;
    this.server = admin.server;
    this.admin = admin;
    this.#binaries = binaries;
    this.#versionFlags = versionFlags;
    this.#more = more;
    this.#port = port;
    this.#etcd = new Part("etcd", folder);
    this.#apiServer = new Part("kube-apiserver", folder);
    this.#controllerManager = new Part("kube-controller-manager", folder);
  }

  /**
   * Starts all three; returns when the API server is ready and ServiceAccounts are being made.
   *
   * @throws {Error} when one of them does not come up, with the end of its log
   */
  static async start(binaries: Binaries, more: MoreFlags = {}): Promise<ControlPlane> {
    const flags = await versionFlags(binaries);
    for (let attempt = 1;; attempt++) {
      const plane = await ControlPlane.#create(binaries, flags, more);
      try {
        await plane.#startAll();
        return plane;
      } catch (error) {
        await plane.stop();
        const isRetried = error instanceof PartEnded && error.portWasTaken && attempt < TRIES;
        if (!isRetried) throw error;
      }
    }
  }

  static async #create(
    binaries: Binaries,
    flags: VersionFlags,
    more: MoreFlags,
  ): Promise<ControlPlane> {
    const keys = newKeys();
    const port = freePort();
    const folder = await Deno.makeTempDir({ prefix: "testcluster-" });
    await writeKeys(folder, keys);
    const admin = await writeKubeconfigs(folder, `https://127.0.0.1:${port}`);
    return new ControlPlane(binaries, flags, more, folder, port, admin);
  }

  async #startAll(): Promise<void> {
    const { etcdSocket } = files(this.folder);
    const etcd = etcdCommand(this.#binaries, this.folder);
    await this.#etcd.start(etcd, () => accepts(etcdSocket));
    await this.#tryApiServer();
    const manager = controllerManagerCommand(this.#binaries, this.#versionFlags, this.folder);
    const account = "/api/v1/namespaces/default/serviceaccounts/default";
    const all = [...manager, ...this.#more.controllerManager ?? []];
    await this.#controllerManager.start(all, () => this.#answers(account));
  }

  /** Whether Pods can run: not with programs of an older version. */
  get mayHaveNodes(): boolean {
    return this.#binaries.nodes !== undefined;
  }

  /**
   * Gives it a node.
   *
   * @throws {Error} where there are no programs for it, or they do not come up
   */
  async startNodes(): Promise<void> {
    const { nodes } = this.#binaries;
    if (!nodes) throw new Error("there is no kube-scheduler and kwok beside the other programs");
    using api = new Api(this.admin);
    this.#nodes = await Nodes.start(nodes, this.folder, api);
  }

  /** Starts it again on the same port and data, after one of the two methods below. */
  async startApiServer(): Promise<void> {
    for (let attempt = 1;; attempt++) {
      try {
        return await this.#tryApiServer();
      } catch (error) {
        const isRetried = error instanceof PartEnded && error.portWasTaken && attempt < TRIES;
        if (!isRetried) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  async #tryApiServer(): Promise<void> {
    const command = apiServerCommand(this.#binaries, this.#versionFlags, this.folder, this.#port);
    const all = [...command, ...this.#more.apiServer ?? []];
    await this.#apiServer.start(all, () => this.#answers("/readyz"));
  }

  /** Lets it finish what it is doing. */
  async stopApiServer(): Promise<void> {
    await this.#apiServer.end("SIGTERM");
  }

  async killApiServer(): Promise<void> {
    await this.#apiServer.end("SIGKILL");
  }

  /** Ends everything and removes the folder: nothing of it is wanted any more. */
  async stop(): Promise<void> {
    await this.#nodes?.stop();
    await this.#controllerManager.end("SIGKILL");
    await this.#apiServer.end("SIGKILL");
    await this.#etcd.end("SIGKILL");
    await Deno.remove(this.folder, { recursive: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Process ids of what runs now. */
  get parts(): number[] {
    const nodes = this.#nodes?.parts ?? [];
    const parts = [this.#etcd, this.#apiServer, this.#controllerManager, ...nodes];
    return parts.flatMap((part) => part.pid ?? []);
  }

  /** Resolves when a part ends that nobody stopped. */
  async failed(): Promise<PartEnded> {
    const nodes = this.#nodes?.parts ?? [];
    const parts = [this.#etcd, this.#apiServer, this.#controllerManager, ...nodes];
    return await Promise.race(parts.map((part) => part.ended()));
  }

  async #answers(path: string): Promise<boolean> {
    using api = new Api(this.admin);
    try {
      await api.get(path);
      return true;
    } catch {
      return false;
    }
  }
}

async function accepts(socket: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path: socket })).close();
    return true;
  } catch (error) {
    const { NotFound, ConnectionRefused } = Deno.errors;
    if (error instanceof NotFound || error instanceof ConnectionRefused) return false;
    throw error;
  }
}
