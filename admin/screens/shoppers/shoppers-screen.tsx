import { Users } from "@medusajs/icons"
import { Container, Input, Tabs } from "@medusajs/ui"
import { useSearchParams } from "react-router-dom"
import { STRATEGIES } from "../../../src/types/settings-schema"
import { EntityPicker } from "../../components/entity-picker"
import { Field } from "../../components/field"
import { Screen, Section } from "../../components/screen"
import { Empty, Loaded } from "../../components/states"
import { ViewFields, lacksProduct } from "../../components/view-fields"
import type { View } from "../../lib/api/steering"
import { useGuestList, useShopperTrace } from "../../lib/api/steering"
import { useText } from "../../lib/text"
import { RecentShoppers } from "./recent-shoppers"
import { LastEvent } from "./last-event"
import { Prediction } from "./prediction"
import { ShopperData } from "./shopper-data"
import { ShopperList } from "./shopper-list"
import { ShopperProfile } from "./shopper-profile"

/** What of the page stands in the address, so that it can be sent to somebody. */
const VIEW = ["placement", "region_id", "sales_channel_id", "cart_id", "product_id"] as const

function readView(search: URLSearchParams): View {
  const strategy = STRATEGIES.find((one) => one === search.get("strategy"))
  const given = VIEW.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))
  return { ...(Object.fromEntries(given) as View), ...(strategy ? { strategy } : {}) }
}

/** One shopper seen through the eyes of the model: a customer, or a guest. */
export function ShoppersScreen() {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const customerId = search.get("customer")
  const isGuest = search.has("guest")
  const view = readView(search)
  const set = (part: Readonly<Record<string, string | null | undefined>>): void => {
    const next = new URLSearchParams(search)
    for (const [name, value] of Object.entries(part)) {
      if (value === null || value === undefined) next.delete(name)
      else next.set(name, value)
    }
    setSearch(next)
  }
  return (
    <Screen
      title={t("shopper.title")}
      subtitle={t("shopper.subtitle")}
      actions={customerId && !isGuest ? <ShopperData customerId={customerId} /> : null}
    >
      <Container className="flex flex-col gap-y-4 px-6 py-4">
        <Tabs
          value={isGuest ? "guest" : "customer"}
          onValueChange={(who) =>
            set({ guest: who === "guest" ? "" : null, customer: who === "guest" ? null : customerId })
          }
        >
          <Tabs.List>
            <Tabs.Trigger value="customer">{t("shopper.pick")}</Tabs.Trigger>
            <Tabs.Trigger value="guest">{t("view.guest")}</Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="customer" className="pt-4">
            <EntityPicker
              kind="customer"
              label={t("shopper.pick")}
              single
              value={customerId ? [customerId] : []}
              onChange={([id]) => set({ customer: id })}
            />
          </Tabs.Content>
          <Tabs.Content value="guest" className="pt-4">
            <Field label={t("view.visitor")} hint={t("view.visitor_hint")}>
              {(control) => (
                <Input
                  {...control}
                  key={search.get("guest")}
                  defaultValue={search.get("guest") ?? ""}
                  onBlur={(event) => set({ guest: event.target.value.trim() })}
                />
              )}
            </Field>
          </Tabs.Content>
        </Tabs>
        <ViewFields view={view} change={set} />
      </Container>
      {lacksProduct(view) ? (
        <Section title={t("trace.list")}>
          <Empty title={t("view.choose_product")} />
        </Section>
      ) : isGuest ? (
        <>
          {search.get("guest") ? null : <RecentShoppers kind="guest" />}
          <GuestView visitorId={search.get("guest") || null} view={view} />
        </>
      ) : (
        <CustomerView customerId={customerId} view={view} />
      )}
    </Screen>
  )
}

function CustomerView({ customerId, view }: { customerId: string | null; view: View }) {
  const t = useText()
  const trace = useShopperTrace(customerId, view)
  if (customerId === null) {
    return (
      <>
        <Section title={t("shopper.profile")}>
          <Empty icon={<Users />} title={t("shopper.none")} text={t("shopper.none_text")} />
        </Section>
        <RecentShoppers kind="customer" />
      </>
    )
  }
  return (
    <Loaded query={trace} lines={10}>
      {(data) => (
        <>
          <ShopperProfile trace={data} />
          <ShopperList list={data.list} before={data.before_last_event}>
            <LastEvent trace={data} />
          </ShopperList>
          <Prediction customerId={customerId} />
        </>
      )}
    </Loaded>
  )
}

function GuestView({ visitorId, view }: { visitorId: string | null; view: View }) {
  const list = useGuestList(visitorId, view)
  return (
    <Loaded query={list} lines={10}>
      {(data) => <ShopperList list={data} before={[]} />}
    </Loaded>
  )
}
