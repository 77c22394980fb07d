import { BINARY_NAME, buildInfo, PLUGIN_NAME } from "../../../about.ts";
import { runnable } from "../../command.ts";
import { text } from "../../flags/flags.ts";
import { noArguments } from "../../usage_error.ts";

const flags = {
  output: text("One of: json, yaml; a line of text without it", { shorthand: "o" }),
};

const version = `kubectl ${PLUGIN_NAME} version`;

export const versionCommand = runnable({
  name: version,
  description: "Print the version of this program, and what it was built from.",
  examples: [
    ["Print the version", version],
    ["Print it for a script", `${version} -o json`],
  ],
  usage: "[options]",
  flags,
  sections: [{ heading: "Options", flags }],
  async run({ host }, names, { output }) {
    noArguments(names);
    const info = buildInfo();
    const { parseFormat } = await import("../../../output/format.ts");
    switch (parseFormat(output, ["json", "yaml"]).kind) {
      case "json": {
        const { encodeJson } = await import("../../../output/json.ts");
        return host.stdout.write(`${encodeJson(info, "  ")}\n`);
      }
      case "yaml": {
        const { encodeYaml } = await import("../../../output/yaml.ts");
        return host.stdout.write(encodeYaml(info));
      }
      default: {
        const from = `${info.platform}, commit ${info.commit}, Deno ${info.denoVersion}`;
        host.stdout.write(`${BINARY_NAME} ${info.version} (${from})\n`);
      }
    }
  },
});
