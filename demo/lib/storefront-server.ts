import { createReadStream, statSync } from "node:fs"
import { createServer } from "node:http"
import type { IncomingMessage, Server, ServerResponse } from "node:http"
import path from "node:path"
import { drawPicture, motifNames } from "../pictures/draw-picture"
import type { ShopConfig } from "../storefront/shop-config"
import { llmsText, openApiText } from "./llms-text"

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".json", "application/json"],
  [".map", "application/json"],
  [".woff2", "font/woff2"],
  [".png", "image/png"],
  [".ico", "image/x-icon"],
])
const knownMotifs = new Set(motifNames)

export interface StorefrontOptions {
  /** Folder of the built pages. */
  readonly root: string
  readonly config: ShopConfig
}

/** Serves the storefront's files, its configuration and the drawn pictures. */
export function createStorefrontServer({ root, config }: StorefrontOptions): Server {
  const script = `window.__SHOP__ = ${JSON.stringify(config).replaceAll("<", "\\u003c")}\n`
  return createServer((request, response) => {
    response.setHeader("X-Content-Type-Options", "nosniff")
    response.setHeader("Referrer-Policy", "same-origin")
    if (request.method !== "GET" && request.method !== "HEAD") {
      send(response, { status: 405, type: "text/plain", body: "Only GET and HEAD are answered here." })
      return
    }
    const pathname = pathOf(request)
    if (pathname === undefined) send(response, { status: 400, type: "text/plain", body: "Not an address." })
    else if (pathname === "/config.js")
      send(response, { status: 200, type: "text/javascript; charset=utf-8", body: script })
    else if (pathname === "/llms.txt")
      send(response, { status: 200, type: "text/plain; charset=utf-8", body: llmsText(config) })
    else if (pathname === "/openapi.json")
      send(response, { status: 200, type: "application/json", body: openApiText() })
    else if (pathname.startsWith("/pictures/")) sendPicture(response, pathname)
    else sendFile(response, { root, pathname })
  })
}

/** The decoded path of a request, undefined where it cannot be read. */
function pathOf(request: IncomingMessage): string | undefined {
  try {
    const pathname = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname)
    return pathname.includes("\0") ? undefined : pathname
  } catch {
    return undefined
  }
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" })
  response.end(body)
}

function sendPicture(response: ServerResponse, pathname: string): void {
  const [, motif = "", seed = ""] = /^\/pictures\/([a-z]{2,20})\/(\d{1,10})\.svg$/.exec(pathname) ?? []
  if (!knownMotifs.has(motif)) {
    send(response, { status: 404, type: "text/plain", body: "No such picture." })
    return
  }
  // The dashboard, another origin, shows pictures too; they never change under the same address.
  response.writeHead(200, {
    "Content-Type": "image/svg+xml",
    "Cache-Control": "public, max-age=86400",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
  })
  response.end(drawPicture(motif, Number(seed)))
}

function sendFile(response: ServerResponse, { root, pathname }: { root: string; pathname: string }): void {
  const wanted = path.join(root, path.normalize(pathname))
  const inside = wanted === root || wanted.startsWith(root + path.sep)
  if (!inside) {
    send(response, { status: 404, type: "text/plain", body: "Not here." })
    return
  }
  const extension = path.extname(wanted)
  if (extension !== "" && !isFile(wanted)) {
    send(response, { status: 404, type: "text/plain", body: "Not here." })
    return
  }
  // The page has its own routes (/products/fern-mug): what is no file is the page.
  const file = isFile(wanted) ? wanted : path.join(root, "index.html")
  const type = CONTENT_TYPES.get(path.extname(file)) ?? "application/octet-stream"
  response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache" })
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response)
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
}
