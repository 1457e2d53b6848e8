import { spawn } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import { createInterface } from "node:readline"
import { root } from "../helpers/database"

/** A TypeScript file of this folder in a process of its own, to be killed, paused and listened to. */
export interface Child {
  /** The rest of the first line that begins with `word`; null when the process ended without one. */
  heard(word: string): Promise<string | null>
  /** Writes a line to its standard input. */
  send(line: string): void
  signal(signal: NodeJS.Signals): void
  kill(): Promise<void>
}

/** Starts it; `env` is added to this process's own. */
export function startChild(file: string, env: Readonly<Record<string, string>>): Child {
  const child = spawn(process.execPath, [path.join(root, "scripts", "ts-run.js"), path.join(__dirname, file)], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  })
  const ended = once(child, "exit")
  const output: string[] = []
  let onLine = (): void => undefined
  createInterface({ input: child.stdout }).on("line", (line) => {
    output.push(line)
    onLine()
  })
  const heard = async (word: string): Promise<string | null> => {
    const find = (): string | undefined => output.find((line) => line.startsWith(word))?.slice(word.length)
    let isOver = false
    void ended.then(() => (isOver = true))
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      if (isOver) return null
      await Promise.race([new Promise<void>((resolve) => (onLine = resolve)), ended])
    }
  }
  return {
    heard,
    send: (line) => child.stdin.write(`${line}\n`),
    signal: (signal) => child.kill(signal),
    kill: async () => {
      child.kill("SIGKILL")
      await ended
    },
  }
}
