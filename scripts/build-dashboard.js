// Medusa's dashboard with this repository's screens in it, built into the folder
// that is named: a process of its own, for Vite does not run within jest.
const path = require("node:path")
const { build } = require("@medusajs/admin-bundler")

const root = path.join(__dirname, "..")
const [outDir] = process.argv.slice(2)
if (!outDir) throw new Error("usage: node scripts/build-dashboard.js FOLDER")

build({
  disable: false,
  path: "/app",
  outDir: path.resolve(outDir),
  sources: [path.join(root, "src", "admin"), path.join(root, "admin")],
  plugins: [],
  backendUrl: "/",
}).catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
