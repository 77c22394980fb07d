// The script by which a release is published, with git's own program and a stand-in for GitHub's.

import assert from "node:assert/strict";
import { join } from "node:path";
import { ROOT } from "../../../tools/build/binary.ts";
import { finish } from "../../../tools/build/command.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";

/** Knows one release by a file, `draft` or `published`, and notes what it is asked to do. */
const gh = `#!/bin/sh
echo "$*" >>"$GH_LOG"
case "$1 $2" in
"release view")
  [ -f "$GH_STATE" ] || exit 1
  if [ "$(cat "$GH_STATE")" = draft ]; then echo true; else echo false; fi ;;
"release create") echo draft >"$GH_STATE"; cp "$7" "$GH_STATE.notes" ;;
"release upload")
  [ -z "\${GH_BROKEN:-}" ] || exit 1
  mkdir -p "$GH_STATE.files" && cp release/* "$GH_STATE.files" ;;
"release download")
  case $7 in
  --output) cp "$GH_STATE.files/$6" "$8" ;;
  --dir) cp "$GH_STATE.files/$6" "$8/" ;;
  esac ;;
"release edit") echo published >"$GH_STATE" ;;
esac
`;

const files = ["plugin.yaml", "kubectl-apprepo.rb", "kubectl-apprepo.json"];

interface Publishing {
  /** Whether the upload fails. */
  readonly isBroken?: boolean;
  /** What this run has built: not the same, where the image's job was run again. */
  readonly built?: string;
}

interface Forge {
  /** Makes a tag on the main branch, as whoever releases does. */
  tag(name: string): Promise<void>;
  /** Runs the script in a checkout of the main branch of its own, as each run of the job has. */
  publish(tag: string, options?: Publishing): Promise<{ code: number; asked: string[] }>;
  /** What the release that was made says. */
  notes(): Promise<string>;
  /** The state of the only release that is known: of another tag, there is none. */
  forget(): Promise<void>;
  git(...args: string[]): Promise<string>;
}

function test(name: string, work: (forge: Forge) => Promise<void>): void {
  Deno.test(name, () => inTemporaryFolder((folder) => forgeIn(folder).then(work)));
}

