import { type SenderName, senderNames } from "../senders.ts";
import type { HookSettings } from "./typed_in.ts";
export const hookSettings = Object.fromEntries(
  senderNames.map((
    name,
  ) => [
    name,
    ({ url, secret }: { url: string; secret: string }) => ({
      text: `URL: ${url}\nSecret: ${secret}\n`,
      parts: {},
    }),
  ]),
) as unknown as Readonly<Record<SenderName, HookSettings>>;
