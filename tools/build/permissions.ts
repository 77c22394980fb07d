/** A Deno permission that the compiled plugin has, and what it is for. */
export interface Permission {
  readonly flag: string;
  readonly reason: string;
}

/**
 * All that the compiled plugin may do. Not write, sys, ffi or import: it keeps no file, asks the
 * machine for nothing and runs only the code that is in it.
 */
export const PERMISSIONS: readonly Permission[] = [
  {
    flag: "--allow-env",
    reason: "KUBECONFIG, HOME, proxy variables, and what exec plugins inherit",
  },
  {
    flag: "--allow-read",
    reason:
      "kubeconfigs, the certificates and tokens they name, files given with -f or --harbor-ca; docker's configuration for --docker-config",
  },
  {
    flag: "--allow-net",
    reason:
      "the API server or its proxy; the ports of serve; the webhook's URL for --check and harbor apply; Harbor",
  },
  {
    flag: "--allow-run",
    reason:
      "the credential plugins that a kubeconfig names under exec; kubectl for -k; docker-credential-* for --docker-config; cat for /dev; ln and rm for completion install",
  },
  { flag: "--deny-import", reason: "Deno would otherwise let code be loaded from a few hosts" },
];
