import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { spawn } from "node:child_process"
import { once } from "node:events"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { startChild } from "../lib/child"
import { DemoHome } from "../lib/demo-home"
import { parseOptions, shopKey, UsageError } from "../lib/options"
import { choosePort, isFree } from "../lib/ports"
import { parseProgress } from "../lib/progress"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "demo-"))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A command that starts a grandchild, tells both ids, and ends on no polite request. */
const STUBBORN = `
  const { spawn } = require("node:child_process")
  const grandchild = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])
  process.on("SIGTERM", () => process.exit(0))
  console.log("pids " + process.pid + " " + grandchild.pid)
  setInterval(() => {}, 1000)
`

const childOptions = () => ({ cwd: folder, env: process.env, logFile: path.join(folder, "child.log") })

describe("startChild", () => {
  test("startChild: tells lines as they come, keeps them in the log and gives the exit code", async () => {
    const lines: string[] = []
    const child = startChild([process.execPath, "-e", "console.log('one'); console.error('two'); process.exit(3)"], {
      ...childOptions(),
      onLine: (line) => lines.push(line),
    })
    expect(await child.ended).toBe(3)
    expect(lines.sort()).toEqual(["one", "two"])
    expect(child.lastLines(1)).toHaveLength(1)
    await until(() => readFileSync(path.join(folder, "child.log"), "utf8").includes("two"))
  })

  test("startChild: a command that cannot be run ends with an error code", async () => {
    const child = startChild([path.join(folder, "no-such-command")], childOptions())
    expect(await child.ended).toBe(127)
  })

  test("startChild: stop ends the command and what it started", async () => {
    let pids: number[] = []
    const child = startChild([process.execPath, "-e", STUBBORN], {
      ...childOptions(),
      onLine: (line) => (pids = line.split(" ").slice(1).map(Number)),
    })
    await until(() => pids.length === 2)
    await child.stop()
    await until(() => !pids.some(isAlive))
  })

  test("startChild: nothing is left when the starting process is killed", async () => {
    const script = `
      require(${JSON.stringify(require.resolve("ts-node"))}).register({ transpileOnly: true, swc: true })
      const { startChild } = require(${JSON.stringify(path.join(__dirname, "../lib/child.ts"))})
      startChild([process.execPath, "-e", ${JSON.stringify(STUBBORN)}], {
        cwd: ".", env: process.env, logFile: ${JSON.stringify(path.join(folder, "child.log"))},
        onLine: (line) => console.log(line),
      })
    `
    const parent = spawn(process.execPath, ["-e", script], {
      env: { ...process.env, NODE_OPTIONS: "", TS_NODE_PROJECT: path.join(__dirname, "../../tsconfig.json") },
    })
    const [chunk] = (await once(parent.stdout, "data")) as [Buffer]
    const pids = chunk.toString().trim().split(" ").slice(1).map(Number)
    expect(pids.every(isAlive)).toBe(true)
    parent.kill("SIGKILL")
    await until(() => !pids.some(isAlive))
  })
})

describe("choosePort", () => {
  test("choosePort: takes the next port when the one asked for is taken", async () => {
    const server = net.createServer().listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    const taken = typeof address === "object" && address ? address.port : 0
    expect(await isFree(taken)).toBe(false)
    const chosen = await choosePort(taken)
    expect(chosen).toBeGreaterThan(taken)
    expect(await choosePort(taken, [chosen])).not.toBe(chosen)
    server.close()
  })

  test("choosePort: says so when there is none left", async () => {
    await expect(choosePort(65_535, [65_535])).rejects.toThrow("no free port from 65535 on")
  })
})

describe("parseOptions", () => {
  test("parseOptions: has defaults for everything", () => {
    expect(parseOptions([])).toEqual({
      ...{
        dataFolder: undefined,
        currencyCode: "eur",
        simulatedShoppers: 640,
        reset: false,
        home: path.resolve(".demo"),
      },
      ...{ host: "localhost", backendPort: 9000, storefrontPort: 8000 },
    })
  })

  test.each([
    [["--port", "99999"], "--port"],
    [["--currency", "pounds"], "--currency"],
    [["--host", "a b"], "--host"],
    [["--nonsense"], "nonsense"],
    [["stray"], "stray"],
  ])("parseOptions: %j is refused by name", (args, named) => {
    expect(() => parseOptions(args)).toThrow(UsageError)
    expect(() => parseOptions(args)).toThrow(named)
  })

  test("shopKey: differs by data folder and currency", () => {
    expect(shopKey({ dataFolder: undefined, currencyCode: "eur" })).toBe("gift-shop")
    expect(shopKey({ dataFolder: "/x/y", currencyCode: "gbp" })).toBe("data:y:gbp")
  })
})

describe("DemoHome", () => {
  test("DemoHome: secrets are drawn once, differ between folders, and are for the owner's eyes", () => {
    const home = new DemoHome(folder)
    const secrets = home.secrets()
    expect(new DemoHome(folder).secrets()).toEqual(secrets)
    expect(new DemoHome(path.join(folder, "other")).secrets().adminPassword).not.toBe(secrets.adminPassword)
    expect(statSync(path.join(folder, "secrets.json")).mode & 0o077).toBe(0)
  })

  test("DemoHome: a damaged secrets file is replaced", () => {
    writeFileSync(path.join(folder, "secrets.json"), `{"adminPassword":"x"}`)
    expect(new DemoHome(folder).secrets().adminPassword).not.toBe("x")
  })

  test("DemoHome: histories of shops lie inside the folder, whatever their names", () => {
    expect(new DemoHome(folder).history("data:../../etc:eur")).toBe(path.join(folder, "history", "data-..-..-etc-eur"))
  })
})

describe("parseProgress", () => {
  test("parseProgress: finds progress in a line and leaves others alone", () => {
    expect(parseProgress(`info: @@demo {"text":"Products: 3","transient":true}`)).toEqual({
      text: "Products: 3",
      transient: true,
    })
    expect(parseProgress("info: Server is ready")).toBeUndefined()
  })
})
