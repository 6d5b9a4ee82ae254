import { Buffer } from "node:buffer";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Plugin } from "vite";

const FONT = /@font-face\s*\{[^}]*?url\(data:font\/woff2;[^,]*base64,([^)]+)\)[^}]*\}/;
/** As the server says it with the page; here too, because without a network the page comes from the phone's own cache. */
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'";
const OUTSIDE = /url\(\s*["']?(?:https?:)?\/\/|@import\s+["'](?:https?:)?\/\//;

/**
 * Puts the content policy into the page, and bends what would break it: Vant's icon face comes as a data: address with one of another server
 * behind it, and becomes a file of ours. A build whose style sheets still name another server fails here, not in the village.
 */
export function ownFilesOnly(cache: string): Plugin {
  return {
    name: "own-files-only",
    enforce: "pre",
    load(id) {
      const file = id.split("?")[0] ?? id;
      if (!file.endsWith("/vant/es/icon/index.css")) return null;
      const css = readFileSync(file, "utf-8");
      const face = FONT.exec(css);
      if (!face?.[1]) throw new Error("Vant's icon face is no longer where it was; see build/own-files-only.ts");
      const font = resolve(cache, "vant-icon.woff2");
      mkdirSync(cache, { recursive: true });
      writeFileSync(font, Buffer.from(face[1], "base64"));
      const address = relative(dirname(file), font).replaceAll("\\", "/");
      return css.replace(FONT, `@font-face{font-family:vant-icon;font-display:block;src:url("${address}") format("woff2")}`);
    },
    transformIndexHtml: (_html, { server }) =>
      server ? [] : [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" }],
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.endsWith(".css") && OUTSIDE.test(String(file.source)))
          this.error(`${file.fileName} names another server`);
      }
    },
  };
}
