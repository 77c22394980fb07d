// As much of a registry as a push takes. Source: the distribution spec of OCI.

/** What is stored, by digest and by tag. */
const manifests = new Map<string, { bytes: Uint8Array<ArrayBuffer>; type: string }>();

/** @param pushed is told of each manifest: by its digest, and by its tag */
export async function registryAnswer(
  request: Request,
  pushed: (repository: string, tag: string) => void,
): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const [, repository = "", kind, reference = ""] =
    /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/.exec(pathname) ?? [];
  const body = new Uint8Array(await request.arrayBuffer());
  if (request.method === "GET" && pathname === "/v2/") return new Response("{}");
  if (kind === "blobs" && request.method === "POST") {
    const location = `/v2/${repository}/blobs/uploads/${crypto.randomUUID()}`;
    return new Response(null, { status: 202, headers: { location } });
  }
  if (request.method === "PUT") {
    const digest = searchParams.get("digest") ?? await sha256(body);
    if (kind === "manifests") {
      const type = request.headers.get("content-type") ?? "";
      for (const name of [reference, digest]) {
        manifests.set(`${repository} ${name}`, { bytes: body, type });
      }
      pushed(repository, reference);
    }
    const location = `/v2/${repository}/${kind}/${digest}`;
    return new Response(null, {
      status: 201,
      headers: { location, "docker-content-digest": digest },
    });
  }
  const manifest = manifests.get(`${repository} ${reference}`);
  if (kind !== "manifests" || !manifest) return new Response(null, { status: 404 });
  return new Response(request.method === "HEAD" ? null : manifest.bytes, {
    headers: {
      "content-type": manifest.type,
      "content-length": String(manifest.bytes.length),
      "docker-content-digest": await sha256(manifest.bytes),
    },
  });
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256:${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
