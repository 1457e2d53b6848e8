import type { LexiconEntry } from "./lexicon-types"

/** What it is for. */
export const OCCASIONS: readonly LexiconEntry[] = [
  {
    ...{ key: "occasion", value: "birthday", base: 0.55 },
    names: "birthday bday geburtstag geburtstagsgeschenk",
    hints: "toy game puzzle party balloon cake earring craft kit plush spielzeug spiel kuchen ballon",
    against: "christmas advent easter halloween wedding weihnacht ostern",
  },
  {
    ...{ key: "occasion", value: "christmas", base: 0.4 },
    names: "christmas xmas noel yule weihnacht weihnachten advent nikolaus santa secret_santa wichteln heiligabend",
    hints:
      "bauble reindeer snowman snowflake stocking mulled gingerbread tinsel cinnamon winter pine fir nutcracker wreath tree_decoration star robin blanket sock wool slipper schneemann rentier lebkuchen gluhwein zimt winter tanne stern decke socken",
    against: "easter halloween valentine wedding ostern summer beach",
  },
  {
    ...{ key: "occasion", value: "thank-you", base: 0.24 },
    names: "thank_you thanks danke dankeschon dank thank",
    hints: "chocolate tea biscuit candle soap card honey jam mug sweet flower schokolade kekse kerze seife karte honig",
    against: "toy wedding christmas halloween easter nursery",
  },
  {
    ...{ key: "occasion", value: "housewarming", base: 0.22 },
    names: "housewarming house-warming new_home moving_in einzug einweihung neues_zuhause umzug new_house",
    hints:
      "home kitchen board vase bowl doormat clock lamp cushion plant tray salt linen pan knife spice hook towel basket candle pot frame serving planter wohnung kuche brett schale uhr lampe kissen pflanze salz handtuch",
    against: "toy plush nursery necklace earring game",
  },
  {
    ...{ key: "occasion", value: "anniversary", base: 0.14 },
    names: "anniversary wedding_anniversary jahrestag hochzeitstag jubilaum",
    hints: "love couple heart two ring necklace engraved romantic pair silver photo liebe herz paar kette romantisch",
    against: "toy nursery baby kid child halloween easter",
  },
  {
    ...{ key: "occasion", value: "wedding", base: 0.12 },
    names: "wedding bride groom bridal newlywed hochzeit braut brautigam brautpaar heirat",
    hints:
      "couple two pair champagne flute linen serving keepsake album love heart bowl napkin ring_dish paar sekt leinen",
    against: "toy nursery baby kid child halloween easter sock",
  },
  {
    ...{ key: "occasion", value: "new-baby", base: 0.05 },
    names: "new_baby newborn baby_shower christening baptism birth babyparty taufe geburt neugeborene",
    signs: "baby",
    hints: "rattle teether swaddle muslin bib nursery pram cot first rassel latzchen kuscheltier keepsake lullaby",
    against: "wine whisky christmas halloween puzzle espresso",
  },
  {
    ...{ key: "occasion", value: "graduation", base: 0.12 },
    names: "graduation graduate exam degree abschluss abitur matura prufung",
    hints:
      "travel pen passport map planner notebook watch bag camera suitcase desk journal reise stift pass karte uhr tasche",
    against: "toy nursery baby christmas halloween easter",
  },
  {
    ...{ key: "occasion", value: "valentines", base: 0.1 },
    names: "valentine valentinstag valentines-day valentin",
    hints:
      "love heart kiss romantic sweetheart rose couple two chocolate truffle liebe herz kuss romantisch schatz rose",
    against: "toy nursery baby kid child christmas halloween easter colleague",
  },
  {
    ...{ key: "occasion", value: "easter", base: 0.06 },
    names: "easter ostern osterhase osterei osterfest",
    hints: "egg bunny rabbit chick lamb spring hare daffodil seed garden hase kuken fruhling saat",
    against: "christmas halloween wedding weihnacht winter",
  },
  {
    ...{ key: "occasion", value: "mothers-day", base: 0.13 },
    names: "mothers-day mother_day mom_day mum_day mummy_day muttertag",
    signs: "mum mother mutter",
    hints: "rose scarf necklace vase bath lavender hand_cream flower tea schal kette vase lavendel blume peony tulip",
    against: "toy nursery christmas halloween beard shaving",
  },
  {
    ...{ key: "occasion", value: "fathers-day", base: 0.1 },
    names: "fathers-day father_day dad_day daddy_day vatertag",
    signs: "dad father vater papa",
    hints:
      "tool barbecue grill beer whisky shaving beard wallet pocket_knife multitool cufflink werkzeug bier bart leder",
    against: "toy nursery christmas halloween necklace earring",
  },
  {
    ...{ key: "occasion", value: "halloween", base: 0.03 },
    names: "halloween",
    hints: "pumpkin witch ghost skull spooky bat vampire skeleton kurbis hexe geist",
    against: "christmas easter wedding weihnacht",
  },
]
