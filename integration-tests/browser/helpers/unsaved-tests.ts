import { accessibilityFaults } from "./admin-page"
import type { AdminPage } from "./admin-page"
import type { ProductPages, Screens } from "./dashboard-tests"

/** What is typed and not saved is lost by nobody's accident. */
export function unsavedWork({
  onScreen,
  open,
}: Screens & { readonly open: (path: string) => Promise<AdminPage> }): void {
  test("dashboard, rules: Escape closes a picker's options, and asks before a draft is lost", async () => {
    await onScreen("/recommendations/rules", async ({ page }) => {
      await page.getByRole("button", { name: "New rule" }).first().click()
      const panel = page.getByRole("dialog")
      await panel.getByLabel("Name").fill("Half written")
      await panel.getByRole("combobox", { name: "Products" }).fill("Product 7")
      await page
        .getByRole("option", { name: /Product 7/ })
        .first()
        .waitFor()
      await page.keyboard.press("Escape")
      await page.getByRole("option").first().waitFor({ state: "detached" })
      expect(await panel.getByLabel("Name").inputValue()).toBe("Half written")
      await page.keyboard.press("Escape")
      const question = page.getByRole("alertdialog")
      await question.getByRole("button", { name: "Keep editing" }).click()
      expect(await panel.getByLabel("Name").inputValue()).toBe("Half written")
      await panel.getByRole("button", { name: "Cancel" }).click()
      await question.getByRole("button", { name: "Discard" }).click()
      await panel.waitFor({ state: "detached" })
    })
  })

  test("dashboard, results: closing a test's form asks first, and untouched forms close at once", async () => {
    await onScreen("/recommendations/results", async ({ page }) => {
      const panel = page.getByRole("dialog")
      await page.getByRole("button", { name: "Start a test" }).click()
      await panel.getByRole("button", { name: "Cancel" }).click()
      await panel.waitFor({ state: "detached" })
      await page.getByRole("button", { name: "Start a test" }).click()
      await panel.getByLabel("Name").fill("Half written")
      await page.keyboard.press("Escape")
      await page.getByRole("alertdialog").getByRole("button", { name: "Keep editing" }).click()
      expect(await panel.getByLabel("Name").inputValue()).toBe("Half written")
      await page.keyboard.press("Escape")
      await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click()
      await panel.waitFor({ state: "detached" })
    })
  })

  test("dashboard, settings: leaving unsaved edits asks first", async () => {
    await onScreen("/settings/recommendations", async ({ page }) => {
      const versions = page.getByLabel("Versions to keep")
      await versions.fill("8")
      await page.getByText("Unsaved changes").waitFor()
      const away = page.getByRole("link", { name: "Profile" }).first()
      await away.click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Keep editing" }).click()
      expect(await versions.inputValue()).toBe("8")
      await away.click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click()
      await page.waitForURL(/\/settings\/profile/)
    })
  })

  test("dashboard, settings: of two admins the second decides, and nothing is lost unseen", async () => {
    const mine = await open("/settings/recommendations")
    const theirs = await open("/settings/recommendations")
    await theirs.page.getByLabel("Versions to keep").fill("7")
    await theirs.page.getByRole("button", { name: "Save" }).click()
    await theirs.page.getByText("All changes saved").waitFor()
    await mine.page.getByLabel("Versions to keep").fill("9")
    await mine.page.getByRole("button", { name: "Save" }).click()
    await mine.page.getByText("Edited by someone else").waitFor()
    expect(await accessibilityFaults(mine.page)).toEqual([])
    await mine.page.getByRole("button", { name: "Use theirs" }).click()
    await mine.page.getByText("All changes saved").waitFor()
    expect(await mine.page.getByLabel("Versions to keep").inputValue()).toBe("7")
    await mine.page.close()
    await theirs.page.close()
  })
}

/** Nor is what was changed in the forms on a product's page. */
export function unsavedWidgets({ openPage, productIds }: Pick<ProductPages, "openPage" | "productIds">): void {
  test("dashboard, widgets: neither a link nor Escape nor Cancel loses what was changed on a product's page", async () => {
    const own = productIds()[4]
    const page = await openPage(own)
    const question = page.getByRole("alertdialog")
    const stay = () => question.getByRole("button", { name: "Keep editing" }).click()
    const orders = page.getByRole("link", { name: "Orders", exact: true })

    const set = page.getByRole("region", { name: "Set on this page" })
    const choice = set.getByRole("combobox", { name: "Who chooses the set" })
    await choice.click()
    await page.getByRole("option", { name: "No set", exact: true }).click()
    await orders.click()
    await stay()
    expect(await choice.innerText()).toBe("No set")
    // Medusa's own drawers open over the page: nothing is lost by them.
    await page.locator(`a[href$="/products/${own}/metadata/edit"]`).click()
    await page.getByRole("dialog").waitFor()
    expect(await question.count()).toBe(0)
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await choice.innerText()).toBe("No set")
    await set.getByRole("button", { name: "Discard" }).click()
    expect(await choice.innerText()).toBe("The model alone")

    const gift = page.getByRole("region", { name: "As a gift" })
    const correct = gift.getByRole("button", { name: "Correct: Who is it for?" })
    const teacher = gift.getByRole("checkbox", { name: "A teacher" })
    await correct.click()
    // Untouched it closes at once.
    await teacher.press("Escape")
    await teacher.waitFor({ state: "detached" })
    await correct.click()
    await teacher.press("Space")
    await page.keyboard.press("Escape")
    await stay()
    expect(await teacher.isChecked()).toBe(true)
    await gift.getByRole("button", { name: "Cancel" }).click()
    await stay()
    await orders.click()
    await stay()
    expect(await teacher.isChecked()).toBe(true)
    await orders.click()
    await question.getByRole("button", { name: "Discard" }).click()
    await page.waitForURL(/\/orders$/)
    await page.close()
  })
}
