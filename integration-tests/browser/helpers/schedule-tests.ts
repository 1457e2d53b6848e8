import type { Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { accessibilityFaults } from "./admin-page"
import { expectSound, onScreen } from "./dashboard-suite"
import type { DashboardSuite } from "./dashboard-suite"

const PATH = "/settings/recommendations"
const stored = z.object({
  settings: z.object({ retrain: z.object({ schedule: z.looseObject({ cron: z.string() }) }) }),
})

async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name }).click()
  await page.getByRole("option", { name: option, exact: true }).click()
}

/** When to train is chosen in words, and by a cron expression where words do not suffice. */
export function chosenSchedule(suite: () => DashboardSuite): void {
  test("dashboard, settings: when to train is chosen in words, which write cron, and is told in words", async () => {
    const cron = async () =>
      stored.parse(await suite().shop.admin("/admin/recommendations/settings")).settings.retrain.schedule.cron
    await onScreen(suite(), PATH, async (screen) => {
      const { page } = screen
      const schedule = page.getByRole("region", { name: "Schedule" })
      const save = page.getByRole("button", { name: "Save" })
      const saved = page.getByText("All changes saved")
      expect(await schedule.getByRole("checkbox", { name: "Sun", exact: true }).isChecked()).toBe(true)
      await schedule.getByRole("checkbox", { name: "Sun", exact: true }).click()
      await schedule.getByText("Select at least one weekday.").waitFor()
      expect(await save.isDisabled()).toBe(true)
      expect(await accessibilityFaults(page)).toEqual([])
      await schedule.getByRole("checkbox", { name: "Mon", exact: true }).click()
      await choose(page, "At", "4:30 AM")
      await page.getByLabel("New interactions", { exact: true }).fill("25")
      await schedule.getByText("Next three runs (UTC)").waitFor()
      await schedule.getByRole("listitem").filter({ hasText: /4:30/ }).first().waitFor()
      await save.click()
      await saved.waitFor()
      expect(await cron()).toBe("30 4 * * 1")
      const history = page.getByRole("region", { name: "Change history" })
      await history.getByText("New interactions: from 10 to 25").waitFor()
      await history.getByText(/^When to train: from Sun at 3:00\sAM to Mon at 4:30\sAM$/).waitFor()
      await choose(page, "When to train", "Every few hours")
      await choose(page, "How often", "Every 8 hours")
      await save.click()
      await saved.waitFor()
      expect(await cron()).toBe("30 4-23/8 * * *")
      await choose(page, "When to train", "Every day")
      await page.getByRole("button", { name: "Discard" }).click()
      await schedule.getByRole("combobox", { name: "How often" }).waitFor()
      await expectSound(screen)
    })
  })

  test("dashboard, settings: a bad cron expression is marked beside a bad time zone", async () => {
    await onScreen(suite(), PATH, async ({ page }) => {
      await choose(page, "When to train", "Own cron expression")
      const cron = page.getByLabel("Cron expression")
      const wrong = page.getByText("Enter a valid cron expression with five fields.")
      // There is no 30 February.
      for (const words of ["0 3 * *", "at noon, please", "0 3 30 2 *"]) {
        await cron.fill("0 3 * * 0")
        await wrong.waitFor({ state: "detached" })
        await cron.fill(words)
        await wrong.waitFor()
        expect(await page.getByText("Next three runs").count()).toBe(0)
      }
      await page.getByLabel("Time zone").fill("Mars/Olympus")
      await page.getByText("Unknown time zone. Example: Europe/Berlin.").waitFor()
      expect(await wrong.count()).toBe(1)
      await cron.fill("0 3 * * 1")
      await wrong.waitFor({ state: "detached" })
      await cron.fill("0 3 31 4 *")
      await wrong.waitFor()
      const marked = page.locator("[aria-invalid=true]")
      expect(await marked.count()).toBe(2)
      expect(await accessibilityFaults(page)).toEqual([])
    })
  })
}
