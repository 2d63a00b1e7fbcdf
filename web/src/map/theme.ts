/** Colours of the map in light and dark. Names follow what they paint. */
export interface Palette {
  land: string;
  green: string;
  built: string;
  water: string;
  building: string;
  road: string;
  roadEdge: string;
  rail: string;
  street: string;
  text: string;
  halo: string;
  border: string;
  answer: string;
  answerEdge: string;
  /** One per Sozialraum, after Okabe and Ito: distinguishable with every kind of colour vision. */
  areas: readonly string[];
}

const LIGHT: Palette = {
  land: "#f6f5f1",
  green: "#e3ebd9",
  built: "#edebe6",
  water: "#c3dbea",
  building: "#dcd7ce",
  road: "#ffffff",
  roadEdge: "#cfcac0",
  rail: "#a09a92",
  street: "#5c5850",
  text: "#14182b",
  halo: "rgba(255,255,255,0.9)",
  border: "#2a2f45",
  answer: "#b3123b",
  answerEdge: "#ffffff",
  areas: ["#0072b2", "#c25e00", "#00795a", "#a3437f"],
};

const DARK: Palette = {
  land: "#1b1d24",
  green: "#202a24",
  built: "#23252d",
  water: "#1d3242",
  building: "#343740",
  road: "#454955",
  roadEdge: "#2a2d36",
  rail: "#676c7a",
  street: "#b9bdca",
  text: "#f3f4f7",
  halo: "rgba(16,18,26,0.9)",
  border: "#e6e8f0",
  answer: "#ff8a9f",
  answerEdge: "#14182b",
  areas: ["#56b4e9", "#e69f00", "#33c79b", "#e08cc0"],
};

/** The palette in force: the theme set on the page, else what the system asks for. */
export function palette(): Palette {
  const set = document.documentElement.dataset.kernTheme;
  const dark = set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? DARK : LIGHT;
}

/** Paints now, and again whenever light turns to dark or back. */
export function painted(paint: () => void) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new MutationObserver(paint).observe(document.documentElement, {
    attributeFilter: ["data-kern-theme"],
  });
  paint();
}
