import { disc, fillPath, heart, line, rect, star, turned } from "./shapes"
import type { Palette } from "./shapes"

/** Toys, games, books and paper. */
export const playMotifs = {
  book: (p: Palette) =>
    rect([130, 105, 150, 205], p.dark, 8) +
    rect([142, 110, 140, 192], p.light, 4) +
    rect([120, 100, 150, 200], p.main, 8) +
    rect([120, 100, 26, 200], p.dark, 6) +
    line("M172 150 H245 M172 175 H225", p.light, 8) +
    star(208, 240, 26, p.accent),
  card: (p: Palette) =>
    turned(-10, rect([105, 140, 150, 180], p.dark, 12), [180, 230]) +
    turned(8, rect([140, 110, 150, 190], p.main, 12) + heart(215, 200, 34, p.accent) + line("M180 265 H250", p.light, 7), [215, 205]),
  pencil: (p: Palette) =>
    turned(
      28,
      rect([182, 90, 36, 180], p.main) +
        fillPath("M182 270 H218 L200 320Z", p.light) +
        fillPath("M193 300 H207 L200 320Z", p.dark) +
        rect([182, 76, 36, 26], p.accent, 8) +
        rect([196, 100, 8, 170], p.dark),
    ),
  puzzle: (p: Palette) =>
    rect([105, 120, 95, 95], p.main, 8) +
    rect([205, 120, 95, 95], p.accent, 8) +
    rect([105, 220, 95, 95], p.dark, 8) +
    rect([205, 220, 95, 95], p.main, 8) +
    disc(205, 167, [20], p.main) +
    disc(152, 217, [20], p.dark) +
    disc(252, 213, [20], p.accent) +
    disc(200, 268, [20], p.main),
  dice: (p: Palette) =>
    turned(-12, rect([95, 185, 120, 120], p.main, 20) + [115, 155, 195].map((x, row) => disc(x, 205 + row * 40, [10], p.light)).join(""), [155, 245]) +
    turned(14, rect([200, 110, 105, 105], p.dark, 18) + disc(230, 140, [10], p.accent) + disc(275, 185, [10], p.accent), [252, 162]),
  bear: (p: Palette) =>
    disc(140, 120, [32], p.dark) +
    disc(260, 120, [32], p.dark) +
    disc(200, 260, [82, 70], p.main) +
    disc(200, 165, [84, 74], p.main) +
    disc(200, 190, [38, 30], p.light) +
    disc(200, 178, [13, 9], p.dark) +
    disc(166, 152, [8], p.dark) +
    disc(234, 152, [8], p.dark) +
    heart(200, 272, 20, p.accent),
  rabbit: (p: Palette) =>
    disc(165, 95, [20, 66], p.main) +
    disc(235, 95, [20, 66], p.main) +
    disc(165, 98, [9, 44], p.accent) +
    disc(235, 98, [9, 44], p.accent) +
    fillPath("M200 225 L275 325 H125Z", p.accent) +
    disc(200, 190, [68, 60], p.main) +
    disc(176, 180, [7], p.dark) +
    disc(224, 180, [7], p.dark) +
    heart(200, 202, 9, p.dark) +
    disc(200, 292, [16], p.light),
  bat: (p: Palette) =>
    line("M60 110 C140 150 260 150 340 110", p.accent, 6) +
    (
      [
        [120, 190],
        [270, 190],
        [195, 265],
      ] as const
    )
      .map(
        ([x, y]) =>
          line(`M${x} ${y - 20} V135`, p.accent, 4) +
          fillPath(
            `M${x} ${y + 26} C${x - 14} ${y + 4} ${x - 30} ${y + 8} ${x - 34} ${y + 18} C${x - 48} ${y + 2} ${x - 58} ${y + 6} ${x - 64} ${y + 14} C${x - 60} ${y - 26} ${x - 26} ${y - 30} ${x - 12} ${y - 12} L${x - 12} ${y - 30} L${x} ${y - 18} L${x + 12} ${y - 30} L${x + 12} ${y - 12} C${x + 26} ${y - 30} ${x + 60} ${y - 26} ${x + 64} ${y + 14} C${x + 58} ${y + 6} ${x + 48} ${y + 2} ${x + 34} ${y + 18} C${x + 30} ${y + 8} ${x + 14} ${y + 4} ${x} ${y + 26}Z`,
            p.dark,
          ) +
          disc(x - 5, y - 6, [3], p.accent) +
          disc(x + 5, y - 6, [3], p.accent),
      )
      .join(""),
  fish: (p: Palette) =>
    fillPath("M290 215 L345 165 V270Z", p.dark) +
    disc(200, 220, [110, 75], p.main) +
    fillPath("M100 250 C150 300 250 300 300 245 C240 275 160 275 100 250Z", p.light) +
    disc(145, 205, [9], p.dark) +
    line("M190 130 C180 100 160 105 160 90 M190 130 C200 100 222 105 222 90", p.accent, 8),
  train: (p: Palette) =>
    rect([120, 175, 110, 85], p.main, 10) +
    rect([215, 125, 75, 135], p.dark, 10) +
    rect([232, 145, 42, 42], p.light, 6) +
    rect([140, 130, 26, 50], p.accent, 5) +
    disc(150, 280, [28], p.accent) +
    disc(250, 280, [28], p.accent) +
    disc(150, 280, [10], p.light) +
    disc(250, 280, [10], p.light),
  rocket: (p: Palette) =>
    fillPath("M150 230 L115 290 L160 275Z M250 230 L285 290 L240 275Z", p.dark) +
    fillPath("M200 70 C265 130 255 230 240 285 H160 C145 230 135 130 200 70Z", p.main) +
    disc(200, 165, [28], p.light) +
    disc(200, 165, [16], p.dark) +
    fillPath("M175 290 C180 330 195 330 200 345 C205 330 220 330 225 290Z", p.accent),
  boat: (p: Palette) =>
    line("M200 85 V250", p.dark, 9) +
    fillPath("M210 95 L295 235 H210Z", p.main) +
    fillPath("M190 120 L125 235 H190Z", p.accent) +
    fillPath("M105 250 H295 C285 300 260 310 230 310 H165 C135 310 115 290 105 250Z", p.dark),
  rainbow: (p: Palette) =>
    ([
      [110, p.dark],
      [84, p.main],
      [58, p.accent],
      [32, p.light],
    ] as const)
      .map(([radius, colour]) => fillPath(`M${200 - radius} 290 A${radius} ${radius} 0 0 1 ${200 + radius} 290Z`, colour))
      .join(""),
  bird: (p: Palette) =>
    fillPath("M285 175 L330 165 L292 205Z", p.accent) +
    fillPath("M85 260 C130 225 150 130 235 130 C290 130 300 190 285 215 C265 285 190 300 150 275 L95 300Z", p.main) +
    fillPath("M150 235 C175 180 230 185 240 215 C225 260 180 265 150 235Z", p.dark) +
    disc(258, 168, [8], p.light),
  egg: (p: Palette) =>
    fillPath("M200 85 C270 85 300 190 295 235 C288 300 240 318 200 318 C160 318 112 300 105 235 C100 190 130 85 200 85Z", p.main) +
    line("M112 200 L145 175 L178 200 L211 175 L244 200 L277 175 L290 190", p.light, 10) +
    [145, 200, 255].map((x) => disc(x, 250, [16], p.accent)).join(""),
  star: (p: Palette) => star(200, 205, 120, p.main) + star(200, 205, 70, p.accent) + star(305, 105, 24, p.dark) + star(100, 300, 20, p.dark),
  heart: (p: Palette) => heart(200, 195, 105, p.main) + heart(200, 195, 66, p.accent) + heart(290, 110, 22, p.dark),
  hedgehog: (p: Palette) =>
    fillPath("M92 252 L100 205 L122 215 L128 168 L153 187 L168 145 L190 168 L212 140 L228 170 L252 158 L262 192 L288 190 V252Z", p.dark) +
    fillPath("M226 252 C222 205 265 195 290 215 L326 243 C326 250 318 252 310 252Z", p.main) +
    disc(281, 223, [7], p.dark) +
    disc(324, 244, [9], p.dark) +
    [150, 250].map((x) => disc(x, 275, [26], p.accent) + disc(x, 275, [9], p.light)).join(""),
  fox: (p: Palette) =>
    fillPath("M112 88 L172 132 L108 172Z M288 88 L228 132 L292 172Z", p.dark) +
    fillPath("M104 152 C120 108 280 108 296 152 C302 212 240 282 200 292 C160 282 98 212 104 152Z", p.main) +
    fillPath("M116 196 C150 200 184 232 200 292 C164 284 126 240 116 196Z M284 196 C250 200 216 232 200 292 C236 284 274 240 284 196Z", p.light) +
    disc(200, 284, [15, 11], p.dark) +
    disc(160, 182, [9], p.dark) +
    disc(240, 182, [9], p.dark) +
    heart(200, 152, 14, p.accent),
  dinosaur: (p: Palette) =>
    fillPath("M146 214 L164 178 L182 208Z M184 206 L206 168 L220 198Z", p.accent) +
    fillPath(
      "M66 288 C112 278 118 216 178 206 C214 200 226 180 230 132 C232 94 264 82 292 94 C316 104 310 130 286 130 C272 130 270 138 270 162 C270 232 264 272 254 306 H226 V266 H178 V306 H148 C146 278 110 292 66 288Z",
      p.main,
    ) +
    disc(272, 108, [6], p.dark) +
    [208, 240].map((y) => disc(y - 10, y + 8, [9], p.dark)).join(""),
  microscope: (p: Palette) =>
    line("M232 138 C310 172 300 268 246 304", p.dark, 20) +
    turned(-22, rect([180, 96, 46, 112], p.main, 12) + rect([188, 70, 30, 32], p.dark, 8) + rect([190, 206, 26, 38], p.accent, 6), [203, 160]) +
    rect([128, 264, 112, 14], p.dark, 7) +
    rect([126, 302, 150, 24], p.main, 12),
  kite: (p: Palette) =>
    fillPath("M200 75 L290 175 L200 285 L110 175Z", p.main) + fillPath("M200 75 L290 175 H110Z", p.accent) + line("M200 285 C230 305 180 325 215 345", p.dark, 7),
}
