// Before a build: Vite copies public/, where the demo has its dashboard (demo/lib/dashboard.ts), into what it builds.
const { rmSync } = require("node:fs")
const path = require("node:path")

rmSync(path.join(__dirname, "..", "public"), { recursive: true, force: true })
