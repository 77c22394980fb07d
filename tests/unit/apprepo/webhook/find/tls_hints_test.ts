import assert from "node:assert/strict";
import { tlsHint } from "../../../../../src/apprepo/webhook/find/tls_hints.ts";

const alb = "alb.ingress.kubernetes.io";
const traefik = "traefik.ingress.kubernetes.io";

const tells: readonly (readonly [string, string])[] = [
  [`${alb}/certificate-arn`, "arn:aws:acm:eu-west-1:1:certificate/x"],
  [`${alb}/listen-ports`, '[{"HTTP": 80},{"HTTPS":443}]'],
  [`${alb}/ssl-redirect`, "443"],
  ["service.beta.kubernetes.io/aws-load-balancer-ssl-cert", "arn:aws:acm:eu-west-1:1:c/x"],
  ["networking.gke.io/managed-certificates", "kubeapps"],
  ["ingress.gcp.kubernetes.io/pre-shared-cert", "kubeapps"],
  ["appgw.ingress.kubernetes.io/appgw-ssl-certificate", "kubeapps"],
  ["appgw.ingress.kubernetes.io/ssl-redirect", "true"],
  [`${traefik}/router.tls`, "true"],
  [`${traefik}/router.tls.certresolver`, "le"],
  [`${traefik}/router.entrypoints`, "web, websecure"],
  ["nginx.ingress.kubernetes.io/force-ssl-redirect", "true"],
  ["nginx.ingress.kubernetes.io/ssl-redirect", "true"],
  ["haproxy.org/ssl-redirect", "true"],
  ["route.openshift.io/termination", "edge"],
  ["service.beta.kubernetes.io/do-loadbalancer-certificate-id", "1"],
];

const silent: readonly (readonly [string, string])[] = [
  [`${alb}/listen-ports`, '[{"HTTP": 80}]'],
  [`${alb}/scheme`, "internal"],
  [`${traefik}/router.tls`, "false"],
  [`${traefik}/router.entrypoints`, "web"],
  ["nginx.ingress.kubernetes.io/ssl-redirect", "false"],
  ["route.openshift.io/termination", ""],
  ["example.com/certificate-arn", "x"],
  ["kubectl.kubernetes.io/last-applied-configuration", `{"${alb}/certificate-arn":"x"}`],
];

function hintOf([name, value]: readonly [string, string]): string | undefined {
  return tlsHint({ metadata: { annotations: { "a/other": "x", [name]: value } } });
}

for (const row of tells) {
  Deno.test(`tlsHint() takes ${row[0]}: ${row[1]} for a sign of TLS`, () => {
    assert.equal(hintOf(row), row[0]);
  });
}

for (const row of silent) {
  Deno.test(`tlsHint() reads nothing out of ${row[0]}: ${row[1].slice(0, 30)}`, () => {
    assert.equal(hintOf(row), undefined);
  });
}
