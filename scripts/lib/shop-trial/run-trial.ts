import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { startEmbeddedPostgres } from "../../embedded-postgres"
import type { EmbeddedPostgres } from "../../embedded-postgres"
import { Clock } from "./clock"
import { Commands, shopEnvironment } from "./commands"
import { packPackages, tarballsIn } from "./packages"
import type { Tarballs } from "./packages"
import { unpackStarter } from "./starter"
import type { Starter } from "./starter"

/** A starter that is unpacked, both packages, and a Postgres: what a trial needs. */
export interface Trial {
  readonly folder: string
  readonly commands: Commands
  readonly clock: Clock
  readonly postgres: EmbeddedPostgres
  readonly starter: Starter
  readonly packed: Tarballs
}

export interface TrialResult {
  readonly ok: boolean
  readonly [fact: string]: unknown
}

const OPTIONS = {
  version: { type: "string" },
  starter: { type: "string" },
  tarballs: { type: "string" },
  folder: { type: "string" },
} as const

/** What all trials understand. */
export const OPTIONS_IN_WORDS = `
  --starter FILE   archive of the starter; the pinned one by default, from git where that is absent
  --tarballs DIR   both packages, packed already
  --folder DIR     where to work, kept afterwards`

/** Runs a trial of the command line in a folder of its own, and prints its result as the last line, in JSON. */
export function runTrial(work: (trial: Trial, version: string | undefined) => Promise<TrialResult>): void {
  runIn(work).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}

async function runIn(work: (trial: Trial, version: string | undefined) => Promise<TrialResult>): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  const folder = values.folder ? path.resolve(values.folder) : mkdtempSync(path.join(tmpdir(), "svm-trial-"))
  mkdirSync(folder, { recursive: true })
  const commands = new Commands(folder, shopEnvironment())
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres") })
  let isFine = false
  try {
    const packed = values.tarballs
      ? tarballsIn(path.resolve(values.tarballs))
      : await packPackages(commands, path.join(folder, "packed"))
    const starter = await unpackStarter(commands, path.join(folder, "shop"), values.starter)
    const trial = { folder, commands, clock: new Clock(), postgres, starter, packed }
    const result = await work(trial, values.version)
    isFine = result.ok
    console.log(JSON.stringify(result))
  } finally {
    await commands.stop()
    await postgres.stop()
    if (isFine && !values.folder) rmSync(folder, { recursive: true, force: true })
    else console.error(`Logs and pictures: ${folder}`)
    if (!isFine) process.exitCode = 1
  }
}
