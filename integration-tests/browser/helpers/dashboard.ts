import { execFile } from "node:child_process"
import { createReadStream, existsSync, statSync } from "node:fs"
import { createServer, request as forward } from "node:http"
import type { IncomingMessage, ServerResponse } from "node:http"
import path from "node:path"
import { promisify } from "node:util"
import { buildDashboard } from "../../../scripts/built-dashboard"
import { root } from "../../helpers/database"

const run = promisify(execFile)

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

/** Serves the built dashboard under `/app` and hands everything else to the shop. */
export async function startDashboard(shopUrl: string): Promise<Dashboard> {
  const folder = await buildDashboard((...command) => run(process.execPath, command, { cwd: root }))
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
  // Their names hold a hash of their content: what a page has loaded, the next page takes from the browser's cache.
  if (name.startsWith("/assets/")) response.setHeader("cache-control", "public, max-age=31536000, immutable")
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
