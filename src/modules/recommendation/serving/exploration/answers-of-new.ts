import { behaviorCode } from "../../../../core/contract"
import { ANSWER_HALF_LIFE_DAYS } from "../../../../core/exploration"

/** Days for which a product counts as new. */
const NEW_DAYS = 60
/** New products that are looked at, the newest. */
const PRODUCTS_AT_MOST = 500
/** Impressions in lists after which a product is explored no more; so many, the latest, say how it is answered. */
export const KNOWN_FROM = 300
/** Events, the latest, that the rates of places are counted from; it bounds what the count costs. */
const EVENTS_AT_MOST = 50_000
/** Impressions of a product that one shopper or voice speaks for at most: their share of clicks stays what it is. */
const HEARD_AT_MOST = 5
/** Places that are distinguished. */
const PLACES_AT_MOST = 24

const [IMPRESSION, CLICK] = [behaviorCode("impression"), behaviorCode("click")]

/** Where a product stood in a list, from 0 on; null where it did not. */
const placeIn = (list: string, productId: string): string =>
  `(array_position(array(select jsonb_array_elements_text(${list}.product_ids)), ${productId}) - 1)::int`

/**
 * Impressions and clicks of all lists (no place), and by place of what "For you" showed there without exploring and
 * that is not new.
 */
export const PLACES = {
  sql: `with latest as (
          select type, product_id, recommendation_id from (
            select type, product_id, recommendation_id, is_bot from behavior_event order by seq desc limit ?) newest
           where recommendation_id is not null and not is_bot and type in (${IMPRESSION}, ${CLICK})),
        placed as (
          select l.type, ${placeIn("s", "l.product_id")} as place
            from latest l join recommendation_served s on s.id = l.recommendation_id
           where s.strategy = 'for_you' and not coalesce(jsonb_exists(s.explored_ids, l.product_id), false)
             and not coalesce(jsonb_exists(s.odds_beside, l.product_id), false))
        select null::int as place, count(*) filter (where type = ${IMPRESSION}) as looks,
               count(*) filter (where type = ${CLICK}) as clicks from latest
        union all
        select place, count(*) filter (where type = ${IMPRESSION}), count(*) filter (where type = ${CLICK})
          from placed where place < ${PLACES_AT_MOST} group by place`,
  bindings: [EVENTS_AT_MOST],
}

const NEWEST = `select id from product
   where status = 'published' and deleted_at is null and created_at > now() - make_interval(days => ${NEW_DAYS})
   order by created_at desc limit ${PRODUCTS_AT_MOST}`

/** Each product's count ends where it is known: one that everybody has seen costs no more than another. */
export const NEW_PRODUCTS = {
  sql: `select n.id, (
          select count(*) from (
            select 1 from behavior_event e
             where e.product_id = n.id and e.type = ${IMPRESSION}
               and e.occurred_at > now() - make_interval(days => ${NEW_DAYS})
               and e.recommendation_id is not null and not e.is_bot limit ${KNOWN_FROM}) counted) as impressions
          from (${NEWEST}) n`,
  bindings: [],
}

/** Events of one type and product, the latest, and who speaks: a voice, where identities cost nothing. */
const latestOf = (type: number): string => `
  select e.recommendation_id, e.occurred_at, coalesce(e.voice::text, e.customer_id, e.visitor_id, e.id) as who
    from behavior_event e
   where e.product_id = n.id and e.type = ${type} and e.occurred_at > now() - make_interval(days => ${NEW_DAYS})
     and e.recommendation_id is not null and not e.is_bot
   order by e.occurred_at desc limit ${KNOWN_FROM}`

/**
 * Of each new product and place the sum of the odds that the model held of it where it was in sight in "For you"
 * (`oddsBeside`), and what was clicked of that. Both fade, and of who looks oftener both count less.
 */
export const ANSWERS = {
  sql: `with newest as materialized (${NEWEST}),
        seen as (
          select n.id, i.recommendation_id, i.who, max(i.occurred_at) as at
            from newest n cross join lateral (${latestOf(IMPRESSION)}) i group by 1, 2, 3),
        clicked as (
          select distinct n.id, c.recommendation_id, c.who
            from newest n cross join lateral (${latestOf(CLICK)}) c),
        answers as (
          select seen.id, ${placeIn("s", "seen.id")} as place, (s.odds_beside ->> seen.id)::float8 as odds,
                 least(1, ${HEARD_AT_MOST}::float8 / count(*) over (partition by seen.id, seen.who))
                   * power(0.5, extract(epoch from now() - seen.at)::float8 / 86400 / ${ANSWER_HALF_LIFE_DAYS}) as weight,
                 clicked.id is not null as is_clicked
            from seen
            join recommendation_served s on s.id = seen.recommendation_id
            left join clicked on clicked.id = seen.id and clicked.recommendation_id = seen.recommendation_id
                             and clicked.who = seen.who
           where s.strategy = 'for_you' and jsonb_exists(s.odds_beside, seen.id))
        select id, place, sum(weight * odds) as odds, coalesce(sum(weight) filter (where is_clicked), 0) as clicks
          from answers where place is not null group by id, place`,
  bindings: [],
}
