import { PHONE, accessibilityFaults, handOnTheWire, overflow, setTheme } from "./admin-page"
import { SCREENS } from "./dashboard-suite"
import type { DashboardSuite } from "./dashboard-suite"

/** On a connection that stalls and breaks each screen waits, fails in words, and recovers. */
export function brokenConnection(suite: () => DashboardSuite): void {
  const withShopper = (path: string): string =>
    path.endsWith("/shoppers") ? `${path}?customer=${suite().shop.customers[1]?.id ?? ""}` : path

  test.each(SCREENS)(
    "dashboard, connection: %s waits in skeletons, fails in words, and recovers",
    async (title, path) => {
      const page = await suite().context.newPage()
      await page.setViewportSize(PHONE)
      const network = await handOnTheWire(page)
      network.stall()
      await page.goto(`${suite().dashboard.url}${withShopper(path)}`)
      await page.locator("main h1", { hasText: title }).waitFor()
      await page.locator("[data-state=loading]").first().waitFor()
      const themes = title === "Recommendations" ? (["light", "dark"] as const) : (["dark"] as const)
      const expectNoFault = async (): Promise<void> => {
        for (const theme of themes) {
          await setTheme(page, theme)
          expect(await accessibilityFaults(page)).toEqual([])
        }
        expect(await overflow(page)).toBe(0)
      }
      await expectNoFault()

      network.cut()
      const failing = page.locator("main [data-state=failing]").first()
      await failing.getByText("The server could not be reached. Check your connection.").waitFor()
      await page.waitForFunction(() => document.querySelector("[data-state=loading]") === null)
      await expectNoFault()

      const broken = page.locator("main [data-state=failing]")
      const before = await broken.count()
      network.restore()
      await failing.getByRole("button", { name: "Try again" }).click()
      await page.waitForFunction(
        (count) => document.querySelectorAll("main [data-state=failing]").length < count,
        before,
      )
      await page.close()
    },
  )
}
