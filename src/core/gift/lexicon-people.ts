import type { LexiconEntry } from "./lexicon-types"

const FOR_CHILDREN =
  "toy toddler nursery rattle teether plush rag_doll pram bib puppet dinosaur finger_puppet spielzeug rassel kuscheltier"
const FOR_BABIES = "rattle teether onesie bib pram muslin pacifier newborn rassel beissring latzchen strampler"
const FOR_GROWN_UPS =
  "wine whisky gin beer cufflink shaving beard wallet corkscrew cocktail wein bier rasier manschette"

/** For whom it is. */
export const RECIPIENTS: readonly LexiconEntry[] = [
  {
    ...{ key: "recipient", value: "mother", base: 0.2 },
    names:
      "mother mum mom mummy mommy mama mutter mutti mami stepmother mother-in-law schwiegermutter muttertag wife_mum",
    hints:
      "scarf shawl teapot tea vase rose apron necklace brooch handcream hand_cream lavender cushion garden peony tulip recipe baking jewellery schal teekanne kissen schurze kette garten lavendel rezept backen",
    against: `${FOR_CHILDREN} cufflink beard shaving sweetheart`,
  },
  {
    ...{ key: "recipient", value: "father", base: 0.16 },
    names: "father dad daddy papa vater vati stepfather grillmeister vatertag schwiegervater",
    hints:
      "tool pocket_knife barbecue bbq grill wallet cufflink beard shaving whisky beer torch multitool shed belt tie camping coffee fishing bike golf desk enamel leather werkzeug taschenmesser brieftasche bart rasier bier kaffee angeln leder workshop radio compass flask football",
    against: `${FOR_CHILDREN} necklace earring bracelet handbag lip_balm`,
  },
  {
    ...{ key: "recipient", value: "partner", base: 0.2 },
    names:
      "partner husband wife boyfriend girlfriend fiance fiancee spouse lover sweetheart ehemann ehefrau freundin_liebe liebste liebster schatz",
    hints:
      "love heart romantic couple two pair kiss ring necklace bracelet massage anniversary silk perfume initial engraved rose kuss herz liebe romantisch paar ring kette armband massage",
    against: `${FOR_CHILDREN} ${FOR_BABIES} teacher colleague`,
  },
  {
    ...{ key: "recipient", value: "friend", base: 0.42 },
    names: "friend bestie mate pal buddy freund freundin kumpel",
    hints:
      "mug candle bath notebook chocolate game cocktail tote sock print cushion earring tasse kerze spiel schokolade socken",
    against: FOR_BABIES,
  },
  {
    ...{ key: "recipient", value: "child", base: 0.16 },
    names:
      "child children kid boy girl son daughter nephew niece toddler grandson granddaughter godchild pupil kind kinder junge madchen sohn tochter neffe nichte enkel schulkind kinderzimmer",
    hints: `${FOR_CHILDREN} puzzle crayon colouring coloring sticker robot train dragon pirate unicorn fairy space rocket skipping kite marble building block colour_in bedtime treasure magnet play game animal bear bunny fox jigsaw wizard princess puppet painting pencil baukasten drachen roboter eisenbahn malen spiel rakete`,
    against: `${FOR_GROWN_UPS} candle espresso linen anniversary perfume`,
  },
  {
    ...{ key: "recipient", value: "baby", base: 0.04 },
    names: "baby newborn infant babie saugling neugeborene babyparty",
    hints: `${FOR_BABIES} toddler nursery cot crib plush swaddle first soft lullaby christening stacking wooden_ring bath_toy kuscheltier wiege taufe`,
    against: `${FOR_GROWN_UPS} candle puzzle_piece age_eight tea coffee chocolate`,
  },
  {
    ...{ key: "recipient", value: "grandparent", base: 0.18 },
    names:
      "grandparent grandmother grandfather grandma grandpa granny gran nan nana grandad granddad oma opa grossmutter grossvater grosseltern",
    hints:
      "photo frame album large_print jigsaw blanket throw shawl slipper garden bird teapot tea biscuit crossword reading tin marmalade honey calendar lavender bilderrahmen decke hausschuh garten vogel tee honig kalender lavendel",
    against: `${FOR_CHILDREN} cocktail skate neon sweetheart`,
  },
  {
    ...{ key: "recipient", value: "colleague", base: 0.28 },
    names: "colleague coworker co-worker boss workmate secret_santa kollege kollegin chef chefin wichteln",
    hints:
      "desk mug pen notebook planner coffee chocolate office tin sock calendar keyboard mouse biscuit plant commuter laptop lunch buro stift notizbuch kaffee schokolade kalender pflanze",
    against: `${FOR_CHILDREN} ${FOR_BABIES} massage lingerie ring wedding love`,
  },
  {
    ...{ key: "recipient", value: "teacher", base: 0.12 },
    names: "teacher professor tutor lehrer lehrerin erzieherin kindergartnerin",
    hints:
      "pen pencil notebook apple mug chalk blackboard desk bookmark tea stift notizbuch tafel lesezeichen book planner",
    against: `${FOR_CHILDREN} ${FOR_BABIES} massage ring love wine`,
  },
  {
    ...{ key: "recipient", value: "host", base: 0.2 },
    names: "host hostess dinner_party dinner_guest gastgeber gastgeberin einladung",
    hints:
      "serving platter board wine candle bowl napkin jug vase tray salad oil spread cheese cracker coaster room_spray diffuser table glass carafe opener olive gewurz servieren kase wein kerze schale serviette krug tablett untersetzer tisch glas",
    against: `${FOR_CHILDREN} ${FOR_BABIES} sock earring necklace ring pyjama`,
  },
  {
    ...{ key: "recipient", value: "self", base: 0.2 },
    names: "self myself me treat_yourself selbst mich mir",
    hints:
      "refill everyday daily pantry habit journal bath soak mask tea coffee sleep candle alltag nachfull schlaf maske",
    against: `${FOR_CHILDREN} ${FOR_BABIES} wedding`,
  },
]

