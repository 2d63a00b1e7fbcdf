import icon from "./icon.svg";

/** Tells the styles that scripts run: what needs them is shown. */
document.documentElement.classList.add("script");

/** The sign in the tab; named here so that the build knows it. */
export const SIGN = icon;
