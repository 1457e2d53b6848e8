import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import { startEmbeddedPostgres } from "../embedded-postgres"
import type { EmbeddedPostgres } from "../embedded-postgres"

jest.setTimeout(60_000)

let folder: string
let running: EmbeddedPostgres | undefined

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "embedded-postgres-"))
  // As root, Postgres runs as another user, who must be able to come in.
  chmodSync(folder, 0o755)
})

afterEach(async () => {
  await running?.stop()
  running = undefined
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const start = async (): Promise<EmbeddedPostgres> => {
  running = await startEmbeddedPostgres({ dataDir: path.join(folder, "pg", "data"), password: "a/b c?" })
  return running
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1")
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false))
    socket.once("connect", () => socket.destroy())
  })
}

describe("startEmbeddedPostgres", () => {
  test("startEmbeddedPostgres: makes databases once, and keeps what is in them between starts", async () => {
    const first = await start()
    expect(await first.createDatabase("gift shop")).toBe(true)
    expect(await first.createDatabase("gift shop")).toBe(false)
    await query(first.url("gift%20shop"), "CREATE TABLE kept AS SELECT 'Crème' AS word")
    await first.stop()
    expect(await answers(first.port)).toBe(false)

    const second = await start()
    expect(await query(second.url("gift%20shop"), "SELECT upper(word) AS word FROM kept")).toEqual([{ word: "CRÈME" }])
    await second.dropDatabase("gift shop")
    expect(await second.createDatabase("gift shop")).toBe(true)
  })

  test("startEmbeddedPostgres: nothing is left when the starting process is killed", async () => {
    const script = `
      require(${JSON.stringify(require.resolve("ts-node"))}).register({ transpileOnly: true, swc: true })
      const { startEmbeddedPostgres } = require(${JSON.stringify(path.join(__dirname, "../embedded-postgres.ts"))})
      startEmbeddedPostgres({ dataDir: ${JSON.stringify(path.join(folder, "killed"))} }).then(({ port }) => {
        console.log(port)
        setInterval(() => {}, 1000)
      })
    `
    const env = { ...process.env, NODE_OPTIONS: "", TS_NODE_PROJECT: path.join(__dirname, "../../tsconfig.json") }
    const parent = spawn(process.execPath, ["-e", script], { env })
    const [chunk] = (await once(parent.stdout, "data")) as [Buffer]
    const port = Number(chunk.toString())
    expect(await answers(port)).toBe(true)
    parent.kill("SIGKILL")
    while (await answers(port)) await new Promise((resolve) => setTimeout(resolve, 50))
  })

  test("startEmbeddedPostgres: a second start on the same files says who is using them", async () => {
    const { dataDir } = await start()
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/already in use by process \d+/)
  })

  test("startEmbeddedPostgres: files that are no cluster give Postgres's own words", async () => {
    const dataDir = path.join(folder, "strange")
    mkdirSync(dataDir)
    writeFileSync(path.join(dataDir, "PG_VERSION"), "9")
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/did not start: [\s\S]*\S/)
  })
})
