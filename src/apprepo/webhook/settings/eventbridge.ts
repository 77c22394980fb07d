import { type Settings, shellWord, type Webhook } from "./settings.ts";

/** For Amazon ECR, which tells EventBridge of every push, and has no webhooks of its own. */
export function eventbridge({ url, authorization, label }: Webhook): Settings {
  const name = `kubeapps-${label}`.slice(0, 64).replace(/-+$/, "");
  const pattern = {
    source: ["aws.ecr"],
    "detail-type": ["ECR Image Action"],
    detail: {
      "action-type": ["PUSH", "DELETE"],
      result: ["SUCCESS"],
      "repository-name": ["REPOSITORY"],
    },
  };
  const auth = {
    ApiKeyAuthParameters: { ApiKeyName: "Authorization", ApiKeyValue: authorization },
  };
  const commands = [
    `aws events create-connection --name ${name} --authorization-type API_KEY \\
  --auth-parameters ${shellWord(JSON.stringify(auth))}`,
    `aws events create-api-destination --name ${name} --http-method POST \\
  --connection-arn CONNECTION_ARN --invocation-endpoint ${shellWord(url)}`,
    `aws events put-rule --name ${name} --event-pattern ${shellWord(JSON.stringify(pattern))}`,
    `aws events put-targets --rule ${name} \\
  --targets Id=kubeapps,Arn=API_DESTINATION_ARN,RoleArn=ROLE_ARN`,
  ];
  const text =
    `# CONNECTION_ARN and API_DESTINATION_ARN are what the first and second command print, REPOSITORY is the
# charts' repository in ECR, ROLE_ARN a role that EventBridge may assume, with the right
# events:InvokeApiDestination on the destination. EventBridge speaks https only.
${commands.join("\n")}
`;
  return { text, parts: { commands, eventPattern: pattern, authParameters: auth } };
}
