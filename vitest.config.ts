import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["engine/**/*.test.ts", "web/**/*.test.{ts,tsx}", "host/**/*.test.ts", "bench/**/*.test.ts"],
    environment: "node",
    // A limit for what hangs, not a measure of speed: the machine may be busy.
    testTimeout: 60_000,
  },
});
