import assert from "node:assert/strict";
import { confirm } from "../../../src/cli/confirm.ts";
import type { CommandContext } from "../../../src/cli/context.ts";

function asking(answer: string | undefined) {
  const shown: string[] = [];
  const host = {
    stdin: { isTerminal: answer !== undefined, readLine: () => Promise.resolve(answer) },
    stderr: { write: (text: string) => shown.push(text) },
  };
  return { shown, context: { host } as unknown as CommandContext };
}

Deno.test("confirm() goes on after y or yes only", async () => {
  for (const answer of ["y", "Y", "yes", " yes "]) {
    const { context, shown } = asking(answer);
    await confirm(context, "It is global.", false);
    assert.deepEqual(shown, ["It is global.\nContinue? [y/N]: "]);
  }
  for (const answer of ["", "n", "no", "yess", "yes please"]) {
    await assert.rejects(confirm(asking(answer).context, "It is global.", false), /not confirmed/);
  }
});

Deno.test("confirm() wants --yes where there is no terminal, and asks nothing with it", async () => {
  const { context, shown } = asking(undefined);
  await assert.rejects(
    confirm(context, "It is global.", false),
    /^UsageError: It is global\.\n.*--yes/,
  );
  await confirm(context, "It is global.", true);
  assert.deepEqual(shown, []);
});
