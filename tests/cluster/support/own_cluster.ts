// A cluster that one test has for itself, for what the shared one must not suffer.

import type { ControlPlane } from "../../../testcluster/control_plane.ts";
import { describe } from "../../../testcluster/description.ts";
import { readAuthority } from "../../../testcluster/files.ts";
import { launch, REPOSITORIES } from "../../../testcluster/launch.ts";
import { untilServed } from "../../../testcluster/until_served.ts";
import type { MoreFlags } from "../../../testcluster/version_flags.ts";
import { TestCluster } from "./test_cluster.ts";

/** Starts one in a few seconds; `await using` ends it. */
export async function ownCluster(more?: MoreFlags): Promise<OwnCluster> {
  return await OwnCluster.start(more);
}

export class OwnCluster extends TestCluster implements AsyncDisposable {
  readonly #plane: ControlPlane;

  private constructor(plane: ControlPlane, authority: TestCluster["authority"]) {
    super(describe(plane), authority);
    this.#plane = plane;
  }

  static async start(more?: MoreFlags): Promise<OwnCluster> {
    const plane = await launch(more);
    return new OwnCluster(plane, await readAuthority(plane.folder));
  }

  async killApiServer(): Promise<void> {
    await this.#plane.killApiServer();
  }

  /** Lets it finish the requests that it has; watches end after a second. */
  async stopApiServer(): Promise<void> {
    await this.#plane.stopApiServer();
  }

  /** Starts it on the same port and data; returns when it serves AppRepositories. */
  async startApiServer(): Promise<void> {
    await this.#plane.startApiServer();
    using api = this.api();
    await untilServed(api, REPOSITORIES);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#plane.stop();
  }
}
