import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs"
import { createServer, request as forward } from "node:http"
import type { IncomingMessage, ServerResponse } from "node:http"
import path from "node:path"
import { promisify } from "node:util"
import { root } from "../../helpers/database"

const run = promisify(execFile)

/** What the dashboard's bundle is made from. */
const SOURCES = ["admin", "src/admin", "src/types", "package-lock.json"]

const MIME: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
}

/** Medusa's dashboard with this plugin's screens, in front of one shop. */
export interface Dashboard {
  /** Where the screens are; the shop's API answers on the same origin, as it does in production. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Medusa's dashboard as `medusa build` builds it, with the screens in it. That
 * takes most of a minute, so it is kept until a source changes.
 *
 * @returns the folder with `index.html`
 */
export async function buildDashboard(): Promise<string> {
  const folder = path.join(root, ".cache", `dashboard-${sourcesHash()}`)
  if (existsSync(path.join(folder, "index.html"))) return folder
  // Built under a name of its own: two suites at once, or one that dies, leave nothing half-made behind.
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  await run(process.execPath, [path.join(root, "scripts", "build-dashboard.js"), draft], { cwd: root })
  if (existsSync(folder)) rmSync(draft, { recursive: true })
  else renameSync(draft, folder)
  return folder
}

function sourcesHash(): string {
  const hash = createHash("sha256")
  const visit = (file: string): void => {
    if (statSync(file).isDirectory()) for (const entry of readdirSync(file).sort()) visit(path.join(file, entry))
    else hash.update(path.relative(root, file)).update(readFileSync(file))
  }
  for (const source of SOURCES) visit(path.join(root, source))
  return hash.digest("hex").slice(0, 12)
}

/** Serves the built dashboard under `/app` and hands everything else to the shop. */
export async function startDashboard(shopUrl: string): Promise<Dashboard> {
  const folder = await buildDashboard()
  const shop = new URL(shopUrl)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", shop)
    if (pathname === "/app" || pathname.startsWith("/app/")) serveFile(folder, pathname.slice("/app".length), response)
    else handOn(shop, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the dashboard has no port")
  return {
    url: `http://127.0.0.1:${address.port}/app`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function serveFile(folder: string, name: string, response: ServerResponse): void {
  const wanted = path.join(folder, path.normalize(`/${name}`))
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : path.join(folder, "index.html")
  response.setHeader("content-type", MIME[path.extname(file)] ?? "application/octet-stream")
  createReadStream(file).pipe(response)
}

function handOn(shop: URL, request: IncomingMessage, response: ServerResponse): void {
  const onward = forward(
    { host: shop.hostname, port: shop.port, path: request.url, method: request.method, headers: request.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  onward.on("error", () => {
    if (!response.headersSent) response.writeHead(502)
    response.end()
  })
  request.pipe(onward)
}
