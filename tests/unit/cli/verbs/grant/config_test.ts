import assert from "node:assert/strict";
import type { GrantValues } from "../../../../../src/cli/verbs/grant/flags.ts";
import type { CommandContext } from "../../../../../src/cli/context.ts";
import {
  grantCommandLine,
  grantRequest,
  parseGrantConfig,
} from "../../../../../src/cli/verbs/grant/config.ts";

const fallbacks = {
  dryRun: "none",
  namespaced: false,
  noLock: false,
  noVerify: false,
  printToken: false,
  reconcile: false,
  serviceaccount: "apprepositories-refresh",
  toNamespace: [],
  tokenType: "secret",
};

function request(words: string[], given: Partial<GrantValues>) {
  const values = { ...fallbacks, ...given } as GrantValues;
  const config = parseGrantConfig({ host: {} } as CommandContext, values);
  return grantRequest(words, values, config, "own");
}

Deno.test("grantCommandLine() is a command that asks for the same", () => {
  const cases: [string[], Partial<GrantValues>, string][] = [
    [[], {}, "-n own"],
    [["one"], {}, "own/one -n own"],
    [[], { toNamespace: ["a", "b"], noLock: true }, "-n own --to-namespace a,b --no-lock"],
    [[], { namespaced: true, serviceaccount: "a:x" }, "--serviceaccount a:x --namespaced"],
    [[], { clusterrole: "c", reconcile: true }, "-n own --clusterrole c --reconcile"],
    [["a/one", "b/two"], { tokenType: "none" }, "a/one b/two -n own --token-type=none"],
  ];
  const user = "gha:repo:org/charts";
  cases.push(
    [[], { user }, `--user '${user}' --to-namespace own`],
    [["one"], { user: "it's" }, `own/one --user 'it'\\''s'`],
    [[], { group: "g", namespaced: true }, "--group 'g' --to-namespace own --namespaced"],
  );
  for (const [words, values, line] of cases) {
    assert.equal(grantCommandLine(request(words, values)), `kubectl apprepo grant ${line}`);
  }
});

Deno.test("grantRequest() wants no token for who has tokens of his own", () => {
  assert.equal(request([], { user: "u" }).tokenType, "none");
  assert.deepEqual(request([], { group: "g" }).targets, [{ namespace: "own" }]);
});

Deno.test("grantRequest() and parseGrantConfig() refuse what makes no sense", () => {
  const cases: [string[], Partial<GrantValues>, RegExp][] = [
    [["one"], { clusterrole: "c" }, /--clusterrole and --reconcile can't be combined with names/],
    [[], { namespaced: true, reconcile: true }, /--clusterrole and --reconcile can't/],
    [[], { tokenType: "eternal" }, /--token-type must be "secret", "bound" or "none"/],
    [[], { tokenType: "bound" }, /stores the token nowhere: add --print-token/],
    [[], { duration: "1h" }, /--duration needs --token-type=bound/],
    [[], { printToken: true, tokenType: "none" }, /can't be combined with --token-type=none/],
    [[], { printToken: true, output: "json" }, /--output, which never holds the token/],
    [[], { printToken: true, dryRun: "server" }, /--dry-run: no token is made/],
    [[], { user: "u", duration: "1h" }, /--user and --duration can't be combined: the token comes/],
    [[], { user: "u", tokenType: "bound" }, /--user and --token-type=bound can't be combined/],
    [[], { group: "g", printToken: true }, /--group and --print-token can't be combined/],
    [[], { user: "u", group: "g" }, /--user and --group can't be combined/],
    [["one"], { user: "u", clusterrole: "c" }, /can't be combined with names/],
    [[], { output: "wide" }, /allowed formats are: json,name,yaml/],
    [[], { dryRun: "maybe" }, /Invalid dry-run value \(maybe\)/],
  ];
  for (const [words, values, message] of cases) {
    assert.throws(() => request(words, values), message);
  }
});
