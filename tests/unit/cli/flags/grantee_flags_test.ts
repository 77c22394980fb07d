import assert from "node:assert/strict";
import { usualName } from "../../../../src/apprepo/grant/objects/account.ts";
import { parseFlags } from "../../../../src/cli/flags/flags.ts";
import { granteeFlags, parseGrantee } from "../../../../src/cli/flags/grantee_flags.ts";

function grantee(...words: string[]) {
  return parseGrantee(parseFlags(granteeFlags, words).values, "team-a");
}

Deno.test("parseGrantee() takes a ServiceAccount, a user or a group", () => {
  assert.deepEqual(grantee(), { namespace: "team-a", name: usualName });
  assert.deepEqual(grantee("--serviceaccount=b:x"), { namespace: "b", name: "x" });
  assert.deepEqual(grantee("--user", "gha:repo:org/charts"), { user: "gha:repo:org/charts" });
  assert.deepEqual(grantee("--user=a", "--user=a"), { user: "a" });
  assert.deepEqual(grantee("--group= a, b "), { group: " a, b " });
});

Deno.test("parseGrantee() refuses what would grant to somebody else than meant", () => {
  const cases: [string[], RegExp][] = [
    [["--user=a", "--group=b"], /^UsageError: --user and --group can't be combined/],
    [["--user=a", "--serviceaccount=b"], /--user and --serviceaccount can't be combined/],
    [["--group=a", "--serviceaccount=b"], /--group and --serviceaccount can't be combined/],
    [["--user="], /--user wants a name/],
    [["--group", ""], /--group wants a name/],
    [["--user=a", "--user=b"], /invalid argument "b" for "--user" flag: it takes one name/],
    [["--user=system:serviceaccount:a:b"], /use --serviceaccount a:b$/],
    [["--user=system:anonymous"], /user "system:anonymous" is one of Kubernetes' own/],
    [["--user=system:kube-controller-manager"], /is one of Kubernetes' own/],
  ];
  for (
    const group of ["masters", "authenticated", "unauthenticated", "serviceaccounts", "nodes"]
  ) {
    cases.push([[`--group=system:${group}`], /lock would reach others than senders$/]);
  }
  cases.push([["--group=system:serviceaccounts:team-a"], /lock would reach others/]);
  for (const [words, message] of cases) assert.throws(() => grantee(...words), message);
});
