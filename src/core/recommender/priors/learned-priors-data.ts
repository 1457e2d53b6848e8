import type { LearnedFile } from "../model/learned-file"

/**
 * Weights learned from many small shops. Written by `npm run learn:prior`. docs/RANKING.md has the command, what was done
 * to the file since, and who the data is by.
 */
export const LEARNED: LearnedFile = {
  features:
    "any.frequency.value any.frequency.root any.frequency.rank any.frequency90.value any.frequency90.root any.frequency90.rank any.frequency20.value any.frequency20.root any.frequency20.rank any.recency.value any.recency.root any.recency.rank any.due.value any.due.root any.due.rank any.lastBasket.value any.lastBasket.root any.lastBasket.rank any.basketShare.value any.basketShare.root any.basketShare.rank any.quantity.value any.quantity.root any.quantity.rank any.interest.value any.interest.root any.interest.rank any.interest7.value any.interest7.root any.interest7.rank any.visit.value any.visit.root any.visit.rank any.carted.value any.carted.root any.carted.rank any.wished.value any.wished.root any.wished.rank any.disliked.value any.disliked.root any.disliked.rank any.basketLong.value any.basketLong.root any.basketLong.rank any.basketRecent.value any.basketRecent.root any.basketRecent.rank any.basketLast.value any.basketLast.root any.basketLast.rank any.basketRecentPopular.value any.basketRecentPopular.root any.basketRecentPopular.rank any.shopperLong.value any.shopperLong.root any.shopperLong.rank any.shopperRecent.value any.shopperRecent.root any.shopperRecent.rank any.shopperLast.value any.shopperLast.root any.shopperLast.rank any.ridgeLong.value any.ridgeLong.root any.ridgeLong.rank any.ridgeRecent.value any.ridgeRecent.root any.ridgeRecent.rank any.ridgeLast.value any.ridgeLast.root any.ridgeLast.rank any.basketRidgeLong.value any.basketRidgeLong.root any.basketRidgeLong.rank any.basketRidgeRecent.value any.basketRidgeRecent.root any.basketRidgeRecent.rank any.basketRidgeLast.value any.basketRidgeLast.root any.basketRidgeLast.rank any.basketNowRidgeLong.value any.basketNowRidgeLong.root any.basketNowRidgeLong.rank any.basketNowRidgeRecent.value any.basketNowRidgeRecent.root any.basketNowRidgeRecent.rank any.basketNowRidgeLast.value any.basketNowRidgeLast.root any.basketNowRidgeLast.rank any.basketNowLong.value any.basketNowLong.root any.basketNowLong.rank any.basketNowRecent.value any.basketNowRecent.root any.basketNowRecent.rank any.basketNowLast.value any.basketNowLast.root any.basketNowLast.rank any.interestRecent.value any.interestRecent.root any.interestRecent.rank any.interestLast.value any.interestLast.root any.interestLast.rank any.interestRidge.value any.interestRidge.root any.interestRidge.rank any.nextLast.value any.nextLast.root any.nextLast.rank any.nextRecent.value any.nextRecent.root any.nextRecent.rank any.contentLong.value any.contentLong.root any.contentLong.rank any.contentRecent.value any.contentRecent.root any.contentRecent.rank any.neighbors.value any.neighbors.root any.neighbors.rank any.neighborsRecent.value any.neighborsRecent.root any.neighborsRecent.rank any.neighborsNow.value any.neighborsNow.root any.neighborsNow.rank any.visitNeighbors.value any.visitNeighbors.root any.visitNeighbors.rank any.segment.value any.segment.root any.segment.rank any.popular4.value any.popular4.root any.popular4.rank any.popular15.value any.popular15.root any.popular15.rank any.popular60.value any.popular60.root any.popular60.rank any.popular360.value any.popular360.root any.popular360.rank any.popularNew4.value any.popularNew4.root any.popularNew4.rank any.popularNew15.value any.popularNew15.root any.popularNew15.rank any.popularNew60.value any.popularNew60.root any.popularNew60.rank any.newcomer.value any.newcomer.root any.newcomer.rank any.latest15.value any.latest15.root any.latest15.rank any.latest60.value any.latest60.root any.latest60.rank any.sales15.value any.sales15.root any.sales15.rank any.trend.value any.trend.root any.trend.rank any.newness.value any.newness.root any.newness.rank any.repeatRate.value any.repeatRate.root any.repeatRate.rank any.interestPopular4.value any.interestPopular4.root any.interestPopular4.rank any.interestPopular60.value any.interestPopular60.root any.interestPopular60.rank any.price.value any.price.root any.price.rank any.category.value any.category.root any.category.rank any.missed.value any.missed.root any.missed.rank any.sinceLast.value any.sinceLast.root any.sinceLast.rank any.sinceShare.value any.sinceShare.root any.sinceShare.rank any.themeTrend.value any.themeTrend.root any.themeTrend.rank any.themePopular.value any.themePopular.root any.themePopular.rank again again:repeatShare again:baskets again:daysSinceLast seen seen:visit again.frequency.value again.frequency.root again.frequency.rank again.frequency90.value again.frequency90.root again.frequency90.rank again.frequency20.value again.frequency20.root again.frequency20.rank again.recency.value again.recency.root again.recency.rank again.due.value again.due.root again.due.rank again.lastBasket.value again.lastBasket.root again.lastBasket.rank again.basketShare.value again.basketShare.root again.basketShare.rank again.quantity.value again.quantity.root again.quantity.rank again.interest.value again.interest.root again.interest.rank again.interest7.value again.interest7.root again.interest7.rank again.visit.value again.visit.root again.visit.rank again.carted.value again.carted.root again.carted.rank again.wished.value again.wished.root again.wished.rank again.disliked.value again.disliked.root again.disliked.rank again.basketLong.value again.basketLong.root again.basketLong.rank again.basketRecent.value again.basketRecent.root again.basketRecent.rank again.basketLast.value again.basketLast.root again.basketLast.rank again.basketRecentPopular.value again.basketRecentPopular.root again.basketRecentPopular.rank again.shopperLong.value again.shopperLong.root again.shopperLong.rank again.shopperRecent.value again.shopperRecent.root again.shopperRecent.rank again.shopperLast.value again.shopperLast.root again.shopperLast.rank again.ridgeLong.value again.ridgeLong.root again.ridgeLong.rank again.ridgeRecent.value again.ridgeRecent.root again.ridgeRecent.rank again.ridgeLast.value again.ridgeLast.root again.ridgeLast.rank again.basketRidgeLong.value again.basketRidgeLong.root again.basketRidgeLong.rank again.basketRidgeRecent.value again.basketRidgeRecent.root again.basketRidgeRecent.rank again.basketRidgeLast.value again.basketRidgeLast.root again.basketRidgeLast.rank again.basketNowRidgeLong.value again.basketNowRidgeLong.root again.basketNowRidgeLong.rank again.basketNowRidgeRecent.value again.basketNowRidgeRecent.root again.basketNowRidgeRecent.rank again.basketNowRidgeLast.value again.basketNowRidgeLast.root again.basketNowRidgeLast.rank again.basketNowLong.value again.basketNowLong.root again.basketNowLong.rank again.basketNowRecent.value again.basketNowRecent.root again.basketNowRecent.rank again.basketNowLast.value again.basketNowLast.root again.basketNowLast.rank again.interestRecent.value again.interestRecent.root again.interestRecent.rank again.interestLast.value again.interestLast.root again.interestLast.rank again.interestRidge.value again.interestRidge.root again.interestRidge.rank again.nextLast.value again.nextLast.root again.nextLast.rank again.nextRecent.value again.nextRecent.root again.nextRecent.rank again.contentLong.value again.contentLong.root again.contentLong.rank again.contentRecent.value again.contentRecent.root again.contentRecent.rank again.neighbors.value again.neighbors.root again.neighbors.rank again.neighborsRecent.value again.neighborsRecent.root again.neighborsRecent.rank again.neighborsNow.value again.neighborsNow.root again.neighborsNow.rank again.visitNeighbors.value again.visitNeighbors.root again.visitNeighbors.rank again.segment.value again.segment.root again.segment.rank again.popular4.value again.popular4.root again.popular4.rank again.popular15.value again.popular15.root again.popular15.rank again.popular60.value again.popular60.root again.popular60.rank again.popular360.value again.popular360.root again.popular360.rank again.popularNew4.value again.popularNew4.root again.popularNew4.rank again.popularNew15.value again.popularNew15.root again.popularNew15.rank again.popularNew60.value again.popularNew60.root again.popularNew60.rank again.newcomer.value again.newcomer.root again.newcomer.rank again.latest15.value again.latest15.root again.latest15.rank again.latest60.value again.latest60.root again.latest60.rank again.sales15.value again.sales15.root again.sales15.rank again.trend.value again.trend.root again.trend.rank again.newness.value again.newness.root again.newness.rank again.repeatRate.value again.repeatRate.root again.repeatRate.rank again.interestPopular4.value again.interestPopular4.root again.interestPopular4.rank again.interestPopular60.value again.interestPopular60.root again.interestPopular60.rank again.price.value again.price.root again.price.rank again.category.value again.category.root again.category.rank again.missed.value again.missed.root again.missed.rank again.sinceLast.value again.sinceLast.root again.sinceLast.rank again.sinceShare.value again.sinceShare.root again.sinceShare.rank again.themeTrend.value again.themeTrend.root again.themeTrend.rank again.themePopular.value again.themePopular.root again.themePopular.rank",
  priors: [
    {
      source: "online_retail_2010",
      licence: "CC BY 4.0",
      goal: "purchase",
      shops: 10,
      lists: 3171,
      rows: 875,
      weights:
        "7 2 -1 -36 584 26 -11 2 -2 -23 179 2 16 -6 -7 -2 -2 -2 9 12 -1 95 57 25 0 0 0 0 300 0 6 204 3 0 800 0 0 500 0 459 -2518 498 61 28 26 -26 423 -51 17 174 -111 -71 -106 -61 126 26 48 -29 300 1 -6 -54 9 55 -14 -45 -43 203 -77 -20 -20 7 28 0 21 -3 -81 4 35 -62 -101 -5 -44 -43 26 -33 -26 7 2 -22 9 -32 -38 23 -42 -5 71 54 -69 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 66 154 106 -42 373 -34 -40 277 -17 -16 -21 -25 24 -102 -173 0 0 0 24 335 -26 1 -31 -35 -9 300 -28 -15 -14 13 19 93 45 -12 -22 -18 -25 7 29 -15 -15 -29 22 33 10 39 55 18 -11 3 -4 0 39 -8 -5 90 -24 153 146 -153 -49 -40 -54 0 100 0 0 0 0 41 39 -21 200 0 0 99 29 40 -73 -38 -44 59 13 23 46 23 -6 29 -22 24 -20 147 91 -76 0 0 7 2 -1 -36 -16 26 -11 2 -2 -23 -21 2 16 -6 -7 -2 -2 -2 9 12 -1 95 57 25 0 0 0 0 0 0 6 4 3 0 0 0 0 0 0 338 360 377 2 0 7 -18 -27 -25 -22 5 0 13 -17 12 -22 -9 -24 -24 -11 0 -38 -11 6 -33 -16 -18 -4 -8 12 -24 -6 0 -9 -12 -7 0 -25 2 0 -1 14 -2 -5 28 1 -5 16 -11 15 83 6 -12 -29 -16 -26 -18 -11 20 7 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -41 -18 -15 -81 -82 -76 -21 -16 26 12 10 59 26 45 30 0 0 0 8 -4 14 2 -11 -7 7 -17 -28 -7 -23 -20 -31 -4 -19 26 13 -14 36 -12 12 -18 -53 -28 46 31 27 46 37 32 13 3 -11 31 38 26 -10 -27 -15 -12 -8 -92 7 3 6 0 0 0 0 0 0 18 -21 51 0 0 0 -117 -107 -142 4 5 12 -33 -53 -18 -1 -3 -9 -33 -32 -16",
    },
    {
      source: "online_retail_2010",
      licence: "CC BY 4.0",
      goal: "purchase",
      shops: 4,
      lists: 8096,
      rows: 12334,
      weights:
        "45 49 5 -97 534 -7 3 -26 -11 -12 193 3 9 31 13 -6 -6 -6 -1 35 5 91 112 -68 0 0 0 0 300 0 -32 168 -31 0 800 0 0 500 0 685 -2289 718 -37 -43 14 -67 411 -13 -57 46 -23 -145 -112 -57 42 -49 9 -71 249 -60 28 -43 -44 88 47 78 -25 166 4 2 -47 96 59 25 52 54 -6 22 21 1 49 37 59 12 10 -30 -60 24 -28 -24 -78 -16 -10 -8 -20 -20 39 -66 8 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 148 257 94 -4 334 -119 -73 351 105 -66 68 127 -70 54 61 0 0 0 -8 279 32 8 -54 -7 9 346 35 -15 -16 -56 -51 -17 -19 -11 -85 -21 27 30 17 57 34 39 10 20 43 13 95 122 -11 21 -5 28 63 83 60 210 -22 171 222 -33 -55 -17 -82 0 100 0 0 0 0 -31 153 -68 200 0 0 97 146 48 -80 -152 -53 125 38 99 117 122 114 -122 -143 -80 18 277 36 -84 0 0 45 49 5 -97 -66 -7 3 -26 -11 -12 -7 3 9 31 13 -6 -6 -6 -1 35 5 91 112 -68 0 0 0 0 0 0 -32 -32 -31 0 0 0 0 0 0 298 314 311 11 9 15 -31 -26 6 -19 -24 16 -60 -44 -15 -4 4 -23 -57 -55 -15 -4 -32 37 -34 -32 -30 -35 -55 -3 -28 -53 -24 -44 -34 -30 -13 -6 45 -21 -11 15 -42 -10 -39 19 10 47 20 9 37 -4 23 12 29 28 14 55 24 45 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -140 -121 -130 -78 -58 -35 4 -18 -11 -12 -17 28 -22 -51 -19 0 0 0 -56 -65 -53 35 -14 7 33 -2 10 1 -18 -47 -24 -1 -37 23 -38 -15 -11 -57 -7 17 -32 -25 4 -2 -31 19 22 20 -7 -10 -38 49 45 46 -22 -14 -3 -12 -5 -132 162 119 151 0 0 0 0 0 0 40 -14 85 0 0 0 -87 -66 -94 39 -1 48 -22 -11 -57 24 7 9 24 -18 -3",
    },
    {
      source: "completejourney_sample",
      licence: "CC0 (R package completejourney); data by 84.51/dunnhumby",
      goal: "purchase",
      shops: 10,
      lists: 1123,
      rows: 216,
      weights:
        "15 8 11 -10 600 7 -18 -2 1 -12 190 9 24 10 12 -3 -3 -3 22 12 11 -16 -3 -2 0 0 0 0 300 0 -6 194 -6 0 800 0 0 500 0 0 -3000 0 -53 -42 -31 -56 451 -28 -19 189 0 -23 -25 -23 -16 -11 17 -76 331 -19 -50 -66 -93 6 2 37 -60 241 60 -10 -28 -25 -3 -8 -20 -21 -22 -23 2 2 5 -5 -7 -19 -19 -21 -21 2 -1 6 -40 -33 -26 -47 -43 -27 -12 -10 1 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 -21 4 68 -81 318 -55 -11 264 -47 -7 -43 -50 -103 -98 -94 0 0 0 0 300 0 10 2 -31 -46 254 -17 40 81 57 143 197 139 5 -15 -32 -56 -62 -27 41 64 47 27 63 58 -32 -28 -11 60 95 72 -42 -34 -15 -38 53 -57 -97 -174 -150 25 4 19 0 100 0 0 0 0 50 -40 -7 62 -106 -89 -100 -64 -45 -2 15 14 51 16 24 -11 21 -12 10 36 9 -1 30 8 -16 0 0 15 8 11 -10 0 7 -18 -2 1 -12 -10 9 24 10 12 -3 -3 -3 22 12 11 -16 -3 -2 0 0 0 0 0 0 -6 -6 -6 0 0 0 0 0 0 0 0 0 2 7 8 -2 0 11 0 -1 -2 7 8 14 -23 -21 -2 -4 -4 -18 14 17 9 -23 -28 -23 -15 -15 4 10 20 28 26 24 17 10 10 15 -5 -4 1 26 25 17 12 12 15 1 -3 0 5 9 13 -2 -1 12 3 -1 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 26 16 18 -41 -58 -88 39 -4 -77 20 -19 -82 -7 -11 -89 0 0 0 0 0 0 -5 -12 -10 14 2 7 6 -14 -20 -7 -22 -30 10 -4 -13 32 -2 7 11 -22 -26 5 -6 -2 4 5 0 9 -9 -16 0 4 -1 0 1 -10 -3 7 2 25 15 39 0 0 0 0 0 0 0 -5 -12 -36 -17 -11 79 53 93 -20 -16 0 5 16 15 -27 9 0 1 26 -2",
    },
    {
      source: "completejourney_sample",
      licence: "CC0 (R package completejourney); data by 84.51/dunnhumby",
      goal: "purchase",
      shops: 4,
      lists: 5444,
      rows: 2159,
      weights:
        "17 13 -6 25 594 16 -13 -10 8 -53 167 -7 -20 -1 4 24 24 24 11 14 -6 63 37 50 0 0 0 0 300 0 -26 174 -26 0 800 0 0 500 0 0 -3000 0 -61 -57 -58 -159 334 -22 -54 120 -23 -1 -52 40 -45 42 73 -186 277 -77 -76 -98 2 -17 23 29 -47 210 -85 25 52 51 13 9 15 -28 -63 12 7 -10 -16 -42 13 3 0 -11 -9 42 30 -21 6 34 19 -14 -44 4 22 -1 -18 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 31 26 47 -204 233 -65 -131 173 36 -36 -65 -25 -3 -80 -60 0 0 0 0 300 0 -49 -74 -20 -30 286 -12 -42 110 180 -4 212 343 -16 -20 18 -53 -30 -27 -56 104 145 -25 69 78 -23 6 -12 -36 109 175 -16 12 -14 -40 58 60 80 -102 -289 -82 -84 9 0 100 0 0 0 0 83 -25 -20 69 -133 13 6 -9 -193 -36 18 30 41 -41 45 -56 51 35 -8 140 131 0 52 41 -31 0 0 17 13 -6 25 -6 16 -13 -10 8 -53 -33 -7 -20 -1 4 24 24 24 11 14 -6 63 37 50 0 0 0 0 0 0 -26 -26 -26 0 0 0 0 0 0 0 0 0 -41 -21 -25 -34 -14 14 -24 -10 12 26 16 62 1 0 9 19 9 46 39 13 36 -43 -47 -52 -2 -7 -14 -50 -14 -18 -18 -8 4 2 -2 37 10 28 34 -36 -2 23 -14 -2 16 4 21 20 -23 0 17 -21 -6 21 -13 -2 25 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 47 31 85 -23 -29 -13 -75 -59 -8 -1 -10 -20 -17 -22 -31 0 0 0 0 0 0 22 -13 2 17 -15 -35 -17 -44 -53 -14 -46 -61 47 2 13 7 -30 -38 -33 -62 -73 11 -20 -39 21 -6 -38 -9 -39 -53 30 1 -30 -18 -12 -9 3 3 -24 113 79 161 0 0 0 0 0 0 -9 -10 -36 -90 -87 30 20 -4 23 -12 -24 -31 -6 -5 4 -19 -3 -15 66 27 -3",
    },
    {
      source: "uci_clickstream_2008",
      licence: "CC BY 4.0",
      goal: "interest",
      shops: 10,
      lists: 7925,
      rows: 473,
      weights:
        "-18 -18 -18 -18 582 -17 -18 -18 -17 -18 182 -17 -18 -18 148 -18 -18 -18 -18 -18 -18 -69 -43 -64 -69 -43 57 -111 234 57 109 244 -12 0 800 0 0 500 0 0 -3000 0 -71 -168 -34 -71 332 -52 -71 32 -34 -71 -168 -52 0 0 0 0 400 0 0 0 0 0 0 0 0 300 0 0 0 0 51 -30 41 51 -30 42 51 -30 41 38 23 31 38 23 31 38 23 31 -23 -29 -45 -23 -29 -46 -23 -29 -45 -120 160 -105 60 346 56 7 -91 -31 53 331 -115 150 29 -30 -112 22 71 -38 294 -30 0 300 0 0 0 0 0 0 0 20 84 -14 0 300 0 8 -25 -32 14 263 -41 55 -26 -48 57 -22 -36 8 -25 -32 14 -37 -41 55 -26 -48 54 -17 -2 24 22 31 102 37 16 14 -37 -41 -28 6 -84 5 30 -125 0 0 0 8 75 -32 55 -26 -48 -7 5 39 -319 514 412 0 0 0 0 0 0 0 0 0 22 -72 -10 24 -9 -6 -18 0 -1 0 -18 -37 -18 -18 -18 -18 -18 -17 -18 -18 -17 -18 -18 -17 -18 -18 148 -18 -18 -18 -18 -18 -18 -69 -43 -64 -69 -43 57 -111 -66 57 109 44 -12 0 0 0 0 0 0 0 0 0 -39 -27 29 -39 -27 30 -39 -27 29 -39 -27 30 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -7 3 34 -7 3 34 -7 3 34 -1 29 33 -1 29 34 -1 29 33 -34 -14 23 -34 -14 23 -34 -14 23 -49 -40 21 10 39 93 -19 -13 31 -10 -16 -38 -127 -145 -136 -54 -69 -49 75 30 17 0 0 0 0 0 0 0 0 0 -113 -43 -19 0 0 0 12 -10 18 -1 1 25 5 3 10 9 10 -1 12 -10 18 -1 1 25 5 3 10 -6 4 8 0 25 12 -5 18 -31 -1 1 25 17 40 -1 32 98 -3 0 0 0 12 -10 18 5 3 10 98 42 1 -114 -88 -199 -18 -18 -18 0 0 0 0 0 0 -32 -35 -34 59 29 -62",
    },
    {
      source: "uci_clickstream_2008",
      licence: "CC BY 4.0",
      goal: "interest",
      shops: 4,
      lists: 27701,
      rows: 3580,
      weights:
        "-14 -14 -14 -14 586 -24 -14 -14 -24 -14 186 -24 -14 -14 299 -14 -14 -14 -14 -14 -14 -73 -32 -93 -73 -32 133 -148 241 133 193 235 -52 0 800 0 0 500 0 0 -3000 0 -76 -226 -18 -76 274 -9 -76 -26 -18 -76 -226 -9 0 0 0 0 400 0 0 0 0 0 0 0 0 300 0 0 0 0 70 -21 -9 70 -21 -9 70 -21 -9 -54 38 2 -54 38 2 -54 38 2 -15 -10 23 -15 -10 26 -15 -10 23 -215 -5 -150 220 498 154 1 -74 -83 -43 303 -27 98 384 169 35 -51 -26 -9 191 49 0 300 0 0 0 0 0 0 0 -100 55 161 0 300 0 -26 14 -12 18 264 -49 -6 -96 -6 74 -54 55 -26 14 -12 18 -36 -49 -6 -96 -6 44 -28 53 81 33 107 158 32 174 18 -36 -49 -37 30 -51 47 -18 -137 0 0 0 -26 114 -12 -6 -96 -6 26 -37 22 -706 865 365 0 0 0 0 0 0 0 0 0 84 -30 -20 46 -87 -32 -14 0 -1 0 -14 -44 -14 -14 -14 -14 -14 -24 -14 -14 -24 -14 -14 -24 -14 -14 299 -14 -14 -14 -14 -14 -14 -73 -32 -93 -73 -32 133 -148 -59 133 193 35 -52 0 0 0 0 0 0 0 0 0 47 3 7 47 3 7 47 3 7 47 3 7 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 74 -4 27 74 -4 28 74 -4 27 22 -44 20 22 -44 20 22 -44 20 37 -10 44 37 -10 44 37 -10 44 -24 -52 -14 -86 -83 -26 -30 -76 -1 -4 -24 23 -106 -34 -79 30 -30 41 19 -73 40 0 0 0 0 0 0 0 0 0 -71 -8 17 0 0 0 41 -15 29 6 -9 -7 5 -30 -29 -1 -52 -38 41 -15 29 6 -9 -7 5 -30 -29 -32 -46 -35 -85 -82 -67 -56 -82 -60 6 -9 -7 9 -10 99 54 59 33 0 0 0 41 -15 29 5 -30 -29 77 -7 -19 -119 -120 -150 -14 -14 -14 0 0 0 0 0 0 -66 -84 16 69 14 -15",
    },
    {
      source: "simulator:habit",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 10,
      lists: 4663,
      rows: 1201,
      weights:
        "-17 -6 -13 -9 602 13 -18 1 0 -43 177 56 18 -16 -14 22 22 22 -35 -20 -13 211 145 62 0 0 0 0 300 0 9 204 -1 0 800 0 0 500 0 0 -3000 0 7 -57 0 -75 398 -15 -38 125 -26 -10 -35 -40 57 -37 -8 -47 294 -46 -9 -31 38 21 -54 -29 -54 179 -82 -5 -56 31 42 -1 -14 -24 -41 -53 -8 -22 12 47 61 58 -10 17 27 -46 -62 -10 -2 -20 -15 -37 -39 -33 -24 -67 -17 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 -19 -9 -28 -33 277 -124 6 287 -52 3 -25 -56 -35 -76 -63 0 0 0 0 300 0 -45 -58 -11 -62 292 -41 0 83 51 36 108 49 -25 -60 10 5 28 -25 85 164 33 0 39 48 -14 -9 21 34 100 45 -32 -11 31 -20 96 -12 -9 -59 -22 -83 -47 -128 0 100 0 0 0 0 5 28 -6 98 236 127 -14 -28 -39 -95 -63 -36 68 43 50 5 -7 0 -37 -52 81 10 47 50 -12 0 0 -17 -6 -13 -9 2 13 -18 1 0 -43 -23 56 18 -16 -14 22 22 22 -35 -20 -13 211 145 62 0 0 0 0 0 0 9 4 -1 0 0 0 0 0 0 0 0 0 -2 42 32 -58 -3 52 43 24 17 -64 -15 23 16 31 2 -30 1 6 5 40 28 -35 -8 4 -53 -25 -15 -6 20 42 -75 -14 -8 -82 -30 18 1 -4 35 -25 2 8 -58 -33 -7 -14 -25 3 25 41 54 -17 2 43 77 42 45 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -12 -12 -28 79 -18 -1 -44 -16 6 -13 -1 20 45 40 46 0 0 0 0 0 0 -6 -12 8 -27 -23 -38 -42 -29 13 -56 -44 4 68 44 32 -28 -36 -27 -79 -54 -38 -10 -16 24 -10 -24 0 -69 -52 -11 33 5 19 -14 -14 6 60 37 19 -42 -23 -4 0 0 0 0 0 0 -17 -7 -3 -96 -58 -73 -22 -31 -34 -24 4 8 -16 7 35 -21 -43 -5 55 12 28",
    },
    {
      source: "simulator:habit",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 4,
      lists: 9254,
      rows: 6004,
      weights:
        "-38 -22 -2 -13 594 66 -22 3 17 0 206 98 0 -1 -17 -5 -5 -5 -26 -23 -2 259 164 59 0 0 0 0 300 0 -30 160 -48 0 800 0 0 500 0 0 -3000 0 32 12 -17 -46 430 -22 17 179 10 -68 -86 -10 2 -63 37 -99 223 -54 -76 -82 -70 23 -13 17 -47 187 -63 25 -9 -15 25 -7 -23 -26 -64 2 -6 -38 -8 35 1 4 21 -11 -46 22 -24 -40 10 -9 -51 14 -32 -48 41 -19 -36 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 54 74 -24 101 94 -158 -49 275 7 -50 -50 4 27 11 16 0 0 0 0 300 0 -8 -20 8 -11 347 -5 55 148 -55 115 202 -32 58 -6 2 -70 37 -42 92 222 -31 -24 68 -50 -93 31 -92 44 180 -68 -62 -5 -29 -34 118 5 -62 -154 -137 -29 -19 12 0 100 0 0 0 0 21 -6 3 26 437 177 40 22 -1 10 -11 -21 -11 13 -82 -20 -17 90 -100 -63 -30 21 45 59 -8 0 0 -38 -22 -2 -13 -6 66 -22 3 17 0 6 98 0 -1 -17 -5 -5 -5 -26 -23 -2 259 164 59 0 0 0 0 0 0 -30 -40 -48 0 0 0 0 0 0 0 0 0 -44 0 -44 -58 -1 -8 -14 -9 -7 -41 12 38 38 29 19 21 32 15 -1 51 19 -46 -30 -14 -42 -27 -18 -15 49 22 -10 10 7 -16 22 48 -34 -15 7 -1 -1 29 13 26 5 15 -12 -13 -20 12 5 15 35 27 36 0 -21 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -75 -44 -118 189 -40 15 -39 -56 -48 -50 -74 -31 21 -27 -16 0 0 0 0 0 0 33 -25 18 16 -40 28 -25 -59 3 -50 -75 -33 -15 -78 -15 -31 -54 -3 -41 -56 -16 9 -49 34 10 -48 13 -45 -73 -16 62 -16 62 -34 -44 20 84 121 84 6 12 18 0 0 0 0 0 0 -23 14 -14 -146 -76 -166 -7 0 -9 46 12 50 -9 -8 17 6 12 36 11 19 49",
    },
    {
      source: "simulator:one-off",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 10,
      lists: 898,
      rows: 736,
      weights:
        "-8 -13 -15 -14 585 -24 -23 -25 -23 -16 184 -25 -15 -16 -16 -5 -5 -5 -4 -10 -15 -16 -18 -18 -54 -37 25 -77 211 22 -10 188 -14 0 800 0 0 500 0 0 -3000 0 -8 -31 -13 -41 448 -19 -35 173 11 -16 -36 -32 -52 -42 -10 -69 330 -14 -59 -33 -22 -11 -23 -9 -54 234 -25 -53 -38 -16 -11 -30 -31 -20 -40 -32 -25 -25 -4 -6 -32 -37 21 -21 -29 -2 -8 -8 -36 -43 -30 -16 -36 -21 -20 -14 5 -78 344 -16 -116 262 -168 -77 -100 -51 -72 330 -74 -66 -65 -76 -29 -75 -141 -29 325 -77 -34 300 32 0 -44 -110 18 31 20 0 0 0 0 300 0 -33 -35 -14 -4 314 -24 -8 57 -10 6 67 0 -34 -41 -9 22 31 -11 -1 64 6 -7 117 17 22 32 -10 -7 61 -10 -14 7 -38 26 143 -1 135 164 100 -35 -15 -109 -48 92 28 85 185 60 27 -43 -3 128 114 195 22 19 42 -57 -59 -51 -4 -25 -19 -68 2 -5 -28 14 35 -19 -6 2 0 23 -12 -8 -13 -15 -14 -15 -24 -23 -25 -23 -16 -16 -25 -15 -16 -16 -5 -5 -5 -4 -10 -15 -16 -18 -18 -29 -28 3 -37 -41 -1 -7 -8 -8 0 0 0 0 0 0 0 0 0 40 22 18 15 10 11 -4 -14 -16 28 16 9 18 4 11 25 4 15 2 -7 -7 22 9 -5 2 -6 -2 -8 -13 -10 20 10 16 25 14 8 0 -13 -15 13 4 3 19 7 2 10 -3 -16 -18 -13 0 5 -1 3 3 -6 -18 -9 -18 -14 -5 -16 -29 6 -12 -11 -6 -12 -26 -7 -13 -26 7 2 -22 -52 -68 -70 22 11 7 23 3 -5 71 42 17 0 0 0 0 0 0 21 20 -1 7 -5 -3 -6 -18 -17 -18 -24 -22 15 9 -5 0 -13 -2 -13 -22 -20 4 -6 -5 13 -2 3 -9 -20 -20 15 2 1 11 -9 8 -1 5 -5 67 44 37 -1 -9 -5 -6 -10 -12 18 8 -18 -7 -9 -42 -19 -20 -31 8 1 -2 18 3 15 -1 -5 -1 3 -6 4",
    },
    {
      source: "simulator:one-off",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 4,
      lists: 1466,
      rows: 3493,
      weights:
        "9 7 4 -4 600 -2 -19 -13 -2 -29 181 -1 33 24 9 -39 -39 -39 10 8 4 6 6 3 -52 -43 -39 -43 279 -41 -3 198 -3 0 800 0 0 500 0 0 -3000 0 1 -13 -33 -55 445 -50 -41 141 -62 1 -20 -12 -68 -63 -49 -95 317 -70 -77 -82 -55 -27 -29 -30 -39 254 -27 0 -26 -36 39 17 -5 0 -19 -23 14 -27 -43 17 9 -25 1 -6 -23 15 -13 -43 26 17 -48 -2 -4 -48 10 -13 -64 -66 350 -57 -76 308 -96 -32 -26 -47 -42 348 -75 -44 -54 -78 -6 -14 -75 -96 189 -221 -49 235 -34 -18 -48 -72 -18 -2 40 0 0 0 0 300 0 -36 -28 -1 -47 306 -25 40 126 -9 23 125 21 -33 -16 7 -43 12 -23 49 128 -6 21 117 -18 -46 3 -17 46 126 -4 -43 9 -23 1 117 -15 178 231 168 8 -1 -34 -19 54 5 65 167 23 23 -60 -31 192 218 210 121 97 91 12 2 -22 9 -22 21 31 32 -8 -17 -3 -51 5 0 0 -6 -37 1 9 7 4 -4 0 -2 -19 -13 -2 -29 -19 -1 33 24 9 -39 -39 -39 10 8 4 6 6 3 -32 -28 -33 -26 -12 -34 -7 -8 -10 0 0 0 0 0 0 0 0 0 8 14 10 4 11 15 -3 -1 5 -4 8 11 -23 -24 -28 -4 -11 -19 9 6 7 -44 -34 -37 -16 -18 -8 9 7 5 -8 6 6 -1 10 13 -3 1 5 -4 4 14 -1 7 21 -6 -4 10 14 15 5 9 10 11 10 4 5 0 -11 -5 -25 -28 -32 -14 -21 -20 2 16 30 -1 13 28 7 6 7 19 9 3 -28 -26 -15 -17 -12 0 -22 -20 -3 0 0 0 0 0 0 4 -6 4 -4 -7 -3 3 -3 6 3 -4 5 5 -2 5 -3 -5 -2 2 -3 8 -5 -8 -5 -9 -10 -6 0 -4 6 -5 -9 -6 -17 -14 -12 6 19 12 -38 -31 -32 -8 -17 -1 -2 -6 -1 -23 -16 -3 -5 -3 -10 8 10 3 -13 -17 -20 -13 -14 -21 3 3 3 -5 -3 4",
    },
    {
      source: "simulator:fashion",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 10,
      lists: 1715,
      rows: 1945,
      weights:
        "-16 -5 -2 -25 587 0 -35 -28 -7 -39 177 -5 24 16 22 9 9 9 -24 -10 -2 -3 1 2 -47 -12 27 -48 269 34 -4 193 -10 0 800 0 0 500 0 0 -3000 0 -40 -39 -17 -75 431 -53 -23 169 -37 -36 -33 -26 -42 -65 -15 -80 289 -51 -47 -62 -43 7 6 -41 -26 265 -57 -1 11 -12 -20 -15 -13 -53 -44 -34 23 13 -35 30 28 10 -28 -14 -16 -15 9 -39 0 -9 9 -38 -40 -17 -26 -24 -39 -85 315 -75 -132 267 -87 -129 -67 -59 -38 359 -32 -38 -38 -17 -41 5 29 -80 242 -124 18 283 -54 18 -38 -68 -30 -20 -49 0 0 0 0 300 0 -61 -34 -19 -52 329 -29 22 58 -35 39 38 -32 -41 -45 -22 -50 18 -32 39 58 -23 -9 120 10 -26 37 -26 34 56 -25 -45 38 -23 26 162 9 321 362 206 -13 -23 19 0 230 53 132 165 45 30 -32 8 237 83 68 78 53 70 -2 30 -1 44 60 -18 26 -30 11 -32 -67 -6 6 -1 8 18 51 -12 -16 -5 -2 -25 -13 0 -35 -28 -7 -39 -23 -5 24 16 22 9 9 9 -24 -10 -2 -3 1 2 -46 -47 -62 -39 -66 -56 1 0 -1 0 0 0 0 0 0 0 0 0 5 2 21 -24 -14 -10 13 12 1 1 -3 3 -6 -1 -10 -7 2 -19 -9 7 -4 -2 1 -26 -6 1 -21 -5 10 22 22 10 15 -4 -6 7 44 36 5 26 21 21 -3 2 10 12 22 5 2 8 17 -31 -16 7 -14 -6 4 -24 -10 -23 -75 -62 -48 -34 -18 -42 4 -9 -15 3 -10 -16 -58 -40 -13 -34 -43 -41 65 42 17 58 34 21 71 38 23 0 0 0 0 0 0 -21 -27 -10 -14 -23 8 -15 -11 -18 -46 -23 -52 -19 -31 -10 -18 -28 -2 -16 -14 -21 -12 -13 3 -9 -22 8 -14 -13 -25 -6 -16 11 -7 -21 13 -3 3 8 -9 -5 -5 -31 -47 -27 12 -2 9 -6 8 -9 55 34 46 -21 -13 -30 14 -47 -83 30 -39 -66 21 -3 17 31 4 39",
    },
    {
      source: "simulator:fashion",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 4,
      lists: 3419,
      rows: 9682,
      weights:
        "-11 -5 -3 -32 579 -10 -23 -28 -12 -28 177 -16 -31 -19 -4 31 31 31 -16 -8 -3 11 8 7 -24 -18 19 -70 189 16 -5 188 -18 0 800 0 0 500 0 0 -3000 0 -16 -23 -17 -50 432 -43 -4 172 -14 -55 -53 -32 -53 -62 9 -137 252 -48 -54 -26 -8 13 -28 1 -59 195 -46 -42 -24 -4 -23 -27 13 -46 -50 -23 -3 -23 -28 62 42 22 19 -5 11 13 -12 -14 -14 -6 -11 -58 -60 -34 -28 -39 -17 -46 242 -82 -78 185 -88 5 -2 28 -19 342 -52 -26 -70 -63 11 -56 21 -138 208 -154 -55 284 23 4 -1 -78 -53 -3 -2 0 0 0 0 300 0 1 -20 -37 -11 322 -1 5 62 -20 8 49 -43 -26 -35 -42 -4 25 5 28 73 -10 -31 53 51 -27 10 -6 15 65 -21 -13 19 -18 45 111 -7 303 412 247 -34 -49 17 23 301 97 90 190 13 36 -68 -18 27 317 325 89 57 5 -12 26 -32 40 -21 7 -22 -15 9 -89 -69 -70 3 1 11 21 57 -23 -11 -5 -3 -32 -21 -10 -23 -28 -12 -28 -23 -16 -31 -19 -4 31 31 31 -16 -8 -3 11 8 7 -28 -24 -12 -45 -69 -10 -1 -5 -9 0 0 0 0 0 0 0 0 0 -20 -8 2 -18 -9 -13 9 4 11 -19 -8 -2 -2 3 16 -25 -11 1 -39 -25 -33 32 17 45 -9 -9 19 -32 -20 3 -3 -3 33 -17 -8 2 3 -3 -3 30 24 28 9 4 20 -10 -9 6 -10 -5 -7 -2 -9 -8 16 6 0 -11 -13 -12 -7 -6 2 -26 -23 -18 -47 -30 27 -51 -37 17 21 15 41 22 43 35 -31 -19 0 4 6 17 -12 -14 -15 0 0 0 0 0 0 -35 -9 -19 -11 -13 -14 20 16 17 47 35 44 -43 -13 -27 -16 -16 -17 14 11 11 2 0 1 -17 -16 -18 15 12 9 -9 -11 -11 -46 -28 -43 -41 -38 -29 -4 5 5 -39 -14 -27 -2 2 3 -8 12 -16 -3 6 -68 -7 -5 -37 -9 3 -26 3 5 -14 41 35 31 26 23 22",
    },
    {
      source: "simulator:grocer",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 10,
      lists: 5909,
      rows: 4885,
      weights:
        "-48 -39 -12 -38 541 21 33 -37 55 -26 171 113 -15 6 15 1 1 1 -32 -58 -12 232 149 69 0 0 0 0 300 0 -4 177 -42 0 800 0 0 500 0 0 -3000 0 -16 -52 9 -43 411 -11 -53 83 3 -59 -57 -34 -28 -4 18 -64 361 -29 73 0 -28 -11 -78 -27 -25 184 -28 43 -87 -29 134 42 14 99 10 12 23 -62 -30 56 0 -23 33 -15 -44 15 33 4 14 -29 -16 -2 -58 -20 1 -73 -31 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 16 4 -11 -24 204 -166 -63 258 -31 -45 -24 -22 -40 -36 -57 0 0 0 0 300 0 -30 -35 36 -78 309 -39 48 123 -15 99 169 30 15 -17 32 -49 3 -40 76 127 -18 -2 69 -35 -27 7 -8 36 105 -46 -32 32 -38 -9 122 -18 -31 -75 -101 17 10 12 0 100 0 0 0 0 -28 47 34 285 156 -3 15 2 20 31 19 -8 10 1 -36 4 4 62 -1 11 27 17 26 45 -13 0 0 -48 -39 -12 -38 -59 21 33 -37 55 -26 -29 113 -15 6 15 1 1 1 -32 -58 -12 232 149 69 0 0 0 0 0 0 -4 -23 -42 0 0 0 0 0 0 0 0 0 -16 -18 -44 -17 -23 -24 13 -38 -15 -11 -31 -16 -25 -17 82 -37 -32 53 -10 -58 16 -6 -9 7 -9 -26 47 -2 -8 31 -27 -13 -41 -19 -8 -12 -41 -11 58 -33 0 -10 -36 0 -24 -15 40 44 30 23 -12 27 22 -3 71 18 -6 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -75 -42 1 137 -47 5 -1 -5 5 37 30 24 34 14 1 0 0 0 0 0 0 -6 -33 16 -33 -41 5 -36 -40 -8 -33 -41 -14 8 5 28 -31 -36 6 -40 -44 3 0 -17 -20 12 -23 34 -41 -45 -8 8 -5 -10 -29 -15 31 63 53 66 16 18 -9 0 0 0 0 0 0 -15 21 40 -74 -3 -97 5 19 19 4 -8 -43 18 5 0 3 12 -4 -8 14 -8",
    },
    {
      source: "simulator:grocer",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "purchase",
      shops: 4,
      lists: 12709,
      rows: 24702,
      weights:
        "-60 -24 -12 -47 550 94 -9 -21 45 -36 171 109 0 39 -34 8 8 8 -71 -62 -12 221 176 114 0 0 0 0 300 0 9 195 -17 0 800 0 0 500 0 0 -3000 0 84 15 65 -16 422 -37 17 63 -37 -171 -166 -89 -30 -3 4 -133 314 -83 43 -4 2 73 -94 14 -4 155 -70 53 -36 -54 99 25 40 34 -44 -7 82 -7 -26 45 36 49 -18 -35 20 52 -11 -19 -10 24 14 -94 -47 -27 46 -20 -20 0 400 0 0 400 0 0 0 0 0 400 0 0 0 0 170 -22 10 87 53 -103 -91 280 -42 -31 30 -14 -28 8 -42 0 0 0 0 300 0 -31 -7 -12 -43 326 -30 27 118 -11 98 178 27 18 23 -20 36 60 -63 63 146 -75 -9 82 22 -28 36 -33 61 146 -31 -2 42 1 -82 60 -31 -75 -94 -79 -39 -29 -63 0 100 0 0 0 0 25 -36 31 266 412 -45 -22 -19 19 -31 15 -20 -6 -8 -6 -8 -10 17 -36 -31 -11 61 31 93 -6 0 0 -60 -24 -12 -47 -50 94 -9 -21 45 -36 -29 109 0 39 -34 8 8 8 -71 -62 -12 221 176 114 0 0 0 0 0 0 9 -5 -17 0 0 0 0 0 0 0 0 0 11 -1 -19 14 -5 -32 -32 -20 4 18 -31 13 -50 -41 74 -63 -57 49 12 13 19 -15 -30 35 14 -13 32 -20 -11 -6 -41 -35 -30 -3 -7 -10 -23 -5 7 -47 -15 -25 -13 11 27 -16 7 -33 13 5 -29 18 14 10 9 42 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -79 2 -82 162 -65 11 -30 -30 4 19 10 30 28 22 19 0 0 0 0 0 0 -5 -32 -3 -40 -51 3 -52 -61 28 -23 -50 46 16 -24 18 -5 -33 25 -76 -73 0 -39 -54 9 -1 -47 42 -47 -62 24 -28 -58 -10 -25 2 1 19 70 108 38 47 22 0 0 0 0 0 0 10 0 -31 -257 -66 -72 -20 4 -7 7 -30 48 32 25 57 14 35 -19 28 37 26",
    },
    {
      source: "simulator:browsing",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "interest",
      shops: 10,
      lists: 6417,
      rows: 548,
      weights:
        "-13 -13 -13 -13 587 51 -13 -13 51 -13 187 51 -14 -14 -14 -13 -13 -13 -13 -13 -13 0 3 3 0 3 6 -30 297 7 -287 137 39 0 800 0 0 500 0 0 -3000 0 -68 -112 -32 -68 388 -31 -68 88 -32 -68 -112 -31 0 0 0 0 400 0 0 0 0 0 0 0 0 300 0 0 0 0 30 -35 -32 30 -35 -31 30 -35 -32 29 25 49 29 25 52 29 25 49 -18 -38 -29 -18 -38 -31 -18 -38 -29 -108 257 -88 13 309 -67 23 -57 -45 199 416 -126 9 -53 48 -133 -146 -74 177 626 -156 0 300 0 0 0 0 0 0 0 49 5 -29 0 300 0 -8 -96 0 5 321 -58 26 24 -8 -67 -42 -27 -8 -96 0 5 21 -58 26 24 -8 9 22 8 83 66 28 188 116 13 5 21 -58 69 117 6 119 275 220 0 0 0 -8 4 0 26 24 -8 85 5 24 19 215 326 0 0 0 0 0 0 0 0 0 8 70 -5 -30 1 12 -13 0 -1 0 -13 4 -13 -13 -13 -13 -13 51 -13 -13 51 -13 -13 51 -14 -14 -14 -13 -13 -13 -13 -13 -13 0 3 3 0 3 6 -30 -3 7 -287 -63 39 0 0 0 0 0 0 0 0 0 -1 -22 0 -1 -22 2 -1 -22 0 -1 -22 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 9 -27 -13 9 -27 -12 9 -27 -13 6 -42 -19 6 -42 -15 6 -42 -19 14 -17 15 14 -17 17 14 -17 15 4 -15 -11 148 78 57 20 -22 -18 4 -66 -147 22 -13 -15 -28 -56 -21 98 79 -91 0 0 0 0 0 0 0 0 0 58 37 28 0 0 0 20 2 25 -34 -48 -3 -1 -18 -27 -28 -34 -51 20 2 25 -34 -48 -3 -1 -18 -27 -16 -28 7 12 -21 21 14 -21 0 -34 -48 -3 -17 -49 -30 5 -24 10 0 0 0 20 2 25 -1 -18 -27 12 17 7 -6 3 -8 -13 -13 -13 0 0 0 0 0 0 -56 -44 -71 7 -8 -39",
    },
    {
      source: "simulator:browsing",
      licence: "made up by scripts/lib/temper-shop.ts",
      goal: "interest",
      shops: 4,
      lists: 13212,
      rows: 2825,
      weights:
        "-7 -7 -7 -7 593 45 -7 -7 45 -7 193 45 -7 -7 -12 -7 -7 -7 -7 -7 -7 -7 -11 35 -7 -11 3 -11 281 3 -417 67 16 0 800 0 0 500 0 0 -3000 0 -88 -99 -50 -88 401 -48 -88 101 -50 -88 -99 -48 0 0 0 0 400 0 0 0 0 0 0 0 0 300 0 0 0 0 23 -32 43 23 -32 43 23 -32 43 95 4 8 95 4 8 95 4 8 -40 -93 -23 -40 -93 -19 -40 -93 -23 -62 317 -155 29 296 -56 80 -2 34 129 405 -77 77 -59 -84 12 -586 -185 725 219 440 0 300 0 0 0 0 0 0 0 -29 -38 -18 0 300 0 -24 -28 -17 -51 269 -58 8 140 33 -81 110 -78 -24 -28 -17 -51 -31 -58 8 140 33 21 119 19 97 148 71 52 225 -8 -51 -31 -58 89 65 127 212 417 228 0 0 0 -24 72 -17 8 140 33 -30 118 -15 17 447 137 0 0 0 0 0 0 0 0 0 19 22 5 -106 -68 -110 -7 0 0 0 -7 10 -7 -7 -7 -7 -7 45 -7 -7 45 -7 -7 45 -7 -7 -12 -7 -7 -7 -7 -7 -7 -7 -11 35 -7 -11 3 -11 -19 3 -417 -133 16 0 0 0 0 0 0 0 0 0 -15 -47 -10 -15 -47 -10 -15 -47 -10 -15 -47 -10 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -13 -34 -14 -13 -34 -14 -13 -34 -14 8 10 7 8 10 7 8 10 7 16 -8 4 16 -8 5 16 -8 4 21 -25 -16 147 33 93 44 -1 32 -74 -108 -98 -16 -42 -54 -4 -11 29 103 59 66 0 0 0 0 0 0 0 0 0 -11 33 30 0 0 0 25 -22 11 -17 -27 -39 -12 -4 2 15 15 22 25 -22 11 -17 -27 -39 -12 -4 2 -50 -34 -34 -94 -76 -63 -54 -26 -31 -17 -27 -39 -27 -23 -8 -88 -120 -48 0 0 0 25 -22 11 -12 -4 2 32 30 -38 -34 -25 -59 -7 -7 -7 0 0 0 0 0 0 35 19 43 10 -4 30",
    },
  ],
}
