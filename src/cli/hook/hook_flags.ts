/** Flags that the commands for hooks share. */

import { boolean, text } from "../flags/flags.ts";

export const hookBaseUrlFlag = text(
  "The address under which the sender reaches the receiver, such as https://kubeapps.example.com; found in the cluster if not given",
);

export const keyStdinFlag = boolean(
  "Read the secret from stdin instead of making one: the key, or the URL's last part where that is the secret",
);
