import { join } from "node:path";
import { ROOT } from "../build/binary.ts";
import type { Component } from "./component.ts";

const LICENCES = new URL("licences/", import.meta.url);

/** Deno, which runs the program and is in the same file, V8, and the data of ICU, which are in Deno. */
export async function runtime(): Promise<Component[]> {
  const { deno, v8 } = Deno.version;
  // V8 says `14.5.201.2-rusty`: the last part is how Deno builds it.
  const v8Version = v8.replace(/-.*/, "");
  return [
    {
      name: "deno",
      version: deno,
      licence: "MIT",
      text: await Deno.readTextFile(join(ROOT, "node_modules/deno/LICENSE")),
      purl: `pkg:github/denoland/deno@v${deno}`,
      home: "https://github.com/denoland/deno",
    },
    {
      name: "v8",
      version: v8Version,
      licence: "BSD-3-Clause",
      text: await Deno.readTextFile(new URL("v8.txt", LICENCES)),
      purl: `pkg:github/v8/v8@${v8Version}`,
      home: "https://v8.dev/",
      within: "deno",
    },
    {
      name: "icu",
      licence: "Unicode-3.0",
      text: await Deno.readTextFile(new URL("icu.txt", LICENCES)),
      purl: "pkg:github/unicode-org/icu",
      home: "https://icu.unicode.org/",
      within: "deno",
    },
  ];
}
