import { Button, Input, toast } from "@medusajs/ui"
import { useState } from "react"
import type { FormEvent } from "react"
import { Field } from "../../components/field"
import { ImportState } from "../../components/import-state"
import { SelectField } from "../../components/select-field"
import { SidePanel } from "../../components/side-panel"
import { useImport, useUploadImport } from "../../lib/api/model"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

const PRODUCT_WAYS = ["external_id", "id", "handle", "sku"] as const
const CUSTOMER_WAYS = ["email", "id"] as const

/** Brings behavior of an old shop in from a file, and shows how far that is. */
export function ImportFile({ close }: { close: () => void }) {
  const t = useText()
  const explain = useErrorText()
  const upload = useUploadImport()
  const latest = useImport().data?.import ?? null
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState<File | null>(null)
  const [products, setProducts] = useState<(typeof PRODUCT_WAYS)[number]>("external_id")
  const [customers, setCustomers] = useState<(typeof CUSTOMER_WAYS)[number]>("email")
  const [currency, setCurrency] = useState("")
  const running = latest?.source === "file" && latest.status === "running"
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (file === null) return
    const query = { products, customers, currency: currency.trim().toLowerCase() || undefined }
    upload.mutate(
      { file, query },
      {
        onSuccess: () => setSent(file),
        onError: (error) => void toast.error(t("import_file.failed"), { description: explain(error) }),
      },
    )
  }
  return (
    <SidePanel
      open
      close={close}
      unsaved={file !== sent}
      title={t("import_file.title")}
      description={t("import_file.text")}
      onSubmit={submit}
      footer={
        <Button size="small" type="submit" isLoading={upload.isPending} disabled={file === null || running}>
          {t("import_file.start")}
        </Button>
      }
    >
      <Field label={t("import_file.file")} hint={t("import_file.file_hint")}>
        {(control) => (
          <Input
            {...control}
            type="file"
            accept=".csv,.ndjson,.gz"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
      </Field>
      <SelectField
        label={t("import_file.products")}
        value={products}
        options={PRODUCT_WAYS}
        nameOf={(way) => t(`import_file.by_${way}`)}
        choose={setProducts}
      />
      <SelectField
        label={t("import_file.customers")}
        value={customers}
        options={CUSTOMER_WAYS}
        nameOf={(way) => t(`import_file.by_${way}`)}
        choose={setCustomers}
      />
      <Field label={t("import_file.currency")} hint={t("import_file.currency_hint")}>
        {(control) => (
          <Input
            {...control}
            maxLength={3}
            placeholder="eur"
            value={currency}
            onChange={(event) => setCurrency(event.target.value)}
          />
        )}
      </Field>
      {latest?.source === "file" ? <ImportState latest={latest} /> : null}
    </SidePanel>
  )
}
