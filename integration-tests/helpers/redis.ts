import { createConnection } from "node:net"

/** Where the tests' Redis is: REDIS_URL, else the machine's own. */
export const redisAddress = ((): { readonly host: string; readonly port: number } => {
  const url = new URL(process.env.REDIS_URL ?? "redis://127.0.0.1:6379")
  return { host: url.hostname, port: Number(url.port || 6379) }
})()

/** Sends commands of one line each; resolves to all that was answered. */
export function redisCommands(commands: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(redisAddress)
    let answer = ""
    socket.on("data", (chunk) => (answer += chunk.toString()))
    socket.on("error", reject)
    socket.on("close", () => resolve(answer))
    socket.end([...commands, "QUIT", ""].join("\r\n"))
  })
}

/**
 * Whether a Redis answers. Where the tests require it (CI with REQUIRE_SERVICES=1) its absence is an error,
 * elsewhere it is said aloud.
 *
 * @throws Error where one must answer and none does
 */
export async function redisAnswers(): Promise<boolean> {
  const answer = await redisCommands(["PING"]).catch(() => "")
  if (answer.startsWith("+PONG")) return true
  const { host, port } = redisAddress
  if (process.env.CI === "true" && process.env.REQUIRE_SERVICES === "1") throw new Error(`no Redis at ${host}:${port}`)
  console.warn(`PASSED OVER: no Redis answers at ${host}:${port}; set REDIS_URL to test instances that share one`)
  return false
}
