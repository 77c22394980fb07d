/** Writes THIRD_PARTY_NOTICES. */

import { join } from "node:path";
import { ROOT } from "../build/binary.ts";
import { licensed } from "./inside.ts";
import { notices } from "./notices.ts";

await Deno.writeTextFile(join(ROOT, "THIRD_PARTY_NOTICES"), notices(await licensed()));
