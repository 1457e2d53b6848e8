import type { LexiconEntry } from "./lexicon-types"

/** What the recipient likes. */
export const INTERESTS: readonly LexiconEntry[] = [
  {
    ...{ key: "interest", value: "garden", base: 0.06 },
    names: "garden gardening gardener plant plants garten gartnern gartner pflanze pflanzen",
    hints:
      "seed planter trowel watering bulb greenhouse herb bird_feeder pot terrarium botanical saat gieskanne krauter shed",
  },
  {
    ...{ key: "interest", value: "cooking", base: 0.08 },
    names: "cooking cook baking baker chef kitchen kochen backen kuche foodie",
    hints:
      "apron knife pan recipe spice spoon oven cake board bowl rolling_pin whisk tin schurze messer pfanne rezept gewurz",
  },
  {
    ...{ key: "interest", value: "tea-coffee", base: 0.07 },
    names: "tea coffee espresso tee kaffee",
    hints: "mug teapot cup barista brew filter kettle french_press tasse kanne bean caddy teacup saucer",
  },
  {
    ...{ key: "interest", value: "food-sweets", base: 0.07 },
    names: "chocolate sweet sweets gourmet delicacy schokolade sussigkeiten delikatesse food",
    hints:
      "truffle biscuit honey jam marmalade fudge caramel cookie cheese oil pasta praline kekse honig marmelade candy",
  },
  {
    ...{ key: "interest", value: "drinks", base: 0.03 },
    names: "wine beer whisky gin cocktail wein bier drinks",
    hints: "corkscrew carafe decanter bottle bar tumbler shaker flask hip_flask glass korkenzieher karaffe",
  },
  {
    ...{ key: "interest", value: "reading-writing", base: 0.08 },
    names: "reading writing book books stationery journaling lesen schreiben buch bucher papeterie",
    hints:
      "notebook journal pen pencil bookmark novel letter ink planner diary paper notizbuch stift lesezeichen tagebuch sketchbook",
  },
  {
    ...{ key: "interest", value: "craft", base: 0.07 },
    names: "craft crafts making knitting sewing painting drawing diy basteln stricken nahen malen handarbeit art",
    hints:
      "kit yarn embroidery needle clay paint brush crochet stamp felt origami fabric ribbon wolle nadel ton pinsel stoff",
  },
  {
    ...{ key: "interest", value: "games", base: 0.08 },
    names: "game games puzzle puzzles boardgame spiel spiele ratsel",
    hints: "jigsaw card dice domino chess quiz piece trump marble ludo wurfel karten schach",
  },
  {
    ...{ key: "interest", value: "toys", base: 0.1 },
    names: "toy toys play plush spielzeug spielen kuscheltier",
    hints: "doll puppet teddy bear train block wooden_animal figure rattle puppe eisenbahn bauklotz",
  },
  {
    ...{ key: "interest", value: "home", base: 0.14 },
    names: "home decor interior decoration wohnen deko einrichtung",
    hints:
      "cushion vase lamp frame clock mirror throw blanket basket print lantern doormat kissen vase lampe rahmen uhr spiegel decke hook",
  },
  {
    ...{ key: "interest", value: "wellbeing", base: 0.08 },
    names: "wellness wellbeing spa bath relax relaxing beauty yoga entspannung baden pflege",
    hints:
      "soap candle scent lavender massage bubble cream balm oil incense sleep seife kerze duft lavendel creme diffuser lotion",
  },
  {
    ...{ key: "interest", value: "jewellery-fashion", base: 0.08 },
    names: "jewellery jewelry fashion accessories schmuck mode accessoires",
    hints:
      "necklace earring bracelet ring brooch scarf bag purse hat glove belt sock wallet kette ohrring armband tasche schal mutze",
  },
  {
    ...{ key: "interest", value: "outdoors-travel", base: 0.07 },
    names: "travel travelling outdoor outdoors hiking camping adventure reise reisen wandern draussen",
    hints:
      "map passport backpack luggage compass torch flask tent picnic globe bottle karte rucksack koffer kompass lampe beach bike",
  },
  {
    ...{ key: "interest", value: "tech", base: 0.04 },
    names: "tech technology gadget gadgets computer technik elektronik",
    hints:
      "usb charger speaker headphone phone cable keyboard bluetooth camera lautsprecher kopfhorer handy ladegerat laptop solar",
  },
  {
    ...{ key: "interest", value: "music", base: 0.02 },
    names: "music musician vinyl musik singing",
    hints: "record guitar song ukulele piano speaker headphone harmonica platte gitarre klavier drum",
  },
  {
    ...{ key: "interest", value: "animals", base: 0.06 },
    names: "animal animals dog cat pet horse tier tiere hund katze pferd",
    hints: "fox bear bird owl rabbit hedgehog otter whale elephant vogel fuchs eule hase",
  },
]
