/**
 * Tests and demo call the plugin through kubectl, as its users do.
 * @throws {Error} saying how to get kubectl, where there is none
 */
export async function requireKubectl(): Promise<void> {
  try {
    await new Deno.Command("kubectl", { args: ["version", "--client"], stdout: "null" }).output();
  } catch (error) {
    throw new Error(
      "kubectl is not in PATH; https://kubernetes.io/docs/tasks/tools/ says how to get it",
      { cause: error },
    );
  }
}
