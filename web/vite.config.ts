import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "dist",
    assetsDir: "",
    // Every asset is a file of its own: the content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: {
      input: {
        start: "src/start.ts",
        resources: "src/resources.ts",
        assignment: "src/assignment.ts",
        administration: "src/administration.ts",
      },
    },
  },
  json: { namedExports: true },
  test: { include: ["src/**/*.test.ts"] },
});
