import assert from "node:assert/strict";
import { maskSecrets } from "../../../../../src/apprepo/sync/log/mask.ts";

const rows: readonly (readonly [line: string, expected: string])[] = [
  ["no secret at all: https://charts.example.com/a?b=c#d", ""],
  ["GET https://user:s3cret@charts.example.com/x", "GET https://user:***@charts.example.com/x"],
  ["GET https://s3cret@charts.example.com/x", "GET https://***@charts.example.com/x"],
  ["GET https://:s3cret@charts.example.com/x", "GET https://***@charts.example.com/x"],
  ["oci://u:s3:cr@et@h:5000/p and https://u:s3cret@h", "oci://u:***@h:5000/p and https://u:***@h"],
  [
    "request to [https://u:s3cret@h/index.yaml] failed",
    "request to [https://u:***@h/index.yaml] failed",
  ],
  ["a mail to me@example.com stays", ""],
  ["Authorization: Bearer s3cret", "Authorization: ***"],
  ["authorization:Basic s3cret==", "authorization:***"],
  ["map[Authorization:[Bearer s3cret] Accept:[*/*]]", "map[Authorization:[***] Accept:[*/*]]"],
  ['{"Authorization":["Bearer s3cret"],"Accept":"x"}', '{"Authorization":["***"],"Accept":"x"}'],
  ['{"Authorization": "Basic s3cret"}', '{"Authorization": "***"}'],
  [
    'msg="header \\"Authorization\\": \\"Bearer s3cret\\""',
    'msg="header \\"Authorization\\": \\"***\\""',
  ],
  ["Proxy-Authorization: Basic s3cret", "Proxy-Authorization: ***"],
  ["AUTHORIZATION=Bearer s3cret", "AUTHORIZATION=***"],
  ["sent Bearer eyJhbGciOi.s3cret.xyz to it", "sent Bearer *** to it"],
  ["the bearer of news", ""],
  ["https://h/x?token=s3cret&a=b", "https://h/x?token=***&a=b"],
  ["https://h/x?a=b&X-Amz-Signature=s3cret", "https://h/x?a=b&X-Amz-Signature=***"],
  ["https://h/x?access_token=s3cret", "https://h/x?access_token=***"],
  ["https://h/x?sig=s3cret&se=2026", "https://h/x?sig=***&se=2026"],
  ["https://h/x?password=s3cret]", "https://h/x?password=***"],
  ["", ""],
];

for (const [line, expected] of rows) {
  Deno.test(`maskSecrets(${JSON.stringify(line)})`, () => {
    assert.equal(maskSecrets(line), expected || line);
    assert.equal(maskSecrets(maskSecrets(line)), maskSecrets(line), "a second time");
  });
}

Deno.test("maskSecrets() takes a long line in no time", () => {
  const began = performance.now();
  for (const part of ["https://", "Authorization:", "?token", "a@", "a.", "Bearer ", '\\"']) {
    maskSecrets(part.repeat(20_000));
  }
  assert.ok(performance.now() - began < 2_000);
});
