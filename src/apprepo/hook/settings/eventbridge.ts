import { indentedJson, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { SenderWords } from "./typed_in.ts";

/** The header by which the hook knows it; a ServiceAccount's token would be too long for it. */
const header = "X-Apprepo-Key";

/** Source: docs.aws.amazon.com, "Amazon ECR events and EventBridge". */
const pattern = {
  source: ["aws.ecr"],
  "detail-type": ["ECR Image Action"],
  detail: { "action-type": ["PUSH", "DELETE"], result: ["SUCCESS"] },
};

export const eventbridge: SenderWords = {
  added({ url, secret, label }) {
    const text = `In Amazon EventBridge:
${
      steps(
        `Connections, Create: ${label}; Authorization type: API key, ${header}: ${secret}`,
        `API destinations, Create: ${label}; ${url}, POST, with that connection`,
        `Rules, Create: ${label}; source aws.ecr, detail type ECR Image Action; its target is that API destination`,
      )
    }`;
    const commands = [
      ofConnection("create", label, secret),
      `aws events create-api-destination --name ${label} --http-method POST \\
  --invocation-endpoint ${shellWord(url)} \\
  --connection-arn "$(aws events describe-connection --name ${label} --query ConnectionArn --output text)"`,
      `aws events put-rule --name ${label} --event-pattern ${shellWord(indentedJson(pattern))}`,
      `aws events put-targets --rule ${label} --targets "Id=kubeapps,RoleArn=ROLE,Arn=$(
  aws events describe-api-destination --name ${label} --query ApiDestinationArn --output text)"`,
    ];
    const script =
      `Or with aws, with a role that EventBridge may assume and that may events:InvokeApiDestination, by its ARN, for ROLE ("repository-name" in the pattern's detail limits it to some repositories):

${commands.join("\n")}
`;
    return { text, script, parts: { header, key: secret, url, pattern, commands } };
  },
  changed({ url, secret, label }) {
    const text = `In Amazon EventBridge:
${
      steps(
        `Connections, ${label}, Edit: Authorization type: API key, ${header}: ${secret}`,
        "Update",
      )
    }`;
    const commands = [ofConnection("update", label, secret)];
    const script = `Or with aws:\n\n${commands.join("\n")}\n`;
    return { text, script, parts: { header, key: secret, url, commands } };
  },
};

function ofConnection(verb: "create" | "update", label: string, secret: string): string {
  const auth = { ApiKeyAuthParameters: { ApiKeyName: header, ApiKeyValue: secret } };
  return `aws events ${verb}-connection --name ${label} --authorization-type API_KEY \\
  --auth-parameters ${shellWord(JSON.stringify(auth))}`;
}
