import { builtinModules } from "node:module";
import type { Plugin } from "esbuild";

/** Writes `fs` as `node:fs`: Deno takes Node's built-ins by their full names only. */
export const nodeBuiltIns: Plugin = {
  name: "node-built-ins",
  setup({ onResolve }) {
    const names = new Set(builtinModules);
    onResolve({ filter: /^[a-z]/ }, ({ path }) => {
      return names.has(path) ? { path: `node:${path}`, external: true } : undefined;
    });
  },
};

const TIMERS = "setTimeout,clearTimeout,setInterval,clearInterval,setImmediate,clearImmediate";

/** Gives undici Node's timers: it calls `unref()` on them, and Deno's global ones are numbers. */
export const undiciTimers: Plugin = {
  name: "undici-timers",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/].*\.js$/ }, async ({ path }) => {
      const source = await Deno.readTextFile(path);
      const needsThem = /\b(set|clear)(Timeout|Interval|Immediate)\(/.test(source) &&
        !source.includes("require('node:timers')");
      return { contents: needsThem ? `const{${TIMERS}}=require("node:timers");${source}` : source };
    });
  },
};