async function forgeIn(folder: string): Promise<Forge> {
  const [origin, own, log, state] = ["origin", "own", "log", "state"].map((name) =>
    join(folder, name)
  ) as [string, string, string, string];
  const git = async (cwd: string, ...args: string[]) => {
    const { code, stdout, stderr } = await finish("git", args, { cwd });
    assert.equal(code, 0, `git ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"];
  await git(folder, "init", "--quiet", "--bare", "-b", "main", origin);
  await git(folder, "clone", "--quiet", origin, own);
  await Deno.writeTextFile(join(own, "plugin.yaml"), "of the sources");
  await Deno.writeTextFile(
    join(own, "CHANGELOG.md"),
    "# Changelog\n\n## v0.2.0\n\n- `refresh`: [now](docs/sync.md).\n\n" +
      ["v0.9.0", "v0.9.1", "v0.10.0", "v0.11.0"].map((tag) => `## ${tag}\n\n- Other.\n\n`).join(""),
  );
  await Deno.copyFile(join(ROOT, "README.md"), join(own, "README.md"));
  await git(own, "checkout", "--quiet", "-B", "main");
  await git(own, "add", ".");
  await git(own, ...identity, "commit", "--quiet", "-m", "first");
  await git(own, "push", "--quiet", "origin", "main");
  await Deno.mkdir(join(folder, "bin"));
  await Deno.writeTextFile(join(folder, "bin/gh"), gh, { mode: 0o755 });
  return {
    git: (...args) => git(origin, ...args),
    forget: () => Deno.remove(state),
    notes: () => Deno.readTextFile(`${state}.notes`),
    async tag(name) {
      await git(own, "tag", name);
      await git(own, "push", "--quiet", "origin", name);
    },
    async publish(tag, { isBroken = false, built = tag } = {}) {
      const checkout = await Deno.makeTempDir({ dir: folder });
      await git(folder, "clone", "--quiet", "--depth=1", `file://${origin}`, checkout);
      for (const [key, value] of [["name", "bot"], ["email", "bot@example.com"]]) {
        await git(checkout, "config", `user.${key}`, value!);
      }
      await Deno.mkdir(join(checkout, "release"));
      for (const name of files) {
        await Deno.writeTextFile(join(checkout, "release", name), `${name} of ${built}`);
      }
      await Deno.writeTextFile(log, "");
      const path = `${join(folder, "bin")}:${Deno.env.get("PATH")}`;
      const { code } = await finish(join(ROOT, ".github/scripts/publish.sh"), [tag, "release"], {
        cwd: checkout,
        env: {
          PATH: path,
          GH_LOG: log,
          GH_STATE: state,
          GH_BROKEN: isBroken ? "1" : "",
          GITHUB_OUTPUT: "",
          GITHUB_REPOSITORY: "me/it",
        },
      });
      const asked = (await Deno.readTextFile(log)).trim().split("\n");
      const done = asked.filter((line) => !/^release (view|download)/.test(line));
      return { code, asked: done.map((line) => line.replace(/(--notes-file) \S+/, "$1 FILE")) };
    },
  };
}

const uploaded = files.toSorted().map((name) => `release/${name}`).join(" ");

test("a release is published as a whole, and main gets its manifests", async ({ git, ...forge }) => {
  await forge.tag("v0.2.0");
  const { code, asked } = await forge.publish("v0.2.0");
  assert.equal(code, 0);
  assert.deepEqual(asked, [
    "release create v0.2.0 --draft --verify-tag --notes-file FILE --prerelease=false",
    `release upload v0.2.0 --clobber ${uploaded}`,
    "release edit v0.2.0 --draft=false --latest=true",
  ]);
  assert.match(
    await forge.notes(),
    /^\n- `refresh`: \[now\]\(https:\/\/github\.com\/me\/it\/blob\/v0\.2\.0\/docs\/sync\.md\)\.\n\n## Verify what you downloaded\n\n```sh\ngh attestation verify .*\n {2}sha256sum --check --ignore-missing checksums\.txt\n```\n$/s,
  );
  assert.equal(await git("show", "main:plugin.yaml"), "plugin.yaml of v0.2.0");
  assert.equal(
    await git("show", "main:Formula/kubectl-apprepo.rb"),
    "kubectl-apprepo.rb of v0.2.0",
  );
  assert.equal(
    await git("show", "main:bucket/kubectl-apprepo.json"),
    "kubectl-apprepo.json of v0.2.0",
  );
});

test("a release without a section in the changelog is not made", async (forge) => {
  await forge.tag("v7.0.0");
  const { code, asked } = await forge.publish("v7.0.0");
  assert.equal(code, 1);
  assert.deepEqual(asked, [""]);
});

test("run again, it goes on where it was cut off, and does nothing twice", async ({ git, ...forge }) => {
  await forge.tag("v0.2.0");
  const broken = await forge.publish("v0.2.0", { isBroken: true });
  assert.notEqual(broken.code, 0);
  assert.equal(await git("show", "main:plugin.yaml"), "of the sources");
  const second = await forge.publish("v0.2.0");
  assert.equal(second.code, 0);
  assert.deepEqual(second.asked.map((line) => line.split(" ")[1]), ["upload", "edit"]);
  const main = await git("rev-parse", "main");
  const third = await forge.publish("v0.2.0", { built: "another image" });
  assert.deepEqual(third, { code: 0, asked: [] });
  assert.equal(await git("rev-parse", "main"), main);
});

test("a pre-release and a tag of an older line leave main as it is, and are not the latest", async ({ git, ...forge }) => {
  for (const tag of ["v0.9.0", "v0.10.0"]) await forge.tag(tag);
  await forge.publish("v0.10.0");
  const main = await git("rev-parse", "main");
  for (const tag of ["v0.9.1", "v0.11.0-rc.1"]) {
    await forge.forget();
    await forge.tag(tag);
    const { code, asked } = await forge.publish(tag);
    assert.equal(code, 0);
    assert.match(asked[0]!, new RegExp(`--prerelease=${tag.includes("-")}$`));
    assert.match(asked.at(-1)!, /--latest=false$/);
    assert.equal(await git("rev-parse", "main"), main);
  }
  await forge.forget();
  await forge.tag("v0.11.0");
  await forge.publish("v0.11.0");
  assert.equal(await git("show", "main:plugin.yaml"), "plugin.yaml of v0.11.0");
});
