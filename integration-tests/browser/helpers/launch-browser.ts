import chromium from "@sparticuz/chromium"
import { chromium as playwright } from "playwright-core"
import type { Browser } from "playwright-core"
import { chromiumFromNpm } from "./chromium-from-npm"

/** A closed network refuses each of Chromium's own calls home, and it would wait for every one; and there is no GPU. */
const QUIET = [
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--disable-gpu",
  "--disable-software-rasterizer",
]

/** In one process the end of a page is the end of the browser; without web security CORS goes untested. */
const UNWANTED = new Set([
  ...["--single-process", "--no-zygote", "--disable-web-security"],
  // OpenGL emulated in software takes more of the processor than all that the pages do.
  ...["--ignore-gpu-blocklist", "--in-process-gpu", "--use-gl=angle", "--use-angle=swiftshader"],
  "--enable-unsafe-swiftshader",
])

/** Now and then a Chromium dies of SIGSEGV while it starts, on any machine; what it has to do it has not begun then. */
const LAUNCHES = 3

/**
 * A headless Chromium from npm; end it with `close()`. `CHROMIUM_PATH` names
 * another one, for machines that this one does not run on.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH
  const { executablePath, env } = named ? { executablePath: named, env: {} } : await chromiumFromNpm()
  const launch = (): Promise<Browser> =>
    playwright.launch({
      executablePath,
      env: { ...process.env, ...env },
      headless: true,
      args: [...chromium.args.filter((flag) => !UNWANTED.has(flag)), ...QUIET],
    })
  for (let launched = 1; launched < LAUNCHES; launched++) {
    try {
      return await launch()
    } catch (error) {
      if (!String(error).includes("SIGSEGV")) throw error
      console.warn(`Chromium died while it started (${launched} of ${LAUNCHES}); another one is started`)
    }
  }
  return launch()
}
