import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import os from "node:os"
import path from "node:path"
import { once } from "node:events"
import type { Child } from "../lib/child"
import { medusaCommands } from "../lib/medusa"
import type { MedusaCommands } from "../lib/medusa"

/** Listens as `medusa start` does, and says so in Medusa's words. */
const CLI = `
const port = Number(process.argv[process.argv.indexOf("--port") + 1])
require("node:http")
  .createServer((_, response) => response.end("OK"))
  .on("error", (error) => {
    console.error("error: " + error.code)
    process.exit(1)
  })
  .listen(port, "127.0.0.1", () => console.log("Server is ready on port: " + port))
`

let root: string
let children: Child[]

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "demo-medusa-"))
  children = []
  mkdirSync(path.join(root, "node_modules/@medusajs/cli"), { recursive: true })
  writeFileSync(path.join(root, "node_modules/@medusajs/cli/cli.js"), CLI)
})
afterEach(async () => {
  await Promise.all(children.map((child) => child.stop()))
  rmSync(root, { recursive: true })
})

const commands = (): MedusaCommands =>
  medusaCommands({ root, env: process.env, logsFolder: root, onStart: (child) => children.push(child) })

async function aStranger(): Promise<{ server: Server; port: number }> {
  const server = createServer((_, response) => response.end("OK")).listen(0, "127.0.0.1")
  await once(server, "listening")
  return { server, port: (server.address() as AddressInfo).port }
}

describe("medusaCommands", () => {
  test("serve: a stranger's server on the port is not taken for ours, and is named", async () => {
    const { server, port } = await aStranger()
    try {
      await expect(commands().serve("127.0.0.1", port)).rejects.toThrow(`another program has taken port ${port}`)
    } finally {
      server.close()
    }
  })

  test("serve: settles when the server that it started listens and answers", async () => {
    const { server, port } = await aStranger()
    server.close()
    await once(server, "close")
    await commands().serve("127.0.0.1", port)
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
  })
})
