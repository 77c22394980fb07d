/** What a command line that is being typed can go on with. */

import type { Host } from "../../host.ts";
import { commands } from "../commands.ts";
import { connectionFlags } from "../flags/connection_flags.ts";
import type { FlagDefinition, FlagDefinitions } from "../flags/flags.ts";
import { commandAt, isGroup } from "../program_words.ts";
import { commandNames, flagsOf, secondNames } from "./own_names.ts";
import {
  type Candidate,
  type Completion,
  directives,
  type NamesOffer,
  type Offer,
  type OfferedWord,
  startingWith,
} from "./offer.ts";
import { type Position, positionIn } from "./position.ts";

/** What may be offered at a place. */
interface Place {
  readonly flags: FlagDefinitions;
  readonly names?: NamesOffer;
}

/**
 * @param words after `kubectl apprepo`; the last one is being typed, and may be empty
 * @throws what looking names up throws
 */
export async function complete(host: Host, words: readonly string[]): Promise<Completion> {
  const { name, rest } = commandAt(words.slice(0, -1));
  const typed = words.at(-1) ?? "";
  const place = await placeOf(name);
  if (!place) return only([]);
  const position = positionIn(place.flags, [...rest, typed]);
  const { flag, onlyNames, names } = position;
  if (flag !== undefined) return await value(host, place, place.flags[flag]!, position);
  if (!onlyNames && typed.startsWith("-")) {
    return only(startingWith(typed, flagsOf(place.flags, position)));
  }
  const named = name === "help" ? names.join(" ") : name ?? "";
  if (named === "") return only(startingWith(typed, commandNames()));
  if (isGroup(named)) return only(startingWith(typed, secondNames(named)));
  return await namesOf(host, place, position);
}

async function placeOf(name: string | undefined): Promise<Place | undefined> {
  // Flags may stand before the command, and these are on nearly all of them.
  if (name === undefined || isGroup(name)) return { flags: connectionFlags };
  if (name === "help") return { flags: {} };
  return Object.hasOwn(commands, name) ? await commands[name]!.spec() : undefined;
}

async function value(
  host: Host,
  place: Place,
  { offer, fallback }: FlagDefinition<unknown>,
  position: Position,
): Promise<Completion> {
  if (!Array.isArray(fallback) || offer === undefined) {
    return await offered(host, place, offer ?? [], position);
  }
  // A flag that may be repeated takes its values by commas as well.
  const at = position.typed.lastIndexOf(",") + 1;
  const [before, typed] = [position.typed.slice(0, at), position.typed.slice(at)];
  const completion = await offered(host, place, offer, { ...position, typed });
  const already = before.split(",");
  const candidates = completion.candidates
    .filter(({ value }) => !already.includes(value))
    .map((one) => ({ ...one, value: before + one.value }));
  return { ...completion, candidates };
}

async function namesOf(host: Host, place: Place, position: Position): Promise<Completion> {
  const { most = Infinity, offer = [] } = place.names ?? {};
  if (position.names.length >= most || namesNothing(position)) return only([]);
  const completion = await offered(host, place, offer, position);
  const candidates = completion.candidates.filter(({ value }) => !position.names.includes(value));
  return { ...completion, candidates };
}

/** Whether a flag says which AppRepositories are meant, so that names have no place. */
function namesNothing({ given }: Position): boolean {
  return given.some(([key, value]) =>
    /^(all|allNamespaces|selector|fieldSelector|filename|kustomize)$/.test(key) && value !== "false"
  );
}

async function offered(
  host: Host,
  { flags }: Place,
  offer: Offer,
  position: Position,
): Promise<Completion> {
  if (offer === "files") return { candidates: [], directive: 0 };
  if (offer === "folders") return { candidates: [], directive: directives.onlyFolders };
  if (typeof offer !== "string") {
    return only(startingWith(position.typed, offer.map(candidateOf)));
  }
  const { lookUp } = await import("./look_up.ts");
  return only(startingWith(position.typed, await lookUp(host, offer, position, flags)));
}

function candidateOf(word: OfferedWord): Candidate {
  if (typeof word === "string") return { value: word };
  const [value, description] = word;
  return { value, description };
}

function only(candidates: readonly Candidate[]): Completion {
  // After `jsonpath=` something has to follow.
  const goesOn = candidates.length > 0 && candidates.every(({ value }) => value.endsWith("="));
  return { candidates, directive: directives.noFiles + (goesOn ? directives.noSpace : 0) };
}