/** How old the recipient is. */
export const AGE_BANDS: readonly LexiconEntry[] = [
  {
    ...{ key: "age_band", value: "0-2", base: 0.04 },
    names: "baby newborn infant saugling neugeborene babie toddler kleinkind one-year-old",
    hints: `${FOR_BABIES} nursery cot crib lullaby stacking swaddle plush soft_toy pull-along wiege`,
    against: FOR_GROWN_UPS,
  },
  {
    ...{ key: "age_band", value: "3-6", base: 0.1 },
    names: "toddler preschool kindergarten preschooler vorschule kindergartenkind",
    hints:
      "toy nursery plush puppet dinosaur crayon sticker fairy bear bunny wooden first picture_book building block play pirate train colouring spielzeug malen kuscheltier bilderbuch",
    against: `${FOR_GROWN_UPS} ${FOR_BABIES}`,
  },
  {
    ...{ key: "age_band", value: "7-12", base: 0.14 },
    names: "schoolchild school-age schulkind grundschule schoolboy schoolgirl",
    hints:
      "kit game puzzle science experiment robot kite magic spy space telescope card_game marble puppet dragon treasure adventure chapter microscope model baukasten spiel experiment rakete abenteuer",
    against: `${FOR_GROWN_UPS} ${FOR_BABIES} nursery`,
  },
  {
    ...{ key: "age_band", value: "teen", base: 0.2 },
    names: "teen teenager teenage student adolescent jugendlich jugendliche schuler",
    hints:
      "phone headphone speaker game poster sticker backpack tote earring hoodie neon charger lip_balm film camera record sock rucksack handy kopfhorer lautsprecher spiel",
    against: `${FOR_BABIES} toddler nursery wine whisky`,
  },
  {
    ...{ key: "age_band", value: "adult", base: 0.76 },
    names: "adult grown-up erwachsene grown_up",
    hints: "wine coffee tea candle linen kitchen desk wein kaffee tee kerze kuche cocktail ceramic bath",
    against: FOR_CHILDREN,
  },
  {
    ...{ key: "age_band", value: "senior", base: 0.28 },
    names: "senior pensioner retired retirement elderly rentner rentnerin ruhestand",
    hints:
      "large_print blanket throw slipper crossword bird garden photo tea shawl tin reading jigsaw decke hausschuh kreuzwort vogel garten tee marmalade honey",
    against: `${FOR_CHILDREN} neon cocktail phone backpack`,
  },
]
