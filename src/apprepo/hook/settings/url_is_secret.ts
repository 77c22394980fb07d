/** Words for senders that can do nothing but call a URL. */

export const urlIsSecret =
  "The URL is the secret: whoever has it can make Kubeapps sync this repository, and nothing else.\n";

/** The last step where the URL is a new one. */
export const oldUrl = "Delete the webhook that has the old URL";
