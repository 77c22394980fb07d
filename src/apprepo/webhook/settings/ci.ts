import { curlOptions } from "./curl.ts";
import { type Settings, shellWord, tokenOf, type Webhook, yamlString } from "./settings.ts";

/** The name of the secret in the CI's own store; a token has no place in a file of the repository. */
const secret = "KUBEAPPS_WEBHOOK_TOKEN";

/** The answer holds the whole AppRepository, which is nothing for a job's log. */
const call = [
  `curl ${curlOptions} --output /dev/null --retry 3`,
  `--header "Authorization: Bearer $${secret}" "$KUBEAPPS_WEBHOOK_URL"`,
].join(" ");

/** Bash on every runner: on Windows' own shell, `$NAME` is no environment variable. */
export function githubActions(webhook: Webhook): Settings {
  const step = `- name: Make Kubeapps sync its package repository
  env:
    KUBEAPPS_WEBHOOK_URL: ${yamlString(withoutExpressions(webhook.url))}
    ${secret}: \${{ secrets.${secret} }}
  shell: bash
  run: >-
    ${call}
`;
  const command = `gh secret set ${secret} --body ${shellWord(tokenOf(webhook))}`;
  const text =
    `# Once, in the repository's folder (or under Settings, Secrets and variables, Actions):
#   ${command}
# Then, as a step after the one that pushes the chart:
${step}`;
  return { text, parts: { step, secret, command } };
}

/** `\${{` would begin an expression of GitHub's, and only a cluster's name can bring one. */
function withoutExpressions(url: string): string {
  return url.replaceAll("$", "%24");
}

export function gitlabCi(webhook: Webhook): Settings {
  const job = `refresh-kubeapps:
  stage: deploy
  image: curlimages/curl
  variables:
    KUBEAPPS_WEBHOOK_URL: ${yamlString(withoutExpressions(webhook.url))}
  script:
    - >-
      ${call}
`;
  const command = `glab variable set ${secret} --masked ${shellWord(tokenOf(webhook))}`;
  const text = `# Once, in the project's folder (or under Settings, CI/CD, Variables, masked):
#   ${command}
# Then, in .gitlab-ci.yml, after the job that pushes the chart:
${job}`;
  return { text, parts: { job, variable: secret, command } };
}
