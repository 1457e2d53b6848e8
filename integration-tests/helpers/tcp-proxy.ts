import { createConnection, createServer } from "node:net"
import type { Server, Socket } from "node:net"

/** What the proxy does with what comes through. */
export type ProxyMode = "pass" | "refuse" | "freeze" | "slow"

/**
 * A TCP proxy between the shop and a service, so that a test can take the
 * service away: cut it, freeze it (the half-open connection that no error
 * ends), or slow it down.
 */
export class TcpProxy {
  private mode: ProxyMode = "pass"
  private readonly sockets = new Set<Socket>()

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly delayMs: number,
  ) {}

  /** Listens on a free port of the loopback and forwards to `target`; `delayMs` is what "slow" adds to each chunk. */
  static start(target: { host: string; port: number }, delayMs = 2_000): Promise<TcpProxy> {
    return new Promise((resolve, reject) => {
      const server = createServer({ pauseOnConnect: true })
      server.on("error", reject)
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        if (address === null || typeof address === "string") {
          reject(new Error("the proxy got no port"))
          return
        }
        const proxy = new TcpProxy(server, address.port, delayMs)
        server.on("connection", (client) => proxy.join(client, target))
        resolve(proxy)
      })
    })
  }

  /** Changes what happens from now on; "refuse" also ends every open connection. */
  set(mode: ProxyMode): void {
    this.mode = mode
    if (mode === "refuse") this.cut()
  }

  /** Ends every open connection at once; new ones go by the mode. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  /** The open connections fall silent and stay open, as when a machine behind them dies; new ones go by the mode. */
  mute(): void {
    for (const socket of this.sockets) {
      socket.removeAllListeners("data")
      socket.resume()
    }
  }

  /** Connections open through the proxy: two sockets each. */
  get connections(): number {
    return this.sockets.size / 2
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private join(client: Socket, target: { host: string; port: number }): void {
    if (this.mode === "refuse") {
      client.destroy()
      return
    }
    const service = createConnection(target)
    this.forward(client, service)
    this.forward(service, client)
    client.resume()
  }

  private forward(from: Socket, to: Socket): void {
    this.sockets.add(from)
    from.on("data", (chunk) => {
      if (this.mode === "freeze") return
      if (this.mode === "slow") setTimeout(() => !to.destroyed && to.write(chunk), this.delayMs)
      else to.write(chunk)
    })
    from.on("error", () => to.destroy())
    from.on("close", () => {
      this.sockets.delete(from)
      to.destroy()
    })
  }
}
