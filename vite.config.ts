import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { firstLetters } from "./host/firstletters.ts";
import { firstScene } from "./host/firstscene.ts";
import { serviceWorker } from "./host/serviceworker.ts";

/** The dev server's own inline script is not allowed by the page's policy; what is built has the policy. */
function withoutPolicyInDev(): Plugin {
  return {
    name: "without-policy-in-dev",
    apply: "serve",
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
}

export default defineConfig({
  base: "./",
  plugins: [react(), withoutPolicyInDev(), firstLetters(), firstScene(), serviceWorker()],
  resolve: {
    // monaco-yaml imports paths that Monaco 0.57 has moved.
    alias: [{ find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: "monaco-editor/$1" }],
  },
  worker: { format: "es" },
  // Read as text: a browser is quicker at JSON than at code of that size.
  json: { stringify: true, namedExports: false },
  // Else a cold dev server reloads under the open editor.
  optimizeDeps: { include: ["monaco-yaml", "monaco-yaml/yaml.worker.js"] },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 1200,
    // What the first picture needs comes in two files, so that they are read in a task each; two dozen of them cost more than that.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "libraries", tags: ["$initial"], test: /node_modules/, priority: 1 },
            { name: "first", tags: ["$initial"] },
          ],
        },
      },
    },
  },
});
