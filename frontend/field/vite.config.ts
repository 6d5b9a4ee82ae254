import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { VantResolver } from "@vant/auto-import-resolver";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed.ts";
import { ownFilesOnly } from "./build/own-files-only.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const { version } = JSON.parse(readFileSync(here("package.json"), "utf-8")) as { version: string };

export default defineConfig({
  root: here("."),
  base: "/field/",
  define: {
    __APP_VERSION__: JSON.stringify(version),
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  plugins: [
    ownFilesOnly(here("node_modules/.cache/sanzhang")),
    vue(),
    // Only the parts of Vant that a template names are built in, each with its own styles.
    components({ dirs: [], dts: false, resolvers: [VantResolver()] }),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      injectRegister: false,
      manifest: false,
      injectManifest: { globPatterns: ["**/*.{html,js,css,png,svg,webmanifest,woff2}"], rollupFormat: "iife" },
    }),
    compressed(),
  ],
  build: {
    outDir: here("../../src/sanzhang/field/static_build/field"),
    emptyOutDir: true,
    target: ["es2020", "chrome87", "safari14"],
    cssTarget: ["chrome87", "safari14"],
    cssMinify: "lightningcss",
    assetsDir: "assets",
    // A file inlined as data: would need a looser content policy.
    assetsInlineLimit: 0,
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    // What phones run, not what Node would.
    alias: { "tus-js-client": here("node_modules/tus-js-client/lib.esm/browser/index.js") },
    setupFiles: ["tests/setup.ts"],
    testTimeout: 10_000,
  },
});
