/** Whose writes a lock looks at, in CEL. */

import { userName } from "../objects/account.ts";
import { type Grantee, isAccount } from "../objects/grantee.ts";

export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

/** It must fail for nobody, since failing refuses the write: not everybody has groups. */
export function whoIsLocked(grantee: Grantee): MatchCondition {
  if (isAccount(grantee)) return { name: "the-granted-account", expression: is(userName(grantee)) };
  if ("user" in grantee) return { name: "the-granted-user", expression: is(grantee.user) };
  const expression = `has(request.userInfo.groups) && ${
    celString(grantee.group)
  } in request.userInfo.groups`;
  return { name: "the-granted-group", expression };
}

function is(user: string): string {
  return `request.userInfo.username == ${celString(user)}`;
}

/** All but plain ASCII is escaped by its number, so that no two names look alike in a policy. */
export function celString(text: string): string {
  const characters = [...text].map((character) => {
    if (character === "'" || character === "\\") return `\\${character}`;
    if (/^[ -~]$/.test(character)) return character;
    return `\\U${character.codePointAt(0)!.toString(16).padStart(8, "0")}`;
  });
  return `'${characters.join("")}'`;
}
