import { ArrowDownTray, Trash } from "@medusajs/icons"
import { Button, toast, usePrompt } from "@medusajs/ui"
import { exportShopper, useEraseShopper } from "../../lib/api/steering"
import { download } from "../../lib/csv"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

/** Erasure and export: what a shopper may ask of the shop by law. */
export function ShopperData({ customerId }: { customerId: string }) {
  const t = useText()
  const explain = useErrorText()
  const prompt = usePrompt()
  const erase = useEraseShopper()

  const run = async (): Promise<void> => {
    const sure = await prompt({
      title: t("shopper.erase_title"),
      description: t("shopper.erase_text"),
      confirmText: t("shopper.erase"),
      cancelText: t("actions.cancel"),
    })
    if (!sure) return
    try {
      await erase.mutateAsync(customerId)
      toast.success(t("shopper.erased"))
    } catch (error) {
      toast.error(t("states.failed"), { description: explain(error) })
    }
  }
  const save = async (): Promise<void> => {
    try {
      const data = await exportShopper(customerId)
      download(`recommendations-${customerId}.json`, JSON.stringify(data, null, 2), "application/json")
    } catch (error) {
      toast.error(t("states.failed"), { description: explain(error) })
    }
  }
  return (
    <>
      <Button size="small" variant="secondary" onClick={() => void save()}>
        <ArrowDownTray />
        {t("shopper.export")}
      </Button>
      <Button size="small" variant="danger" onClick={() => void run()} isLoading={erase.isPending}>
        <Trash />
        {t("shopper.erase")}
      </Button>
    </>
  )
}
