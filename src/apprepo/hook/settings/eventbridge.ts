import { indentedJson, type Settings, shellWord } from "../../webhook/settings/settings.ts";
import type { TypedIn } from "./typed_in.ts";

/** The header by which the hook knows it; a ServiceAccount's token would be too long for it. */
const header = "X-Apprepo-Key";

/** Source: docs.aws.amazon.com, "Amazon ECR events and EventBridge". */
const pattern = {
  source: ["aws.ecr"],
  "detail-type": ["ECR Image Action"],
  detail: { "action-type": ["PUSH", "DELETE"], result: ["SUCCESS"] },
};

export function eventbridge({ url, secret, label }: TypedIn): Settings {
  const auth = { ApiKeyAuthParameters: { ApiKeyName: header, ApiKeyValue: secret } };
  const commands = [
    `aws events create-connection --name ${label} --authorization-type API_KEY \\
  --auth-parameters ${shellWord(JSON.stringify(auth))}`,
    `aws events create-api-destination --name ${label} --http-method POST \\
  --invocation-endpoint ${shellWord(url)} \\
  --connection-arn "$(aws events describe-connection --name ${label} --query ConnectionArn --output text)"`,
    `aws events put-rule --name ${label} --event-pattern ${shellWord(indentedJson(pattern))}`,
    `aws events put-targets --rule ${label} --targets "Id=kubeapps,RoleArn=ROLE,Arn=$(
  aws events describe-api-destination --name ${label} --query ApiDestinationArn --output text)"`,
  ];
  const text =
    `# With a role that EventBridge may assume and that may events:InvokeApiDestination, by its ARN, for ROLE.
# "repository-name" in the pattern's detail limits it to some repositories.
${commands.join("\n")}
`;
  return { text, parts: { header, key: secret, url, pattern, commands } };
}
