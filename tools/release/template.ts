const ADD_URI_AND_SHA = /{{ ?addURIAndSha "([^"]*)" \.TagName ?}}/g;
const TAG_NAME = /{{ ?\.TagName ?}}/g;

/**
 * Renders a template as krew-release-bot does, with the two actions that ours uses: `.TagName` and
 * `addURIAndSha`, which writes `sha256:` four spaces in whatever the indentation of the call.
 * @param sumOf the sha256 of the file at an address
 * @throws {Error} naming an action that is neither of these
 */
export function renderTemplate(
  template: string,
  tag: string,
  sumOf: (uri: string) => string,
): string {
  const withSums = template.replace(ADD_URI_AND_SHA, (_, address: string) => {
    const uri = withTag(address, tag);
    return `uri: ${uri}\n    sha256: ${sumOf(uri)}`;
  });
  return withTag(withSums, tag);
}

function withTag(text: string, tag: string): string {
  const rendered = text.replace(TAG_NAME, tag);
  const left = rendered.match(/{{.*/);
  if (left) throw new Error(`the template has an action that cannot be rendered: ${left[0]}`);
  return rendered;
}
