import { HarborError } from "../../harbor/harbor_error.ts";
import type { SystemInfo } from "../../harbor/shapes.ts";

/** What to do where Harbor sends no webhooks at all. */
export function switchedOff(address: string): string {
  return `webhooks are switched off in Harbor at ${
    new URL(address).host
  }: none of them is sent\nAn administrator switches them on: Administration, Configuration, System Settings, Webhooks enabled (notification_enable).`;
}

/** @throws {HarborError} where Harbor sends no webhooks at all */
export function checkSent({ notification_enable: isOn }: SystemInfo, address: string): void {
  if (isOn !== false) return;
  throw new HarborError(switchedOff(address));
}
