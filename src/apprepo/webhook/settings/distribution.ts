import { type Settings, type Webhook, yamlString } from "./settings.ts";

/** Layers are left out: a chart's manifest, which is the news, comes after them. */
export function distribution({ url, authorization, label }: Webhook): Settings {
  const yaml = `notifications:
  endpoints:
    - name: ${yamlString(label)}
      disabled: false
      url: ${yamlString(url)}
      headers:
        Authorization: [${yamlString(authorization)}]
      timeout: 3s
      threshold: 5
      backoff: 10s
      ignore:
        mediatypes:
          - application/octet-stream
        actions:
          - pull
`;
  return { text: `# In the registry's config.yml:\n${yaml}`, parts: { yaml } };
}
