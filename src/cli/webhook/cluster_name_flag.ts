import { textOr } from "../flags/flags.ts";

/** It is a part of the webhook's path. */
export const clusterNameFlag = textOr("default", "The name that Kubeapps has for the cluster");
