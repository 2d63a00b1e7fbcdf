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
        offer: "src/offer.ts",
        embed: "src/embed.ts",
        coordination: "src/coordination.ts",
        batch: "src/batch.ts",
        directory: "src/directory.ts",
        sw: "src/sw.ts",
      },
      // The service worker is served under a name that does not change.
      output: { entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "[name]-[hash].js") },
    },
  },
  json: { namedExports: true },
  test: { include: ["src/**/*.test.ts"] },
});
