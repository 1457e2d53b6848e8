import type { AdminPage } from "./admin-page"
import { goTo, settled, speak } from "./admin-page"
import { SCREENS, onScreen } from "./dashboard-suite"
import type { DashboardSuite } from "./dashboard-suite"

const headings = ({ page }: AdminPage): Promise<string[]> => page.getByRole("heading", { level: 2 }).allInnerTexts()

/** A shop that has nothing yet sees what to do, and one line of what is to come. */
export function emptyFirstPage(suite: () => DashboardSuite): void {
  test("dashboard, first day: the first page is the first steps, health, and one line of what is to come", async () => {
    await onScreen(suite(), "/recommendations", async (screen) => {
      expect(await headings(screen)).toEqual(["Get started", "Health"])
      const line = await screen.page.getByRole("note", { name: "Coming to this page" }).innerText()
      for (const part of ["Earnings", "next training", "Model quality"]) expect(line).toContain(part)
    })
  })
}

/** A trained shop sees money before health before work before quality, and words before figures. */
export function orderOfFirstPage(suite: () => DashboardSuite): void {
  test("dashboard, history: the first page says what was earned, then health, what to do, and quality in words", async () => {
    await onScreen(suite(), "/recommendations", async (screen) => {
      const { page } = screen
      expect((await headings(screen)).filter((title) => title !== "Get started").slice(0, 5)).toEqual([
        ...["Earned by recommendations", "Health", "Next training", "Last training", "Model quality"],
      ])
      const quality = page.getByRole("region", { name: "Model quality" })
      await quality.getByText(/^Finds the next purchase in its top ten for \d+ of 100/).waitFor()
      const figures = quality.getByRole("cell")
      expect(await figures.count()).toBe(0)
      expect(await quality.innerText()).not.toMatch(/NDCG|MRR|AUC|Recall/)
      await quality.getByText("All metrics").click()
      await figures.first().waitFor()
      expect(await quality.innerText()).toMatch(/NDCG@10/)
    })
  })

  test("dashboard, history: bars of 100 are as long as the figures beside them", async () => {
    await onScreen(suite(), "/recommendations", async ({ page }) => {
      const bars = await page
        .getByRole("list", { name: /out of 100$/ })
        .getByRole("listitem")
        .evaluateAll((items) =>
          items.map((item) => ({
            said: Number(/(\d+) of 100/.exec(item.textContent ?? "")?.[1]),
            drawn: parseFloat(item.querySelector<HTMLElement>("[style]")?.style.width ?? ""),
          })),
        )
      expect(bars.length).toBeGreaterThan(2)
      for (const { said, drawn } of bars) expect(Math.abs(said - drawn)).toBeLessThanOrEqual(0.5)
    })
  })
}

/** The screens stand among Medusa's own as those do. */
export function amongMedusas(suite: () => DashboardSuite): void {
  const crumbs = ({ page }: Pick<AdminPage, "page">): Promise<string[]> =>
    page.locator("ol.select-none > li").allInnerTexts()
  const inSidebar = ({ page }: Pick<AdminPage, "page">, name: string): Promise<number> =>
    page.locator("aside").getByRole("link", { name, exact: true }).filter({ visible: true }).count()

  test("dashboard, navigation: each page has its breadcrumbs, and one link of the sidebar is called Settings", async () => {
    await onScreen(suite(), "/settings/recommendations", async ({ page }) => {
      const found: [string, string[]][] = []
      for (const [title, path] of SCREENS) {
        await goTo(page, suite().dashboard, path)
        found.push([title, await crumbs({ page })])
        if (!path.startsWith("/settings")) expect(await inSidebar({ page }, "Settings")).toBe(1)
      }
      expect(found).toEqual([
        ["Recommendations", ["Recommendations"]],
        ...SCREENS.slice(1, -1).map(([title]) => [title, ["Recommendations", title]]),
        ["Settings", ["Settings", "Recommendations"]],
      ])
    })
  })

  test("dashboard, navigation: a version's breadcrumb is its number, and in German customers stand there once", async () => {
    await onScreen(suite(), "/recommendations/versions", async ({ page }) => {
      await page.getByRole("link", { name: "Version 1", exact: true }).click()
      await page.getByRole("heading", { level: 1, name: "Version 1" }).waitFor()
      await settled(page)
      expect(await crumbs({ page })).toEqual(["Recommendations", "Versions", "Version 1"])
      await speak(page, "de")
      expect([await inSidebar({ page }, "Kunden"), await inSidebar({ page }, "Einstellungen")]).toEqual([1, 1])
      await speak(page, "en")
    })
  })
}
