import type { KubeObject } from "../../../kube/api/resource.ts";
import { missingRight } from "../../grant/forbidden.ts";
import { repositoryId, type RepositoryKey } from "../../app_repository.ts";

/** What a listed object tells, and of which repository. */
export interface OfRepository {
  readonly repository: RepositoryKey;
}

/**
 * A list as the API server gives it: sorted by name. It is read only as far as somebody needs it, so
 * that what is known of the first repositories can be shown while the rest is still on its way.
 */
export class ListedByName<T extends OfRepository> {
  readonly #objects: AsyncGenerator<KubeObject>;
  readonly #read: (object: KubeObject) => T | undefined;
  readonly #items = new Map<string, T[]>();
  #next: Promise<IteratorResult<KubeObject>>;
  /** The name of the last object that was read. */
  #position = "";
  #isDone = false;
  #missingRight: string | undefined;

  /**
   * Asks for the first page at once.
   * @param read undefined for what is of no interest
   */
  constructor(objects: AsyncGenerator<KubeObject>, read: (object: KubeObject) => T | undefined) {
    this.#objects = objects;
    this.#read = read;
    this.#next = objects.next();
    // It is told where the list is read.
    this.#next.catch(() => {});
  }

  /** Which right it takes to read the list; undefined where there is no such trouble, or not yet. */
  get missingRight(): string | undefined {
    return this.#missingRight;
  }

  /**
   * Takes what there is of a repository out of the list.
   * @param ends after which no name of any of it comes
   * @returns undefined where the list may not be read
   * @throws {ApiError} {ConnectionError} where it broke off
   */
  async take(key: RepositoryKey, ends: readonly string[]): Promise<readonly T[] | undefined> {
    while (!this.#isDone && ends.some((end) => this.#position <= end)) await this.#readOne();
    if (this.#missingRight !== undefined) return undefined;
    const id = repositoryId(key);
    const items = this.#items.get(id) ?? [];
    this.#items.delete(id);
    return items;
  }

  /** Ends it where nobody reads on. */
  async close(): Promise<void> {
    await this.#objects.return(undefined);
  }

  async #readOne(): Promise<void> {
    try {
      const { done, value } = await this.#next;
      if (done) {
        this.#isDone = true;
        return;
      }
      this.#next = this.#objects.next();
      this.#next.catch(() => {});
      this.#note(value);
    } catch (error) {
      const right = missingRight(error);
      if (right === undefined) throw error;
      this.#missingRight = right;
      this.#isDone = true;
    }
  }

  #note(object: KubeObject): void {
    this.#position = object.metadata.name ?? "";
    const item = this.#read(object);
    if (!item) return;
    const id = repositoryId(item.repository);
    const items = this.#items.get(id);
    if (items) items.push(item);
    else this.#items.set(id, [item]);
  }
}
