/** Where Harbor is and who asks, on every command that talks to it. */

import { clusterNameWords, commandWord } from "../../apprepo/command_word.ts";
import { boolean, type FlagValues, text } from "../flags/flags.ts";

export const harborFlags = {
  allowHttp: boolean("Let passwords and tokens go over plain http, where others can read them"),
  dockerConfig: boolean(
    "Take user and password from docker's configuration, as docker login stored them",
  ),
  harborCa: text("File with the certificate of the authority that issued Harbor's", {
    offer: "files",
  }),
  harborPasswordStdin: boolean("Read the password, or a robot account's secret, from stdin"),
  harborUrl: text("Where Harbor is, such as https://harbor.example.com"),
  harborUsername: text(
    "The user or robot account; HARBOR_USERNAME without it. Its password is in HARBOR_PASSWORD",
  ),
  project: text("Harbor's project that the charts are in"),
};

export const harborSection = { heading: "Options for Harbor", flags: harborFlags };

/** In examples. */
export const exampleProject = "--harbor-url https://harbor.example.com --project charts";

export type HarborValues = FlagValues<typeof harborFlags>;

/** With the name that Kubeapps has for the cluster, which is the command's own flag. */
export type HarborPlace = HarborValues & { readonly clusterName: string };

/** How another command reaches the same project in the same way; the password is the user's to give. */
export function harborWords(values: HarborPlace): string {
  const { allowHttp, dockerConfig, harborCa, harborUrl, harborUsername, project } = values;
  const { clusterName } = values;
  return [
    `--harbor-url ${commandWord(harborUrl ?? "")} --project ${commandWord(project ?? "")}`,
    ...allowHttp ? ["--allow-http"] : [],
    ...harborCa === undefined ? [] : [`--harbor-ca ${commandWord(harborCa)}`],
    ...dockerConfig ? ["--docker-config"] : [],
    ...harborUsername === undefined ? [] : [`--harbor-username ${commandWord(harborUsername)}`],
    ...clusterNameWords(clusterName),
  ].join(" ");
}
