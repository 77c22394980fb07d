import assert from "node:assert/strict";
import packageJson from "../../package.json" with { type: "json" };
import { BINARY_NAME, buildInfo, PLUGIN_NAME } from "../../src/about.ts";

Deno.test("BINARY_NAME is how kubectl finds the plugin, and the package's name", () => {
  assert.equal(BINARY_NAME, `kubectl-${PLUGIN_NAME}`);
  assert.equal(packageJson.name, BINARY_NAME);
});

Deno.test("buildInfo() says from source what it can know", () => {
  const info = buildInfo();
  assert.equal(info.version, `v${packageJson.version}`);
  assert.equal(info.sources, "unknown");
  assert.equal(info.denoVersion, Deno.version.deno);
  assert.equal(info.image, `ghcr.io/kubectl-apprepo/kubectl-apprepo:v${packageJson.version}`);
  assert.match(info.platform, /^(linux|darwin|windows)\/(amd64|arm64)$/);
});

Deno.test("package.json pins the Deno that is tested and compiled with", () => {
  assert.match(packageJson.devDependencies.deno, /^\d+\.\d+\.\d+$/);
});
