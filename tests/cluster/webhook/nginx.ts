// nginx with the rules of the frontend and the dashboard of Kubeapps 2.5-2.12.

import type { Pair } from "../../../testcluster/certificates.ts";
import { run } from "../support/run.ts";

/** Whether there is one. */
export const hasNginx: boolean = await run("nginx", ["-v"]).then(
  ({ code }) => code === 0,
  () => false,
);

export interface Nginx extends AsyncDisposable {
  readonly baseUrl: string;
}

/** @param receiver an https address that gets the webhook's path, as an Ingress rule would give it */
export async function startNginx(certificate: Pair, receiver?: string): Promise<Nginx> {
  const folder = await Deno.makeTempDir({ prefix: "nginx-" });
  const [frontend, dashboard] = [freePort(), freePort()];
  await Deno.mkdir(`${folder}/app`);
  await Deno.writeTextFile(`${folder}/app/index.html`, "<!doctype html><title>Kubeapps</title>");
  await Deno.writeTextFile(`${folder}/app/config.json`, '{"appVersion": "v2.12.1"}');
  await Deno.writeTextFile(`${folder}/tls.crt`, certificate.certificate);
  await Deno.writeTextFile(`${folder}/tls.key`, certificate.key, { mode: 0o600 });
  const conf = configuration(folder, frontend, dashboard, receiver);
  await Deno.writeTextFile(`${folder}/nginx.conf`, conf);
  const args = ["-p", folder, "-e", `${folder}/error.log`, "-c", `${folder}/nginx.conf`];
  const child = new Deno.Command("nginx", { args, stdin: "null", stderr: "null" }).spawn();
  await untilOpen(frontend);
  return {
    baseUrl: `https://127.0.0.1:${frontend}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function configuration(folder: string, frontend: number, dashboard: number, receiver?: string) {
  const toReceiver = receiver === undefined ? "" : `
      location /api/v1/clusters/ {
        proxy_pass ${receiver};
      }`;
  return `
${Deno.uid() === 0 ? "user root;" : ""}
daemon off;
pid ${folder}/pid;
events {}
http {
  access_log off;
  types { text/html html; application/json json; }
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;

  # The frontend, with an Ingress' TLS.
  server {
    listen 127.0.0.1:${frontend} ssl;
    ssl_certificate ${folder}/tls.crt;
    ssl_certificate_key ${folder}/tls.key;
    ${toReceiver}
    location ~* /apis {
      return 404;
    }
    location / {
      proxy_pass http://127.0.0.1:${dashboard};
    }
  }

  # The dashboard.
  server {
    listen 127.0.0.1:${dashboard};
    root ${folder}/app;
    location / {
      absolute_redirect off;
      rewrite ^([^.]*[^/])$ $1/ permanent;
      rewrite ^/[^/]+/([^/]+)$ /$1 break;
      rewrite ^/[^/]+/static/(.*) /static/$1 break;
      try_files $uri /index.html;
    }
  }
}
`;
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0;; tries++) {
    try {
      return (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
