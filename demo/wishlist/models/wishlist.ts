import { model } from "@medusajs/framework/utils"

/** The list as @alphabite/medusa-wishlist 0.7.4 defines it. */
export const Wishlist = model
  .define("wishlist", {
    id: model.id({ prefix: "wl" }).primaryKey(),
    name: model.text().nullable(),
    customer_id: model.text().nullable(),
    sales_channel_id: model.text(),
    items: model.hasMany(() => WishlistItem),
  })
  .cascades({ delete: ["items"] })

/** The item as @alphabite/medusa-wishlist 0.7.4 defines it. */
export const WishlistItem = model
  .define("wishlist_item", {
    id: model.id({ prefix: "wli" }).primaryKey(),
    product_variant_id: model.text(),
    product_id: model.text(),
    wishlist: model.belongsTo(() => Wishlist, { mappedBy: "items" }),
  })
  .indexes([{ on: ["product_variant_id", "wishlist_id"], unique: true }])
