import "./administration";
import { placing } from "./placing";

const panel = document.querySelector<HTMLElement>("#placing");
if (panel) {
  placing(panel).catch(() => {
    // The fields and the look-up do the same without a map.
    panel.dataset.state = "failed";
  });
}
