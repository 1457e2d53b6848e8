import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Builder, By, Capabilities, until } from "selenium-webdriver"
import type { WebDriver, WebElement } from "selenium-webdriver"
import { freePort } from "../../../integration-tests/helpers/shop-process"
import { EngineAbsent, TIMEOUT_MS } from "./engine"
import type { Engine, Tab } from "./engine"

const DRIVER = "/usr/bin/WebKitWebDriver"
const LIBRARIES = "/usr/lib"
const XVFB = "/usr/bin/Xvfb"
/** Milliseconds for a server to be there. */
const START_MS = 2_000

/**
 * WebKitGTK's own small browser, by its own driver, on a screen of its own where the machine has none.
 *
 * @throws EngineAbsent where one of them is missing
 */
export async function webkit(): Promise<Engine> {
  const binary = findBrowser()
  if (!existsSync(DRIVER) || binary === undefined) {
    throw new EngineAbsent("no WebKitGTK on this machine (Debian: webkit2gtk-driver)")
  }
  const screen = await openScreen()
  const port = await freePort()
  const driver = spawn(DRIVER, [`--port=${port}`], { env: { ...process.env, DISPLAY: screen.name }, stdio: "ignore" })
  await pause(START_MS)
  const sessions: WebDriver[] = []
  const open = async (): Promise<WebDriver> => {
    // A driver of this kind has one session at a time; each begins with nothing remembered.
    await Promise.all(sessions.splice(0).map((session) => session.quit()))
    const capabilities = new Capabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    })
    const session = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build()
    sessions.push(session)
    return session
  }
  const about = await (await open()).getCapabilities()
  return {
    name: "webkit",
    version: about.getBrowserVersion() ?? "",
    open: async () => tabOf(await open()),
    close: async () => {
      await Promise.all(sessions.map((session) => session.quit()))
      driver.kill()
      screen.process?.kill()
    },
  }
}

/** Debian keeps it below the folder of the machine's kind of processor. */
function findBrowser(): string | undefined {
  const below = (folder: string, prefix: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix))
          .map(({ name }) => path.join(folder, name))
      : []
  return below(LIBRARIES, "")
    .flatMap((folder) => below(folder, "webkit2gtk-4"))
    .map((folder) => path.join(folder, "MiniBrowser"))
    .find((file) => existsSync(file))
}

/** The machine's screen, or one in memory. */
async function openScreen(): Promise<{ readonly name: string; readonly process?: ChildProcess }> {
  const { DISPLAY } = process.env
  if (DISPLAY !== undefined && DISPLAY !== "") return { name: DISPLAY }
  if (!existsSync(XVFB)) throw new EngineAbsent("no screen for WebKitGTK on this machine (Debian: xvfb)")
  const name = `:${90 + (process.pid % 100)}`
  const child = spawn(XVFB, [name, "-screen", "0", "1400x1000x24"], { stdio: "ignore" })
  await pause(START_MS)
  return { name, process: child }
}

function tabOf(session: WebDriver): Tab {
  const visible = async (xpath: string): Promise<WebElement> => {
    const element = await session.wait(until.elementLocated(By.xpath(xpath)), TIMEOUT_MS)
    return session.wait(until.elementIsVisible(element), TIMEOUT_MS)
  }
  return {
    goto: (url) => session.get(url),
    press: async (xpath) => {
      const element = await visible(xpath)
      await session.executeScript("arguments[0].scrollIntoView({ block: 'center' })", element)
      await element.click()
    },
    waitFor: async (xpath) => {
      await visible(xpath)
    },
    read: (expression) => session.executeScript(`return (${expression})`),
    back: () => session.navigate().back(),
    resize: async (width, height) => {
      await session.manage().window().setRect({ width, height, x: 0, y: 0 })
    },
  }
}
