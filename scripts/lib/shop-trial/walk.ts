import { launchBrowser } from "../../../integration-tests/browser/helpers/launch-browser"
import { walkAsCustomer } from "./walk/customer"
import type { Login } from "./walk/customer"
import { walkAsGuest } from "./walk/guest"
import { SCREENS, Shopper } from "./walk/shopper"

/** One walk through the storefront, and what was wrong with it. */
export interface Walk {
  readonly who: "guest" | "customer"
  readonly screen: string
  /** Of the guest's order. */
  readonly orderId?: string
  readonly faults: readonly string[]
}

/** A guest and a customer, at a desk and on a phone; a walk that stops says where, and keeps a picture. */
export async function walkStorefront(url: string, login: Login, picturesFolder: string): Promise<Walk[]> {
  const browser = await launchBrowser()
  const walks: Walk[] = []
  try {
    for (const screen of SCREENS)
      for (const who of ["guest", "customer"] as const) {
        const shopper = await Shopper.open(browser, { screen, url })
        const stopped: string[] = []
        let orderId: string | undefined
        try {
          if (who === "guest") orderId = await walkAsGuest(shopper)
          else await walkAsCustomer(shopper, login)
        } catch (error) {
          stopped.push(`at ${shopper.page.url()}: ${error instanceof Error ? error.message : String(error)}`)
        }
        // A picture that takes too long costs no walk.
        await shopper.page.screenshot({ path: `${picturesFolder}/${who}-${screen.name}.png` }).catch(() => undefined)
        const { console: said, foreign, shifts } = await shopper.close()
        const faults = [...stopped, ...said, ...foreign, ...shifts]
        walks.push({ who, screen: screen.name, ...(orderId && { orderId }), faults })
      }
  } finally {
    await browser.close()
  }
  return walks
}
