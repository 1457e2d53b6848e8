import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { once } from "node:events"
import http from "node:http"
import type { Server } from "node:http"
import os from "node:os"
import path from "node:path"
import { createStorefrontServer } from "../lib/storefront-server"
import type { ShopConfig } from "../storefront/shop-config"

const config: ShopConfig = {
  ...{ backendUrl: "http://localhost:9000", publishableKey: "pk_1", name: "Shop </script>", regionId: "reg_1" },
  ...{ regions: [], simulated: true, shoppers: [], gift: { recipients: [], occasions: [], ageBands: [] } },
}
let folder: string
let server: Server
let port: number

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "storefront-"))
  const root = path.join(folder, "root")
  mkdirSync(root)
  writeFileSync(path.join(folder, "secret.txt"), "secret")
  writeFileSync(path.join(root, "index.html"), "<!doctype html>page")
  writeFileSync(path.join(root, "app.js"), "1")
  server = createStorefrontServer({ root, config }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  port = typeof address === "object" && address ? address.port : 0
})

afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true })
})

/** Asks with the path as it is written: fetch would tidy it up first. */
function ask(rawPath: string, method = "GET"): Promise<{ status: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, path: rawPath, method }, (response) => {
      let body = ""
      response.on("data", (chunk: Buffer) => (body += chunk.toString()))
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, type: String(response.headers["content-type"]), body }),
      )
    })
    request.on("error", reject).end()
  })
}

describe("createStorefrontServer", () => {
  test("createStorefrontServer: the page answers its own routes, files answer as what they are", async () => {
    for (const route of ["/", "/products/fern-mug", "/cart?x=1"]) {
      expect(await ask(route)).toMatchObject({
        status: 200,
        body: "<!doctype html>page",
        type: "text/html; charset=utf-8",
      })
    }
    expect(await ask("/app.js")).toMatchObject({ status: 200, body: "1", type: "text/javascript; charset=utf-8" })
    expect((await ask("/missing.js")).status).toBe(404)
  })

  test("createStorefrontServer: config.js holds the shop and cannot close its own script", async () => {
    const { body } = await ask("/config.js")
    expect(body).toContain("window.__SHOP__ = ")
    expect(body).not.toContain("</script>")
    const parsed: unknown = JSON.parse(body.replace("window.__SHOP__ = ", ""))
    expect(parsed).toEqual(config)
  })

  test("createStorefrontServer: an agent without MCP finds the API, its key and its description", async () => {
    const { status, type, body } = await ask("/llms.txt")
    expect({ status, type }).toEqual({ status: 200, type: "text/plain; charset=utf-8" })
    for (const held of ["# Shop </script>", "http://localhost:9000", "pk_1", "/store/recommendations/gift/next"])
      expect(body).toContain(held)
    const link = /\]\((\/[^)]+)\)/.exec(body)?.[1] ?? ""
    const description: unknown = JSON.parse((await ask(link)).body)
    expect(description).toMatchObject({ openapi: "3.1.0", paths: { "/store/recommendations/gift/next": {} } })
  })

  test("createStorefrontServer: draws pictures that it knows, and no others", async () => {
    const picture = await ask("/pictures/mug/12.svg")
    expect(picture).toMatchObject({ status: 200, type: "image/svg+xml" })
    expect(picture.body).toContain("<svg")
    for (const wrong of ["/pictures/constructor/1.svg", "/pictures/mug/1.png", "/pictures/mug/-1.svg", "/pictures/"]) {
      expect((await ask(wrong)).status).toBe(404)
    }
  })

  test("createStorefrontServer: nothing outside its folder is given out", async () => {
    for (const wrong of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a/../../secret.txt", "/%00"]) {
      expect((await ask(wrong)).body).not.toBe("secret")
    }
    expect((await ask("/%")).status).toBe(400)
  })

  test("createStorefrontServer: only reading is allowed", async () => {
    expect((await ask("/", "POST")).status).toBe(405)
  })
})
