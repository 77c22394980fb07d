import { answerCase } from "./answer_case.ts";
import type { CaseMaker } from "./fuzz_case.ts";
import { kubeconfigCase } from "./kubeconfig_case.ts";

/** What is fuzzed. */
export const caseMakers: Readonly<Record<string, CaseMaker>> = {
  kubeconfigs: kubeconfigCase,
  answers: answerCase,
};
