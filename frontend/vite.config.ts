import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Names are fixed: Django's static files storage adds the hash.
export default defineConfig({
  root: here("."),
  base: "./",
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    outDir: here("../src/sanzhang/desk/static/desk"),
    emptyOutDir: true,
    target: "es2020",
    cssTarget: ["chrome103", "firefox102", "safari15.4"],
    cssMinify: "lightningcss",
    modulePreload: false,
    rolldownOptions: {
      input: { desk: here("src/desk.ts") },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
