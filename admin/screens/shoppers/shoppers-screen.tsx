import { Users } from "@medusajs/icons"
import { Container } from "@medusajs/ui"
import { useSearchParams } from "react-router-dom"
import { EntityPicker } from "../../components/entity-picker"
import { Screen, Section } from "../../components/screen"
import { Empty, Loaded } from "../../components/states"
import { useShopperTrace } from "../../lib/api/steering"
import { useText } from "../../lib/text"
import { ShopperData } from "./shopper-data"
import { ShopperList } from "./shopper-list"
import { ShopperProfile } from "./shopper-profile"

/** One shopper seen through the eyes of the model. */
export function ShoppersScreen() {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const customerId = search.get("customer")
  const trace = useShopperTrace(customerId)
  return (
    <Screen
      title={t("shopper.title")}
      subtitle={t("shopper.subtitle")}
      actions={customerId && trace.data ? <ShopperData customerId={customerId} /> : null}
    >
      <Container className="px-6 py-4">
        <EntityPicker
          kind="customer"
          label={t("shopper.pick")}
          single
          value={customerId ? [customerId] : []}
          onChange={([id]) => setSearch(id ? { customer: id } : {})}
        />
      </Container>
      {customerId === null ? (
        <Section title={t("shopper.profile")}>
          <Empty icon={<Users />} title={t("shopper.none")} text={t("shopper.none_text")} />
        </Section>
      ) : (
        <Loaded query={trace} lines={10}>
          {(data) => (
            <>
              <ShopperProfile trace={data} />
              <ShopperList trace={data} />
            </>
          )}
        </Loaded>
      )}
    </Screen>
  )
}
