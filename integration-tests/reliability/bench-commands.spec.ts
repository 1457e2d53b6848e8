import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { text } from "node:stream/consumers"
import { z } from "zod"
import { loadCatalog } from "../../demo/catalog/catalog"
import { simulate } from "../../demo/simulation/simulate"
import { writeDataFolder } from "../../demo/simulation/write-data-folder"
import { root } from "../helpers/database"
import { FULL } from "./rounds"

/** Arguments on the least that a bench takes (`DATA` is a small data folder), and what its last line must name. */
type Smallest = readonly [args: string, ...keys: string[]]

/** Seconds each. */
const QUICK: Readonly<Record<string, Smallest>> = {
  "bench:newcomers": ["--data DATA --cuts 0.5", "set", "cuts", "cases", "orders", "sizes"],
  "bench:small": ["--data DATA --shops 1 --sizes 30x30", "set", "sizes", "seconds"],
  "bench:truth": ["--shops 4", "coverage", "false_alarms", "srm_false", "bias"],
}
/** Some ten seconds each: by `npm run test:reliability`. */
const LONGER: Readonly<Record<string, Smallest>> = {
  "bench:channels": ["--cuts 0.85 --differences 1 --products 60 --shoppers 300 --shops 1", "cuts", "found"],
  "bench:gift": ["--data DATA", "after_3", "form", "best_sellers"],
  "bench:large": ["--events 20000 --products 200 --customers 300", "events", "slowest", "queries"],
  "bench:lists": ["--data DATA", "set", "lists", "seconds", "peak_mb"],
  "bench:memory": ["--events 2000 --products 100", "runs"],
  "bench:position-bias": ["", "naive", "weighted", "true_order_ndcg"],
  "bench:quality": ["--data DATA", "set", "cuts", "methods", "svm", "cold", "candidate_recall", "seconds", "peak_mb"],
  "bench:rank": ["--data DATA --no-route", "set"],
  "bench:scale": [
    "--events 3000 --products 200 --threads 1",
    "events",
    "seconds_one_thread",
    "peak_mb",
    "bytes_sha256",
  ],
  "bench:solver": ["--rounds 1 --peer-seconds 1 --scale 0.02", "dense"],
  "bench:widget": ["", "bytes"],
}
/** Minutes each, or a shop that runs already: by hand, before a release. */
const BY_HAND = [
  ...[
    "bench:edge",
    "bench:exploration",
    "bench:import",
    "bench:ingest",
    "bench:lists-look",
    "bench:load",
    "bench:same-bytes",
  ],
  ...["bench:model-size", "bench:score", "bench:serve", "bench:training-impact"],
]
const MINUTES_MS = 300_000

const manifest = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")))
const benches = Object.keys(manifest.scripts).filter((name) => name.startsWith("bench:"))

describe("bench commands", () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "bench-data-"))
    const gifts = loadCatalog()
    writeDataFolder(folder, gifts, simulate(gifts, { endsAt: Date.UTC(2026, 0, 1), shoppers: 60, days: 200 }))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test("bench: each is tried here on little, or named among those that are tried by hand", () => {
    expect([...Object.keys(QUICK), ...Object.keys(LONGER), ...BY_HAND].sort()).toEqual([...benches].sort())
  })

  test.each(Object.entries(FULL ? { ...QUICK, ...LONGER } : QUICK))(
    "bench: %s runs to its end, and its last line is JSON",
    async (name, [args, ...keys]) => {
      const words = args.split(" ").filter(Boolean)
      const command = ["run", "--silent", name, "--", ...words.map((word) => (word === "DATA" ? folder : word))]
      const env = { ...process.env, MEASUREMENTS_FOLDER: folder }
      const child = spawn("npm", command, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] })
      const [[code], output, complaint] = await Promise.all([
        once(child, "exit") as Promise<[number | null]>,
        text(child.stdout),
        text(child.stderr),
      ])
      expect({ code, complaint: code === 0 ? "" : complaint }).toEqual({ code: 0, complaint: "" })
      const last: unknown = JSON.parse(output.trimEnd().split("\n").at(-1) ?? "")
      expect(Object.keys(z.record(z.string(), z.unknown()).parse(last))).toEqual(expect.arrayContaining(keys))
    },
    MINUTES_MS,
  )
})
