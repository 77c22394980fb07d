import assert from "node:assert/strict";
import { join } from "node:path";
import { cacheFolder } from "../../../tools/build/cache_folder.ts";

function environment(variables: Record<string, string>): (name: string) => string | undefined {
  return (name) => variables[name];
}

Deno.test("cacheFolder() is where each system keeps caches", () => {
  const env = environment({ HOME: "/home/ann", LOCALAPPDATA: "/local" });
  assert.equal(cacheFolder("linux", env), join("/home/ann/.cache/kubectl-apprepo"));
  assert.equal(cacheFolder("darwin", env), join("/home/ann/Library/Caches/kubectl-apprepo"));
  assert.equal(cacheFolder("windows", env), join("/local/kubectl-apprepo"));
});

Deno.test("cacheFolder() follows XDG_CACHE_HOME first", () => {
  const env = environment({ HOME: "/home/ann", XDG_CACHE_HOME: "/cache" });
  assert.equal(cacheFolder("darwin", env), join("/cache/kubectl-apprepo"));
});

Deno.test("cacheFolder() says which variables are missing", () => {
  assert.throws(() => cacheFolder("linux", environment({})), {
    name: "BuildError",
    message: /XDG_CACHE_HOME nor HOME/,
  });
});
