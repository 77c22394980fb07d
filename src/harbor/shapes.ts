/** What Harbor sends and takes, as far as it is read. Source: goharbor/harbor, api/v2.0/swagger.yaml. */

/** Its other fields are kept as they are: a PUT replaces all of them. */
export interface Policy {
  readonly id?: number;
  readonly name: string;
  readonly description?: string;
  readonly enabled?: boolean;
  readonly event_types?: readonly string[] | null;
  readonly targets?: readonly Target[] | null;
  readonly [field: string]: unknown;
}

export interface Target {
  /** `http` or `slack`. */
  readonly type?: string;
  readonly address?: string;
  /** Sent as the Authorization header; Harbor gives it to everybody who may read the policy. */
  readonly auth_header?: string;
  readonly skip_cert_verify?: boolean;
  /** Since 2.8: `Default`, which an empty one stands for, or `CloudEvents`. */
  readonly payload_format?: string;
  readonly [field: string]: unknown;
}

/** What this Harbor's webhooks know. */
export interface Supported {
  readonly event_type?: readonly string[];
  readonly notify_type?: readonly string[];
  /** Not before 2.8. */
  readonly payload_formats?: readonly {
    readonly notify_type: string;
    readonly formats: readonly string[];
  }[];
}

/** One event for one target. */
export interface Execution {
  readonly id: number;
  /** `Running`, `Success`, `Error`, `Stopped`. */
  readonly status?: string;
  /** `WEBHOOK`, or `SLACK`. */
  readonly vendor_type?: string;
  /** RFC 3339. */
  readonly start_time?: string;
  readonly extra_attrs?: { readonly event_type?: string; readonly payload?: string } | null;
}

/** The sending of it. */
export interface Task {
  readonly id: number;
  readonly status?: string;
  /** Attempts so far. */
  readonly run_count?: number;
  /** RFC 3339: of the last attempt. */
  readonly end_time?: string;
}

export interface SystemInfo {
  readonly harbor_version?: string;
  /** The host that docker and helm log in to. */
  readonly registry_url?: string;
  /** Such as `db_auth`, `oidc_auth`. */
  readonly auth_mode?: string;
  /** Whether webhooks are sent at all; told to those who are logged in only. */
  readonly notification_enable?: boolean;
}
