import { choosePort } from "./ports"
import type { DemoOptions } from "./options"
import type { Screen } from "./progress"

/** Where everything listens in one run. */
export interface Addresses {
  readonly backendPort: number
  readonly storefrontPort: number
  readonly backendUrl: string
  readonly storefrontUrl: string
  /** Address of the network card to listen on: this machine alone unless a host name was given. */
  readonly listenOn: string
}

/** The ports asked for, else the next free ones, with a word about it. */
export async function chooseAddresses(options: DemoOptions, screen: Screen): Promise<Addresses> {
  const { host } = options
  const port = async (who: string, wanted: number, avoid: readonly number[] = []): Promise<number> => {
    const chosen = await choosePort(wanted, avoid)
    if (chosen !== wanted) screen.step(`Port ${wanted} is taken. ${who} takes port ${chosen} instead`)
    return chosen
  }
  const backendPort = await port("Medusa", options.backendPort)
  const storefrontPort = await port("The storefront", options.storefrontPort, [backendPort])
  return {
    backendPort,
    storefrontPort,
    backendUrl: `http://${host}:${backendPort}`,
    storefrontUrl: `http://${host}:${storefrontPort}`,
    listenOn: host === "localhost" ? "127.0.0.1" : "0.0.0.0",
  }
}
