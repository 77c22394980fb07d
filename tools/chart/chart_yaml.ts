import { BINARY_NAME, PROJECT_HOME } from "../../src/about.ts";
import packageJson from "../../package.json" with { type: "json" };

/** By which a release's chart names the image: the templates read it. */
const DIGEST_ANNOTATION = "kubectl-apprepo/image-digest";

/** @param imageDigest of the release's image; none in the repository, where the tag is named */
export function chartYaml(imageDigest?: string): string {
  const { version, license } = packageJson;
  const digest = imageDigest === undefined ? "" : `  ${DIGEST_ANNOTATION}: ${imageDigest}\n`;
  return `# Made by \`deno task chart\`.
apiVersion: v2
name: ${BINARY_NAME}
description: The webhook that makes Kubeapps sync its package repositories now
type: application
version: ${version}
appVersion: v${version}
# Of what is in it: Ingress and PodDisruptionBudget v1, dual stack Services.
kubeVersion: ">=1.23.0-0"
home: ${PROJECT_HOME}
sources:
  - ${PROJECT_HOME}
keywords:
  - kubeapps
  - helm
  - webhook
  - harbor
  - apprepository
maintainers:
  - name: kubectl-apprepo
    url: ${PROJECT_HOME}
annotations:
${digest}  artifacthub.io/category: integration-delivery
  artifacthub.io/license: ${license}
  artifacthub.io/links: |
    - name: documentation
      url: ${PROJECT_HOME}/blob/main/docs/serve.md
    - name: security
      url: ${PROJECT_HOME}/blob/main/docs/security.md
`;
}
