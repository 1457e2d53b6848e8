/**
 * A few characters that are others when the description of product `p` or the names of its categories are others: who has
 * learned from these texts knows that they are old. Of a description as much as is read of it.
 */
export const PRODUCT_TEXT_HASH = `(
  select left(md5(jsonb_build_array(left(d.description, 2000), array(
           select c.name from product_category_product pc
             join product_category c on c.id = pc.product_category_id and c.deleted_at is null
            where pc.product_id = d.id order by c.id))::text), 8)
    from product d where d.id = p.id)`
