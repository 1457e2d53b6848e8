import net from "node:net"

/** Ports tried after the one asked for. */
const TRIES = 50

/** Whether nobody listens on this port, on any address of this machine. */
export async function isFree(port: number): Promise<boolean> {
  // Some systems let two programs share a port on different addresses; browsers would then reach either.
  for (const host of ["127.0.0.1", "0.0.0.0", "::"]) if (!(await canListen(port, host))) return false
  return true
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once("error", (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has nobody listening there.
      resolve(error.code === "EAFNOSUPPORT" || error.code === "EADDRNOTAVAIL")
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * The port asked for, else the next free one that is not in `avoid`.
 *
 * @throws Error when none of the next fifty is free
 */
export async function choosePort(wanted: number, avoid: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < wanted + TRIES && port <= 65_535; port++) {
    if (!avoid.includes(port) && (await isFree(port))) return port
  }
  throw new Error(`no free port from ${wanted} on: say another with --port or --storefront-port`)
}
