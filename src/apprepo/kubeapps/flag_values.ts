import type { KubeObject } from "../../kube/api/resource.ts";

interface PodTemplate {
  readonly template?: {
    readonly spec?: {
      readonly containers?: readonly {
        readonly command?: readonly string[];
        readonly args?: readonly string[];
      }[];
    };
  };
}

/** Of `--flag=value` and `--flag value`, in any container of a Deployment. */
export function flagValues({ spec }: KubeObject, flag: string): string[] {
  const containers = (spec as PodTemplate | undefined)?.template?.spec?.containers ?? [];
  return containers.flatMap(({ command = [], args = [] }) => {
    const words = [...command, ...args];
    return words.flatMap((word, at) => {
      const [name, value = words[at + 1]] = splitOnce(word);
      const isFlag = name === `--${flag}` || name === `-${flag}`;
      return isFlag && value ? [value] : [];
    });
  });
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf("=");
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
