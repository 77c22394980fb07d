import assert from "node:assert/strict";
import { programPaths } from "../../../src/cli/program_paths.ts";
import { FakeHost } from "../support/fake_host.ts";

Deno.test("programPaths() finds the program in PATH's order, in each folder once, by links too", async () => {
  const host = new FakeHost({
    env: { PATH: "/usr/bin::relative:/empty:/bin:/me/bin/:/usr/bin:/me/bin" },
    files: {
      "/usr/bin/kubectl-apprepo": "",
      "/bin/kubectl-apprepo": "",
      "/me/bin/kubectl-apprepo": "",
      "relative/kubectl-apprepo": "",
      "/empty/kubectl-other": "",
    },
  });
  host.files.link("/bin", "usr/bin");
  assert.deepEqual(await programPaths(host), [
    "/usr/bin/kubectl-apprepo",
    "/me/bin/kubectl-apprepo",
  ]);
});

Deno.test("programPaths() reads PATH as Windows does", async () => {
  const host = new FakeHost({
    os: "windows",
    env: { Path: '"C:\\Program Files\\K";c:\\tools;C:\\Tools\\' },
    files: {
      "C:\\Program Files\\K/Kubectl-AppRepo.EXE": "",
      "c:\\tools/kubectl-apprepo.exe": "",
      "C:\\Tools/kubectl-apprepo.exe": "",
    },
  });
  assert.deepEqual(await programPaths(host), [
    "C:\\Program Files\\K\\kubectl-apprepo.exe",
    "c:\\tools\\kubectl-apprepo.exe",
  ]);
});
